import { Worker } from 'node:worker_threads';
import type { ParsedProof } from './proof';
import type { ThreadAnswer } from './verification-serving';
import type { VerificationKey } from './verifier';

/** Most proofs in one batch: more gain little and let the first of them wait longer. */
export const MAX_BATCH = 32;

/** Why a proof could not be verified at all; it says nothing about the proof. */
export class VerificationPoolError extends Error {
  override readonly name = 'VerificationPoolError';
  constructor(
    readonly code: 'closed' | 'overloaded' | 'thread-failed',
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Verifies membership proofs in threads, so that requests go on being answered meanwhile. */
export interface VerificationPool {
  /**
   * @param proof passed `parseProof` and `checkStatement`
   * @returns whether its points are sound and the proof is valid
   * @throws VerificationPoolError `closed`, `overloaded` (try again later), `thread-failed`
   */
  verify(proof: ParsedProof): Promise<'valid' | 'invalid'>;
  /** Finishes what was accepted, then ends the threads. */
  close(): Promise<void>;
}

interface Job {
  proof: ParsedProof;
  resolve: (outcome: 'valid' | 'invalid') => void;
  reject: (reason: VerificationPoolError) => void;
}

interface Thread {
  worker: Worker;
  /** Null until it is ready, then the batch it works on. */
  batch: Job[] | null;
}

/**
 * Starts a pool (protocol 4: batches while busy, one by one when not). A proof that arrives while a thread is idle is
 * verified at once; those that arrive meanwhile make up the next batch, at most 32. A thread that fails loses its batch
 * and is replaced, unless it fails before it was ready: then all that waits is refused and the next proof starts another.
 *
 * @param options.threadUrl the bundled `verification-thread`
 * @param options.key trusted; in production one of `VERIFICATION_KEYS`
 * @param options.threads 1 unless there are cores to spare
 * @param options.maxQueued proofs that may wait before more are refused; at 1.7 ms each, 2,000 wait 3.4 s
 */
export function createVerificationPool(options: {
  threadUrl: URL | string;
  key: VerificationKey;
  threads?: number;
  maxQueued?: number;
}): VerificationPool {
  const { threadUrl, key, threads: size = 1, maxQueued = 2_000 } = options;
  const threads = new Set<Thread>();
  const queue: Job[] = [];
  let closing: Promise<void> | undefined;
  let whenIdle: (() => void) | undefined;

  function start(): void {
    const thread: Thread = { worker: new Worker(threadUrl, { workerData: key }), batch: null };
    threads.add(thread);
    thread.worker.on('message', (answer: ThreadAnswer) => {
      if (answer !== 'ready') settle(thread.batch ?? [], answer);
      thread.batch = [];
      work(thread);
    });
    let reason: unknown;
    thread.worker.on('error', (error) => {
      reason = error;
    });
    thread.worker.on('exit', () => lose(thread, reason));
  }

  function work(thread: Thread): void {
    const batch = queue.splice(0, MAX_BATCH);
    thread.batch = batch;
    if (batch.length > 0) thread.worker.postMessage(batch.map((job) => job.proof));
    else if (!busy()) whenIdle?.();
  }

  function busy(): boolean {
    return queue.length > 0 || [...threads].some((thread) => thread.batch?.length !== 0);
  }

  function lose(thread: Thread, cause: unknown): void {
    threads.delete(thread);
    // Where no thread ever became ready, the next one would fail too: refuse instead of starting for ever.
    const lost = thread.batch ?? (threads.size === 0 ? queue.splice(0) : []);
    for (const job of lost) job.reject(new VerificationPoolError('thread-failed', 'Verification failed', { cause }));
    if (queue.length > 0 && threads.size < size) start();
    else if (!busy()) whenIdle?.();
  }

  for (let count = 0; count < size; count += 1) start();

  return {
    verify(proof) {
      if (closing) return Promise.reject(new VerificationPoolError('closed', 'Verification has ended'));
      if (queue.length >= maxQueued) {
        return Promise.reject(new VerificationPoolError('overloaded', 'Too many proofs wait'));
      }
      return new Promise((resolve, reject) => {
        queue.push({ proof, resolve, reject });
        while (threads.size < size) start();
        const idle = [...threads].find((thread) => thread.batch?.length === 0);
        if (idle) work(idle);
      });
    },
    close() {
      closing ??= new Promise<void>((resolve) => {
        if (busy()) whenIdle = resolve;
        else resolve();
      }).then(async () => {
        await Promise.all([...threads].map((thread) => thread.worker.terminate()));
      });
      return closing;
    },
  };
}

function settle(batch: readonly Job[], answer: readonly boolean[]): void {
  batch.forEach((job, index) => job.resolve(answer[index] === true ? 'valid' : 'invalid'));
}
