import { fileDigest, toBase64Url } from '~/crypto/hash';

/** Anybody's page or program may read what anybody may read: it is asked for without a cookie, and says nothing of who asks. */
export const publicHeaders = { 'access-control-allow-origin': '*' } as const;

/** An answer that may have changed since it was last asked for: 304 where it has not. */
export async function publicAnswer(request: Request, text: string, contentType: string): Promise<Response> {
  const body = new TextEncoder().encode(text);
  const etag = `"${toBase64Url(await fileDigest(body))}"`;
  const headers = { ...publicHeaders, etag, 'cache-control': 'public, no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': contentType } });
}
