import type { LoaderFunctionArgs } from '@remix-run/node';
import { openedPetitions } from '~/features/published/petitions/opened-petitions.queries.server';
import { publishedWing } from './guards.server';

/** All petitions that were ever open, for "what this device signed". The same for everybody. */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  return Response.json(await openedPetitions(publishedWing(context).db), {
    headers: { 'cache-control': 'no-cache' },
  });
}
