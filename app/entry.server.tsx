import { Writable } from 'node:stream';
import { isRouteErrorResponse, RemixServer } from '@remix-run/react';
import type { AppLoadContext, EntryContext, HandleErrorFunction } from '@remix-run/node';
import { renderToPipeableStream } from 'react-dom/server';
import { NonceContext } from './nonce';

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
  const nonce = nonceOf(loadContext);
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
              resolve(new Response(new Uint8Array(Buffer.concat(chunks)), { status: finalStatus, headers }));
              done();
            },
          });
          sink.on('error', fail);
          pipe(sink);
        },
        onShellError: fail,
        onError(error) {
          finalStatus = 500;
          logFailure(loadContext, error);
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
  logFailure(context, error);
};

interface FailureLog {
  error(event: Record<string, unknown>, message: string): void;
}

function logFailure(context: AppLoadContext | undefined, error: unknown) {
  logOf(context)?.error(describe(error), 'page failed');
}

/**
 * The kind of an error and where it came from. Never its message: a database error quotes the parameters of its
 * query, and those are what people wrote.
 */
function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return { error: error.name, at: frames.slice(0, 8).map((line) => line.trim()) };
}

function nonceOf(context: AppLoadContext | undefined): string {
  const nonce: unknown = context?.['nonce'];
  return typeof nonce === 'string' ? nonce : '';
}

function logOf(context: AppLoadContext | undefined): FailureLog | undefined {
  const log: unknown = context?.['log'];
  return isFailureLog(log) ? log : undefined;
}

function isFailureLog(value: unknown): value is FailureLog {
  return typeof value === 'object' && value !== null && 'error' in value && typeof value.error === 'function';
}
