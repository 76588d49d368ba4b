import type { LoaderFunctionArgs } from '@remix-run/node';
import { clientManifest } from '~/features/published/client-releases/client-releases.queries.server';
import { publishedWing } from './guards.server';

/** The manifest of one release that is or was served here, by its digest (protocol 15). */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const manifest = await clientManifest(publishedWing(context).db, params['digest'] ?? '');
  if (manifest === null) throw new Response('There is no such release.', { status: 404 });
  return new Response(manifest, {
    headers: {
      'content-type': 'application/json',
      'cache-control': 'public, max-age=31536000, immutable',
      'access-control-allow-origin': '*',
    },
  });
}
