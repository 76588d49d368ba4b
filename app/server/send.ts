import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Refusal } from './refusals';
import type { RequestWing } from './load-context';
import { assetCaching, publicFileCaching, type StaticFile } from './static-files';

const compressBrotli = promisify(brotliCompress);
const compressGzip = promisify(gzip);

/** Below this, compression costs more than it saves. */
const smallestCompressed = 1024;

/** Types that are sent as one compressed buffer. All else is streamed as it is. */
const compressible = /^(?:text\/|application\/(?:json|manifest\+json)|image\/svg)/;

/** Entries of the ledger are text inside: C2SP tlog-tiles asks for them to be compressed. */
const bundleOfEntries = /^\/ledger\/tile\/entries\//;

const words: Readonly<Record<string, string>> = {
  'bad-path': 'This address is not spelt the way this site spells its addresses.',
  'bad-target': 'This request cannot be understood.',
  busy: 'Too many requests at once. Please try again in a moment.',
  'method-not-allowed': 'There is nothing to be done here with that method.',
  'not-found': 'There is nothing at this address.',
  'other-site': 'This request did not come from a page of this site, so it was not carried out.',
  'too-large': 'This is more than fits.',
  'wrong-host': 'This site is not served under that name.',
};

/** Turns a request away in one line: JSON below `/unseen/`, where scripts ask, plain words elsewhere. */
export function sendRefusal(res: ServerResponse, { status, code }: Refusal, wing?: RequestWing['name']): void {
  const json = wing === 'anonymous';
  const body = json ? JSON.stringify({ error: code }) : `${words[code] ?? code}\n`;
  res.setHeader('Content-Type', json ? 'application/json' : 'text/plain; charset=utf-8');
  res.setHeader('Cache-Control', 'no-store');
  if (status === 503) res.setHeader('Retry-After', '2');
  if (status === 405) res.setHeader('Allow', 'GET, HEAD');
  // What remains of the body is not read: the connection cannot be used again.
  if (status === 413 || status === 400) res.setHeader('Connection', 'close');
  res.writeHead(status);
  res.end(body);
}

/** Sends a public file, compressed as the build left it. */
export function sendStaticFile(req: IncomingMessage, res: ServerResponse, file: StaticFile): void {
  const accepted = req.headers['accept-encoding'] ?? '';
  const [bytes, encoding] = chooseEncoding(file, accepted);
  res.setHeader('Content-Type', file.type);
  res.setHeader('Cache-Control', file.immutable ? assetCaching : publicFileCaching);
  res.setHeader('ETag', file.etag);
  res.setHeader('Vary', 'Accept-Encoding');
  if (req.headers['if-none-match'] === file.etag) {
    res.writeHead(304);
    res.end();
    return;
  }
  if (encoding) res.setHeader('Content-Encoding', encoding);
  res.setHeader('Content-Length', bytes.length);
  res.writeHead(200);
  res.end(req.method === 'HEAD' ? undefined : bytes);
}

/**
 * Sends what a route answered. Pages are buffered and compressed in one call; downloads are streamed.
 * Only the identified wing may set cookies: elsewhere the header is dropped, whoever set it.
 */
export async function sendResponse(
  req: IncomingMessage,
  res: ServerResponse,
  response: Response,
  wing: RequestWing['name'],
): Promise<void> {
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value);
  if (wing === 'identified' && response.headers.has('set-cookie'))
    res.setHeader('Set-Cookie', response.headers.getSetCookie());
  if (!response.headers.has('Cache-Control'))
    res.setHeader('Cache-Control', wing === 'published' ? 'no-cache' : 'no-store');
  if (req.method === 'HEAD' || response.body === null) {
    await response.body?.cancel();
    res.writeHead(response.status);
    res.end();
    return;
  }
  if (!compressible.test(response.headers.get('Content-Type') ?? '') && !bundleOfEntries.test(req.url ?? '')) {
    res.writeHead(response.status);
    await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), res);
    return;
  }
  const bytes = await compress(Buffer.from(await response.arrayBuffer()), req, res, wing);
  res.setHeader('Content-Length', bytes.length);
  res.writeHead(response.status);
  res.end(bytes);
}

async function compress(
  bytes: Buffer,
  req: IncomingMessage,
  res: ServerResponse,
  wing: RequestWing['name'],
): Promise<Buffer> {
  // The length of an answer to an anonymous request says no more than its kind.
  if (wing === 'anonymous' || bytes.length < smallestCompressed || res.hasHeader('Content-Encoding')) return bytes;
  res.appendHeader('Vary', 'Accept-Encoding');
  const accepted = req.headers['accept-encoding'] ?? '';
  if (accepts(accepted, 'br')) {
    res.setHeader('Content-Encoding', 'br');
    return compressBrotli(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
    });
  }
  if (!accepts(accepted, 'gzip')) return bytes;
  res.setHeader('Content-Encoding', 'gzip');
  return compressGzip(bytes, { level: 6 });
}

function chooseEncoding(file: StaticFile, accepted: string): readonly [Buffer, string | null] {
  if (file.brotli && accepts(accepted, 'br')) return [file.brotli, 'br'];
  if (file.gzip && accepts(accepted, 'gzip')) return [file.gzip, 'gzip'];
  return [file.bytes, null];
}

function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((part) => {
    const [name, quality] = part.trim().split(';');
    return name === encoding && !/^\s*q=0(?:\.0*)?$/.test(quality ?? '');
  });
}
