import type { ParsedProof } from './proof';

/** To a verifying worker, and its answer: for each proof in turn whether it is valid. */
export type VerifierRequest = readonly ParsedProof[];
export type VerifierAnswer = readonly boolean[] | { readonly failed: string };

/** A verifying worker could not do its work; it says nothing about a proof. */
export class VerifierWorkerError extends Error {
  override readonly name = 'VerifierWorkerError';
}

/** Starts a verifying worker of this build; bundlers look for exactly this expression. */
function startWorker(): Worker {
  return new Worker(new URL('./verifier-worker.ts', import.meta.url), { type: 'module' });
}

/**
 * Workers that verify, each with a port for whoever has something to verify: in another worker, too.
 * @param count one for each core that is to spare
 * @param onFailure hears that one of them died: what was asked of it is never answered
 */
export function startVerifiers(
  count: number,
  onFailure: () => void,
  start: () => Worker = startWorker,
): { readonly ports: readonly MessagePort[]; readonly end: () => void } {
  const workers = Array.from({ length: count }, start);
  const ports = workers.map((worker) => {
    const { port1, port2 } = new MessageChannel();
    worker.onerror = onFailure;
    worker.postMessage({ port: port1 }, [port1]);
    return port2;
  });
  return { ports, end: () => workers.forEach((worker) => worker.terminate()) };
}

/**
 * Verifies over these ports, one batch at each at a time; further ones wait.
 * @returns for each proof in turn whether it is valid; rejects with VerifierWorkerError
 */
export function verifierOver(ports: readonly MessagePort[]): (batch: VerifierRequest) => Promise<readonly boolean[]> {
  interface Task {
    readonly batch: VerifierRequest;
    readonly resolve: (answer: readonly boolean[]) => void;
    readonly reject: (error: VerifierWorkerError) => void;
  }
  const waiting: Task[] = [];
  const idle = [...ports];
  const next = () => {
    while (waiting.length > 0 && idle.length > 0) {
      const [task, port] = [waiting.shift(), idle.shift()];
      if (!task || !port) return;
      port.onmessage = ({ data }: MessageEvent<VerifierAnswer>) => {
        idle.push(port);
        if ('failed' in data) task.reject(new VerifierWorkerError(data.failed));
        else task.resolve(data);
        next();
      };
      port.postMessage(task.batch);
    }
  };
  return (batch) =>
    new Promise((resolve, reject) => {
      waiting.push({ batch, resolve, reject });
      next();
    });
}
