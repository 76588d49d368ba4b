import type { LoaderFunctionArgs } from '@remix-run/node';
import { parseTilePath } from '~/crypto/tlog/tile-path';
import { proofBundle } from '~/features/published/public-data/proofs.queries.server';
import { publishedWing } from './guards.server';
import { publicHeaders } from './public-answer.server';

/** The membership proofs of one bundle of entries, which never change (protocol 13). */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const place = parseTilePath(`tile/entries/${params['*'] ?? ''}`);
  const bundle = place && (await proofBundle(db, place));
  if (!bundle) {
    return new Response('There are no such proofs.', {
      status: 404,
      headers: { ...publicHeaders, 'cache-control': 'no-store', 'content-type': 'text/plain' },
    });
  }
  const caching = bundle.complete ? 'public, max-age=31536000, immutable' : 'no-store';
  return new Response(bundle.bytes as Uint8Array<ArrayBuffer>, {
    headers: { ...publicHeaders, 'cache-control': caching, 'content-type': 'application/octet-stream' },
  });
}
