import type { HandledConcern } from '../concerns/conversation.schema';
import type { DeskConcern } from './desk-concern';
import type { OpeningAnswer, OpeningRequest } from './opening-messages';

/** Opens concerns in workers. */
export interface OpeningPool {
  /** @throws OpeningError `worker-failed`, `closed` */
  open(concern: HandledConcern): Promise<DeskConcern>;
  /** Ends the workers, and with them the key in their memory. */
  close(): void;
}

export class OpeningError extends Error {
  override readonly name = 'OpeningError';
  constructor(readonly code: 'worker-failed' | 'closed') {
    super(code);
  }
}

const mostWorkers = 4;

/** Starts the worker of this build; bundlers look for exactly this expression. */
function startWorker(): Worker {
  return new Worker(new URL('./opening-worker.ts', import.meta.url), { type: 'module' });
}

interface Waiting {
  readonly resolve: (concern: DeskConcern) => void;
  readonly reject: (error: OpeningError) => void;
}

/**
 * One worker for each core but at most four; decrypting costs some milliseconds a message.
 * @param identity of the handler's key
 * @param start makes a worker of `opening-worker`
 */
export function createOpeningPool(
  identity: string,
  start: () => Worker = startWorker,
  cores: number = navigator.hardwareConcurrency,
): OpeningPool {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let failure: OpeningError | null = null;

  const end = (error: OpeningError) => {
    failure ??= error;
    for (const worker of workers) worker.terminate();
    for (const { reject } of waiting.values()) reject(failure);
    waiting.clear();
  };
  const workers = Array.from({ length: Math.min(mostWorkers, Math.max(1, cores)) }, () => {
    const worker = start();
    worker.addEventListener('message', ({ data: { id, concern } }: MessageEvent<OpeningAnswer>) => {
      const asker = waiting.get(id);
      waiting.delete(id);
      if (concern) asker?.resolve(concern);
      else asker?.reject(new OpeningError('worker-failed'));
    });
    worker.addEventListener('error', () => end(new OpeningError('worker-failed')));
    worker.postMessage({ kind: 'key', identity } satisfies OpeningRequest);
    return worker;
  });

  return {
    open(concern) {
      if (failure) return Promise.reject(failure);
      asked += 1;
      const id = asked;
      workers[id % workers.length]?.postMessage({ kind: 'open', id, concern } satisfies OpeningRequest);
      return new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      });
    },
    close: () => end(new OpeningError('closed')),
  };
}
