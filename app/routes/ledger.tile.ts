import type { LoaderFunctionArgs } from '@remix-run/node';
import { parseTilePath } from '~/crypto/tlog/tile-path';
import { tileBytes } from '~/features/published/ledger/ledger-files.queries.server';
import { publishedWing } from './guards.server';
import { publicHeaders } from './public-answer.server';

/** A tile of the ledger, or a bundle of its entries (C2SP tlog-tiles). It never changes. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const place = parseTilePath(`tile/${params['*'] ?? ''}`);
  const bytes = place && (await tileBytes(db, place));
  if (!bytes) {
    // It may be there tomorrow.
    const headers = { ...publicHeaders, 'cache-control': 'no-store' };
    return new Response('The newest checkpoint covers no such tile.\n', { status: 404, headers });
  }
  return new Response(Buffer.from(bytes), {
    headers: {
      ...publicHeaders,
      'content-type': 'application/octet-stream',
      'content-length': String(bytes.length),
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
}
