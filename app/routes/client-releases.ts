import type { LoaderFunctionArgs } from '@remix-run/node';
import { clientReleases } from '~/features/published/client-releases/client-releases.queries.server';
import { publishedWing } from './guards.server';

/** Every release of the client and where it stands in the ledger, for programs (protocol 15). */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const releases = await clientReleases(publishedWing(context).db);
  const items = releases.map(({ digest, day, entry }) => ({ manifest: digest, day, entry }));
  return Response.json(
    { v: 1, served: context.client.digest, items },
    { headers: { 'cache-control': 'public, no-cache', 'access-control-allow-origin': '*' } },
  );
}
