import type { LoaderFunctionArgs } from '@remix-run/node';
import {
  nullifiersVersion,
  publishedNullifiers,
} from '~/features/published/figures/published-nullifiers.queries.server';
import { publishedWing } from './guards.server';

/**
 * A petition's published nullifiers, as bytes (see `published-nullifiers.queries.server`). Whoever looks for
 * one of them takes the whole file, so that asking does not say for which.
 */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const { db } = publishedWing(context);
  const id = params['id'] ?? '';
  const version = await nullifiersVersion(db, id);
  if (version.kind === 'unknown') throw new Response('There is no such petition.', { status: 404 });
  if (version.kind === 'under-way') {
    return new Response('A publication is under way.', {
      status: 503,
      headers: { 'retry-after': '1', 'cache-control': 'no-store' },
    });
  }
  const etag = `"${String(version.publication)}"`;
  const headers = { etag, 'cache-control': 'public, no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(streamOf(publishedNullifiers(db, id, version.publication)), {
    headers: { ...headers, 'content-type': 'application/octet-stream' },
  });
}

/** Reads on only as fast as the other end takes it. */
function streamOf(pages: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const page = await pages.next();
      if (page.done) controller.close();
      else controller.enqueue(page.value);
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
}
