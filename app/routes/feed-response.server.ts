import { fileDigest, toBase64Url } from '~/crypto/hash';
import { minute, second } from '~/platform/clock';

/** How long a reader's copy is good without asking: what feeds say changes by the day. */
const freshFor = (15 * minute) / second;

/** A file that is the same for everybody, from an address without a secret in it: cached, and sent again only where it changed. */
export async function feedResponse(request: Request, text: string, mediaType: string): Promise<Response> {
  const body = new TextEncoder().encode(text);
  const etag = `"${toBase64Url(await fileDigest(body))}"`;
  const headers = { etag, 'cache-control': `public, max-age=${String(freshFor)}` };
  const known = (request.headers.get('if-none-match') ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''));
  if (known.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(body, { headers: { ...headers, 'content-type': mediaType } });
}
