import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ServerBuild } from '@remix-run/node';
import { describeFailure } from '~/platform/logger';
import { atMost, bodyLimit, bodyTimeLimit, BodyTooLargeError, gateOf, isUpload, Turnstile } from './limits';
import { checkWing, isOwnLocation, readTarget, type Refusal, type Target } from './refusals';
import { withOwnRedirectsOnly } from './redirects';
import { createRouteHandlers } from './route-handlers';
import { contentSecurityPolicy, integrityPolicy, securityHeaders } from './security-headers';
import { sendRefusal, sendResponse, sendStaticFile } from './send';
import type { StaticFile } from './static-files';
import { loadContext, passHeaders, type ContextSources } from './wings';

export interface HttpOptions extends ContextSources {
  readonly build: ServerBuild;
  readonly files: ReadonlyMap<string, StaticFile>;
  readonly turnstile?: Turnstile;
  /** Whether the process is going away: answers then close their connection. */
  readonly isStopping: () => boolean;
}

/** For load balancers: answers without a database, a log line or a Host. */
const healthPath = '/healthz';

/** The listener for node:http: everything between a socket and a route. */
export function createListener(options: HttpOptions): RequestListener {
  const handlerOf = createRouteHandlers(withOwnRedirectsOnly(options.build));
  const turnstile = options.turnstile ?? new Turnstile();

  return (req, res) => {
    answer(req, res).catch((error: unknown) => {
      // The visitor went away while the answer was on its way: nobody to tell, nothing to log.
      if (res.destroyed || res.headersSent) return void res.destroy();
      options.log.error(describeFailure(error), 'request failed');
      sendRefusal(res, { status: 500, code: 'failed' });
    });
  };

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (options.isStopping()) res.setHeader('Connection', 'close');
    if (req.url === healthPath) return sendHealth(res);
    const target = readTarget(req, options.publicUrl);
    setHeaders(res, securityHeaders('other', '', options.publicUrl));
    if ('code' in target) return sendRefusal(res, target);
    const file = target.method === 'POST' ? undefined : options.files.get(target.url.pathname);
    if (file) {
      if (file.isProver) setHeaders(res, securityHeaders('worker', '', options.publicUrl));
      return sendStaticFile(req, res, file);
    }
    const refusal = checkWing(target, req.headers, options.publicUrl) ?? checkLength(target, req);
    if (refusal) return sendRefusal(res, refusal, target.wing);
    const leave = turnstile.enter(gateOf(target.wing, target.url.pathname));
    if (!leave) return sendRefusal(res, { status: 503, code: 'busy' }, target.wing);
    try {
      await answerByRoute(req, res, target);
    } finally {
      leave();
    }
  }

  async function answerByRoute(req: IncomingMessage, res: ServerResponse, target: Target): Promise<void> {
    const context = loadContext(options, target.wing);
    if (!context) return sendRefusal(res, { status: 404, code: 'not-found' }, target.wing);
    const body = new IncomingBody(req, target);
    try {
      const handle = handlerOf(target.method, target.url.pathname);
      const response = await handle(await toRequest(req, res, target, body), context);
      if (body.isTooLarge) return sendRefusal(res, { status: 413, code: 'too-large' }, target.wing);
      const location = response.headers.get('Location');
      if (location !== null && !isOwnLocation(location)) throw new Error('a redirect leads to another site');
      // All others are set. Below `/unseen/` there are no pages, so nothing there needs a nonce.
      if (target.wing !== 'anonymous') {
        res.setHeader('Content-Security-Policy', contentSecurityPolicy('page', context.nonce));
        // The frame for other sites says in its own policy who may hold it; this header would hold everybody off.
        if (response.headers.has('Content-Security-Policy')) res.removeHeader('X-Frame-Options');
        if (context.client.integrityScript !== null) res.setHeader('Integrity-Policy', integrityPolicy);
      }
      await sendResponse(req, res, response, target.wing);
    } catch (error) {
      if (body.isTooLarge) return sendRefusal(res, { status: 413, code: 'too-large' }, target.wing);
      if (res.destroyed || res.headersSent) return void res.destroy();
      context.log.error(describeFailure(error), 'request failed');
      sendRefusal(res, { status: 500, code: 'failed' }, target.wing);
    } finally {
      body.done();
    }
  }
}

/** The body of a request on its way to a route: bounded in size and in time. */
class IncomingBody {
  isTooLarge = false;
  /** Large, so that it is handed on as it comes; all others are held whole, which costs much less than a stream. */
  readonly isStreamed: boolean;
  readonly #req: IncomingMessage;
  readonly #limit: number;
  readonly #timer: NodeJS.Timeout | null;

  constructor(req: IncomingMessage, { wing, url, method }: Target) {
    this.#req = req;
    this.#limit = bodyLimit(wing, url.pathname);
    this.isStreamed = isUpload(wing, url.pathname);
    const isTimed = method === 'POST' && !this.isStreamed;
    const patience = bodyTimeLimit(wing, url.pathname);
    this.#timer = isTimed ? setTimeout(() => !req.complete && req.destroy(), patience) : null;
  }

  async *read(): AsyncGenerator<Uint8Array> {
    try {
      yield* atMost(this.#req, this.#limit);
    } catch (error) {
      this.isTooLarge = error instanceof BodyTooLargeError;
      throw error;
    }
  }

  async whole(): Promise<Uint8Array<ArrayBuffer>> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.read()) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  done(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }
}

async function toRequest(
  req: IncomingMessage,
  res: ServerResponse,
  target: Target,
  body: IncomingBody,
): Promise<Request> {
  const init = { method: target.method, headers: passHeaders(req.headers, target.wing) };
  // What arrived whole is done, whether or not its sender still waits.
  if (target.method === 'POST' && !body.isStreamed)
    return new Request(target.url, { ...init, body: await body.whole() });
  const gone = new AbortController();
  res.once('close', () => {
    if (!res.writableFinished) gone.abort();
  });
  const { signal } = gone;
  if (target.method !== 'POST') return new Request(target.url, { ...init, signal });
  return new Request(target.url, { ...init, signal, body: webStream(body.read()), duplex: 'half' });
}

function webStream(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  // Node's own type for web streams and the browser's differ in name only.
  return Readable.toWeb(Readable.from(source, { objectMode: false })) as ReadableStream<Uint8Array>;
}

/** What a request declares too large is refused before anything of it is read. */
function checkLength({ method, wing, url }: Target, { headers }: IncomingMessage): Refusal | null {
  if (method !== 'POST' || headers['content-length'] === undefined) return null;
  const tooLarge = Number(headers['content-length']) > bodyLimit(wing, url.pathname);
  return tooLarge ? { status: 413, code: 'too-large' } : null;
}

function setHeaders(res: ServerResponse, headers: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(headers)) res.setHeader(name, value);
}

function sendHealth(res: ServerResponse): void {
  res.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-store' });
  res.end('ok\n');
}
