import type { LoaderFunctionArgs } from '@remix-run/node';
import { registerFileBytes } from '~/features/published/registers/editions.queries.server';
import { publishedWing } from './guards.server';

/** A file of a register, named by the SHA-256 of its bytes (protocol 2). Everybody takes all of them. */
export async function loader({ params, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const { hash = '' } = params;
  const bytes = /^[0-9a-f]{64}$/.test(hash) ? await registerFileBytes(db, hash) : null;
  if (!bytes) return Response.json({ error: 'no-file' }, { status: 404, headers: { 'cache-control': 'no-store' } });
  return new Response(Buffer.from(bytes), {
    headers: {
      'content-type': 'application/octet-stream',
      'cache-control': 'public, max-age=31536000, immutable',
    },
  });
}
