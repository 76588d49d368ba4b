import type { ConcernWork, WorkAnswer, WorkKind } from './concern-worker-messages';

/** The page's side of the worker that cleans, encrypts and decrypts. */
export interface ConcernWorker {
  /**
   * @param onShare hears how far it is, 0 to 1, where that is known
   * @throws ConcernWorkError with the code of what went wrong there; `worker-failed`, `closed`
   */
  run<Kind extends WorkKind>(
    kind: Kind,
    ask: ConcernWork[Kind]['ask'],
    onShare?: (share: number) => void,
  ): Promise<ConcernWork[Kind]['give']>;
  /** Ends it, and with it everything that it holds in memory. */
  dispose(): void;
}

export class ConcernWorkError extends Error {
  override readonly name = 'ConcernWorkError';
  constructor(readonly code: string) {
    super(code);
  }
}

interface Task {
  readonly onShare: (share: number) => void;
  readonly resolve: (give: ConcernWork[WorkKind]['give']) => void;
  readonly reject: (error: ConcernWorkError) => void;
}

/** Starts the worker of this build; bundlers look for exactly this expression. */
function startWorker(): Worker {
  return new Worker(new URL('./concern-worker.ts', import.meta.url), { type: 'module' });
}

/** A worker that starts with its first task. One that died is replaced at the next. */
export function createConcernWorker(start: () => Worker = startWorker): ConcernWorker {
  const tasks = new Map<number, Task>();
  let worker: Worker | null = null;
  let last = 0;
  let isClosed = false;

  const end = (code: string) => {
    worker?.terminate();
    worker = null;
    for (const { reject } of tasks.values()) reject(new ConcernWorkError(code));
    tasks.clear();
  };
  const started = () => {
    if (worker) return worker;
    const fresh = start();
    fresh.onmessage = ({ data }: MessageEvent<WorkAnswer>) => {
      const task = tasks.get(data.task);
      if (data.kind === 'share') return task?.onShare(data.share);
      tasks.delete(data.task);
      if (data.kind === 'done') task?.resolve(data.give);
      else task?.reject(new ConcernWorkError(data.code));
    };
    fresh.onerror = () => {
      end('worker-failed');
    };
    worker = fresh;
    return fresh;
  };

  return {
    run<Kind extends WorkKind>(
      kind: Kind,
      ask: ConcernWork[Kind]['ask'],
      onShare: (share: number) => void = () => undefined,
    ) {
      if (isClosed) return Promise.reject(new ConcernWorkError('closed'));
      const task = (last += 1);
      return new Promise<ConcernWork[Kind]['give']>((resolve, reject) => {
        // The answer to a task is of its own kind: the worker answers by its number.
        tasks.set(task, { onShare, resolve: resolve, reject });
        started().postMessage({ task, kind, ask });
      });
    },
    dispose() {
      isClosed = true;
      end('closed');
    },
  };
}
