import type { LoaderFunctionArgs } from '@remix-run/node';

/** The manifest of what this process serves to browsers (protocol 15). */
export function loader({ request, context }: LoaderFunctionArgs): Response {
  const { manifest, digest } = context.client;
  const etag = `"${digest}"`;
  const headers = { etag, 'cache-control': 'public, no-cache', 'access-control-allow-origin': '*' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(manifest, { headers: { ...headers, 'content-type': 'application/json' } });
}
