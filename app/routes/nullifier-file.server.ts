import type { NullifiersVersion } from '~/features/published/figures/nullifier-pages.server';

/**
 * Answers with a file of published nullifiers. Whoever looks for one of them takes the whole file, so that asking does not
 * say for which. @throws Response 404 where there is no such file
 */
export function nullifierFile(
  request: Request,
  version: NullifiersVersion,
  pages: (publication: number) => AsyncGenerator<Uint8Array>,
): Response {
  if (version.kind === 'unknown') throw new Response('There is no such file.', { status: 404 });
  if (version.kind === 'under-way') {
    return new Response('A publication is under way.', {
      status: 503,
      headers: { 'retry-after': '1', 'cache-control': 'no-store' },
    });
  }
  const etag = `"${String(version.publication)}"`;
  const headers = { etag, 'cache-control': 'public, no-cache' };
  if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
  return new Response(streamOf(pages(version.publication)), {
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
