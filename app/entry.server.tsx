import { Writable } from 'node:stream';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './nonce';
import { withIntegrity } from './integrity';
import { describeFailure } from './platform/logger';

const SECOND = 1_000;
const RENDER_LIMIT = 10 * SECOND;

/**
 * Renders a page whole and answers with one buffer, so that the server can compress it in one call. Pages here are
 * ready at once; streaming them would cost a quarter more of the processor.
 */
export default function handleRequest(
  request: Request,
  status: number,
  headers: Headers,
  remixContext: EntryContext,
  loadContext: AppLoadContext,
): Promise<Response> {
  const { nonce } = loadContext;
  return new Promise((resolve, reject) => {
    let finalStatus = status;
    const { pipe, abort } = renderToPipeableStream(
      <NonceContext.Provider value={nonce}>
        <RemixServer context={remixContext} url={request.url} nonce={nonce} abortDelay={RENDER_LIMIT} />
      </NonceContext.Provider>,
      {
        nonce,
        onAllReady() {
          const chunks: Buffer[] = [];
          const sink = new Writable({
            write(chunk: Buffer, _encoding, done) {
              chunks.push(chunk);
              done();
            },
            final(done) {
              // A timer left running keeps the whole render in memory until it fires.
              clearTimeout(timer);
              headers.set('Content-Type', 'text/html; charset=utf-8');
              const page = withIntegrity(Buffer.concat(chunks).toString(), loadContext);
              resolve(new Response(page, { status: finalStatus, headers }));
              done();
            },
          });
          sink.on('error', fail);
          pipe(sink);
        },
        onShellError: fail,
        onError(error) {
          finalStatus = 500;
          loadContext.log.error(describeFailure(error), 'page failed');
        },
      },
    );
    const timer = setTimeout(() => {
      abort(new Error('The page took too long to render'));
    }, RENDER_LIMIT);

    function fail(error: unknown) {
      clearTimeout(timer);
      reject(error instanceof Error ? error : new Error('The page could not be rendered'));
    }
  });
}

/** Logs what a loader or an action did not expect. A visitor who went away, and a thrown 404, are no failures. */
export const handleError: HandleErrorFunction = (error, { request, context }) => {
  if (request.signal.aborted) return;
  if (isRouteErrorResponse(error) && error.status < 500) return;
  context.log.error(describeFailure(error), 'page failed');
};
