/** Where an audit reads: the public pages of one house. All of it is attacker-controlled. */
export interface AuditSource {
  /** Address without a trailing slash, for the report. */
  readonly address: string;
  /**
   * @param path from the root, with its query, such as `/ledger/checkpoint`
   * @returns the whole body of a 200
   * @throws SourceError
   */
  get(path: string): Promise<Uint8Array>;
}

/** Something that could not be had. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
  constructor(
    /** `not-found`: there is nothing of this name. `unreachable`: no answer, or another one than 200 and 404. */
    readonly code: 'not-found' | 'unreachable' | 'too-large',
    readonly path: string,
    message: string,
  ) {
    super(`${path}: ${message}`);
  }
}

/** The largest body that is read: twice a file of nullifiers of a million keys. */
const MAX_BODY = 100_000_000;
/** How often something is asked for that gave no answer. */
const ATTEMPTS = 4;

export interface HttpSourceOptions {
  readonly fetch?: typeof globalThis.fetch;
  /** Waits before the next attempt, so many milliseconds. */
  readonly pause?: (milliseconds: number) => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Reads over HTTP, without cookies: an auditor is nobody in particular. What gives no answer, or a 5xx (a publication
 * under way), is asked for again a few times.
 * @param address such as `https://robin.example`; empty for the page's own
 */
export function httpSource(address: string, options: HttpSourceOptions = {}): AuditSource {
  const { fetch = globalThis.fetch, pause = sleep, signal } = options;
  const base = address.replace(/\/+$/, '');
  return {
    address: base,
    async get(path) {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await read(await ask(fetch, `${base}${path}`, signal), path);
        } catch (error) {
          const again = error instanceof SourceError && error.code === 'unreachable' && attempt < ATTEMPTS;
          if (!again || signal?.aborted) throw error;
          await pause(250 * 2 ** attempt);
        }
      }
    },
  };

  async function ask(send: typeof globalThis.fetch, url: string, abort?: AbortSignal): Promise<Response> {
    try {
      return await send(url, {
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
        ...(abort ? { signal: abort } : {}),
      });
    } catch (error) {
      throw new SourceError('unreachable', url.slice(base.length), reasonOf(error));
    }
  }
}

async function read(response: Response, path: string): Promise<Uint8Array> {
  if (response.status === 404) throw new SourceError('not-found', path, 'there is nothing there');
  if (response.status !== 200) throw new SourceError('unreachable', path, `answered ${String(response.status)}`);
  if (Number(response.headers.get('content-length') ?? 0) > MAX_BODY) throw tooLarge(path);
  let body: ArrayBuffer;
  try {
    body = await response.arrayBuffer();
  } catch (error) {
    throw new SourceError('unreachable', path, reasonOf(error));
  }
  if (body.byteLength > MAX_BODY) throw tooLarge(path);
  return new Uint8Array(body);
}

const tooLarge = (path: string) => new SourceError('too-large', path, 'is larger than anything that is read');

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no answer';
  const { cause } = error;
  return cause instanceof Error ? cause.message : error.message;
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The body as UTF-8. @throws SourceError, TypeError where it is not UTF-8 */
export async function getText(source: AuditSource, path: string): Promise<string> {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(await source.get(path));
}

/** The body as JSON of unknown form. @throws SourceError; TypeError or SyntaxError where it is none */
export async function getJson(source: AuditSource, path: string): Promise<unknown> {
  return JSON.parse(await getText(source, path)) as unknown;
}

/**
 * Gives each edition's document as it gave it the first time: a house that answered otherwise the second time would have one
 * of the two pass a check that the other does not.
 */
export function rememberingEditions(source: AuditSource): AuditSource {
  const known = new Map<string, Uint8Array>();
  return {
    address: source.address,
    async get(path) {
      if (!path.startsWith('/registers/')) return source.get(path);
      const body = known.get(path) ?? (await source.get(path));
      known.set(path, body);
      return body;
    },
  };
}
