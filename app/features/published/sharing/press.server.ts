import { createHash } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import { printJob, type PrintJob } from './print-job.server';

/** Finished sheets that are kept, some 50 KB each. */
const kept = 64;
/** Why nothing was printed; it says nothing about the job. */
export class PressError extends Error {
  override readonly name = 'PressError';
  constructor(
    readonly code: 'busy' | 'failed' | 'closed',
    options?: ErrorOptions,
  ) {
    super(code, options);
  }
}

/** Sets sheets and pictures one after the other, so that requests go on being answered meanwhile. */
export interface Press {
  /** The same job gives the same bytes, and is done once. @throws PressError `busy` (try again later), `failed`, `closed` */
  print(job: PrintJob): Promise<Uint8Array>;
  close(): Promise<void>;
}

/**
 * @param options.threadUrl the bundled `printing-thread`; without it jobs are done in place, which is for tests and tools
 * @param options.mostWaiting jobs that may wait: beyond that whoever asks is told to come again
 */
export function createPress({
  threadUrl,
  mostWaiting = 32,
}: { readonly threadUrl?: URL | string; readonly mostWaiting?: number } = {}): Press {
  const sheets = new Map<string, Promise<Uint8Array>>();
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let worker: Worker | null = null;
  let closed = false;

  /** What is being done; one at a time. */
  let current: { resolve: (bytes: Uint8Array) => void; reject: (reason: unknown) => void } | null = null;

  function start(url: URL | string): Worker {
    const thread = new Worker(url);
    const lose = (reason: unknown) => {
      if (worker === thread) worker = null;
      current?.reject(reason);
    };
    thread.on('message', (answer: { bytes: Uint8Array } | { failed: string }) => {
      if ('bytes' in answer) current?.resolve(answer.bytes);
      else current?.reject(new Error(answer.failed));
    });
    thread.on('error', lose);
    thread.on('exit', () => lose(new Error('the thread ended')));
    // Nobody waits for it where nothing is to be printed.
    thread.unref();
    return thread;
  }

  async function inThread(url: URL | string, job: PrintJob): Promise<Uint8Array> {
    if (closed) throw new PressError('closed');
    const thread = (worker ??= start(url));
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        current = { resolve, reject };
        thread.ref();
        thread.postMessage(job);
      });
    } catch (cause) {
      throw new PressError('failed', { cause });
    } finally {
      current = null;
      thread.unref();
    }
  }

  function inTurn(job: PrintJob): Promise<Uint8Array> {
    const done = last.then(() => (threadUrl === undefined ? printJob(job) : inThread(threadUrl, job)));
    last = done.catch(() => undefined);
    return done;
  }

  return {
    print(job) {
      if (closed) return Promise.reject(new PressError('closed'));
      const key = createHash('sha256').update(JSON.stringify(job)).digest('base64url');
      const known = sheets.get(key);
      if (!known && waiting >= mostWaiting) return Promise.reject(new PressError('busy'));
      const sheet = known ?? inTurn(job);
      // What was asked for last is kept longest.
      sheets.delete(key);
      sheets.set(key, sheet);
      if (!known) {
        waiting += 1;
        sheet.then(forgetOldest, () => sheets.delete(key)).finally(() => (waiting -= 1));
      }
      return sheet;
    },
    async close() {
      closed = true;
      await worker?.terminate();
    },
  };

  function forgetOldest(): void {
    for (const key of sheets.keys()) {
      if (sheets.size <= kept) break;
      sheets.delete(key);
    }
  }
}
