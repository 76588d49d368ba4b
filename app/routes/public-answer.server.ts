import { fileDigest, toBase64Url } from '~/crypto/hash';

/** Anybody's page or program may read what anybody may read: it is asked for without a cookie, and says nothing of who asks. */
export const publicHeaders = { 'access-control-allow-origin': '*' } as const;

/** Never used again without asking whether it has changed. */
const alwaysAsked = 'public, no-cache';

/** An answer that may have changed since it was last asked for: 304 where it has not. */
export async function publicAnswer(
  request: Request,
  text: string,
  contentType: string,
  caching = alwaysAsked,
): Promise<Response> {
  const body = new TextEncoder().encode(text);
  const etag = `"${toBase64Url(await fileDigest(body))}"`;
  const headers = { ...publicHeaders, etag, 'access-control-expose-headers': 'etag', 'cache-control': caching };
  if (names(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': contentType } });
}

/** Whether an `If-None-Match` names this tag, alone or among others; caches in between may have made it a weak one. */
function names(header: string | null, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(etag) || tags.includes('*');
}
