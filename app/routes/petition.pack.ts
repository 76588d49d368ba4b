import { Readable } from 'node:stream';
import type { LoaderFunctionArgs } from '@remix-run/node';
import { PackChangedError, readPack, writePack } from '~/features/published/pack/petition-pack.server';
import { publishedWing } from './guards.server';

/** A large one takes its time: so many are written at once, by each process. */
const packsAtOnce = 4;
let underWay = 0;

/** A petition with everything that proves its count, as a ZIP: streamed, and the same for everybody. */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { settings, publicUrl, press } = context;
  const deps = { db: publishedWing(context).db, settings, publicUrl, press };
  const pack = await readPack(deps, params['petitionId'] ?? '').catch((error: unknown) => {
    if (error instanceof PackChangedError) throw later('A publication is under way.');
    throw error;
  });
  if (!pack) throw new Response('There is no pack of this petition.\n', { status: 404 });
  const etag = `"${pack.version}"`;
  const headers = {
    etag,
    'cache-control': 'public, no-cache',
    'access-control-allow-origin': '*',
    'content-type': 'application/zip',
    'content-disposition': `attachment; filename="petition-${pack.facts.petition.id}.zip"`,
  };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  if (request.method === 'HEAD') return new Response(null, { headers });
  if (underWay >= packsAtOnce) throw later('Too many packs are being written.');
  underWay += 1;
  try {
    const zip = await writePack(deps, pack);
    zip.once('close', () => (underWay -= 1));
    return new Response(Readable.toWeb(zip) as ReadableStream<Uint8Array>, { headers });
  } catch (error) {
    underWay -= 1;
    throw error;
  }
}

function later(words: string): Response {
  return new Response(`${words} Please try again in a moment.\n`, {
    status: 503,
    headers: { 'retry-after': '5', 'cache-control': 'no-store' },
  });
}
