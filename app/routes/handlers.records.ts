import type { LoaderFunctionArgs } from '@remix-run/node';
import { fileDigest, toBase64Url } from '~/crypto/hash';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { publishedWing } from './guards.server';

/**
 * Every handler's key there ever was, for devices that check for themselves. The same for everybody. Nobody may use an older
 * copy without asking: a key that was retired a moment ago would be encrypted to.
 */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const body = new TextEncoder().encode(JSON.stringify(await readHandlerRecords(publishedWing(context).db)));
  const etag = `"${toBase64Url(await fileDigest(body))}"`;
  const headers = { etag, 'cache-control': 'public, no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': 'application/json' } });
}
