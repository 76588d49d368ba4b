import type { WireProof } from './proof';
import { ProverError, type ProofInput, type ProofStage } from './prover';
import type { ProverAnswer, ProverRequest, ProvingFiles } from './prover-messages';

/** The page's side of proving. */
export interface ProverClient {
  /**
   * Fetches and prepares everything that does not depend on what is proved, once; call it while the person reads.
   * @throws ProverError `download-failed`, `wrong-file`, `worker-failed`; a later call tries again
   */
  warm(): Promise<void>;
  /**
   * Makes a proof off the page's thread. Calls wait for each other.
   * @throws ProverError as `warm`, and `not-on-path`, `self-check-failed`, `closed`
   */
  prove(input: ProofInput, onStage?: (stage: ProofStage) => void): Promise<WireProof>;
  /** Ends the workers; whatever still waits is refused with `closed`. */
  dispose(): void;
}

/** Failures that say something about what was to be proved, not about the workers. */
const ABOUT_INPUT: ReadonlySet<ProverError['code']> = new Set(['not-on-path', 'self-check-failed']);

/** Starts the worker of this build; bundlers look for exactly this expression. */
function startWorker(): Worker {
  return new Worker(new URL('./prover-worker.ts', import.meta.url), { type: 'module' });
}

interface Session {
  started: Promise<void>;
  /** Sends a proof's input and waits for its answer. */
  prove: (input: ProofInput, onStage: (stage: ProofStage) => void) => Promise<WireProof>;
  end: (error: ProverError) => void;
}

/**
 * Proving in a worker, with a second one for half of the work where the device has another core. Nothing starts before
 * `warm` or `prove` is called.
 *
 * @param files where the files for proving are served from
 * @param start makes a worker of `prover-worker`
 * @param cores of the device
 */
export function createProver(
  files: ProvingFiles,
  start: () => Worker = startWorker,
  cores: number = navigator.hardwareConcurrency,
): ProverClient {
  let session: Session | null = null;
  let closed = false;
  let last: Promise<unknown> = Promise.resolve();

  async function ready(): Promise<Session> {
    if (closed) throw new ProverError('closed', 'Proving has ended');
    session ??= open(files, start, cores > 1);
    const current = session;
    await orGiveUp(current, current.started);
    return current;
  }

  /** A session that could not start, or whose worker died, is not used again. */
  async function orGiveUp<T>(current: Session, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      const failure = error instanceof ProverError ? error : workerFailed(error);
      if (!ABOUT_INPUT.has(failure.code)) {
        current.end(failure);
        if (session === current) session = null;
      }
      throw failure;
    }
  }

  return {
    async warm() {
      await ready();
    },
    prove(input, onStage = () => undefined) {
      const run = async () => {
        onStage('loading');
        const current = await ready();
        return orGiveUp(current, current.prove(plain(input), onStage));
      };
      const proof = last.then(run, run);
      last = proof.catch(() => undefined);
      return proof;
    },
    dispose() {
      closed = true;
      session?.end(new ProverError('closed', 'Proving has ended'));
      session = null;
    },
  };
}

/** Only what the worker needs: an identity has functions, which no message can carry. */
function plain({ identity, path, scope, message }: ProofInput): ProofInput {
  const { secretScalar, commitment } = identity;
  return { identity: { secretScalar, commitment }, path, scope, message };
}

function open(files: ProvingFiles, start: () => Worker, assisted: boolean): Session {
  const prover = start();
  const assistant = assisted ? start() : null;
  const started = settleable<void>();
  let proof: (Settleable<WireProof> & { onStage: (stage: ProofStage) => void }) | null = null;

  const fail = (error: ProverError) => {
    started.reject(error);
    proof?.reject(error);
  };
  prover.onmessage = ({ data }: MessageEvent<ProverAnswer>) => {
    if (data.kind === 'started') started.resolve();
    else if (data.kind === 'stage') proof?.onStage(data.stage);
    else if (data.kind === 'proved') proof?.resolve(data.proof);
    else fail(new ProverError(data.code, data.message));
  };
  prover.onerror = (event) => fail(workerFailed(event.message));

  const send = (to: Worker, request: ProverRequest, transfer: Transferable[] = []) => to.postMessage(request, transfer);
  const { port1, port2 } = new MessageChannel();
  if (assistant) {
    assistant.onerror = () => send(prover, { kind: 'unassisted' });
    send(assistant, { kind: 'assist', prover: port1 }, [port1]);
  }
  send(prover, { kind: 'start', files, assistant: assistant && port2 }, assistant ? [port2] : []);

  return {
    started: started.promise,
    prove(input, onStage) {
      proof = { ...settleable<WireProof>(), onStage };
      send(prover, { kind: 'prove', input });
      return proof.promise;
    },
    end(error) {
      prover.terminate();
      assistant?.terminate();
      fail(error);
    },
  };
}

function workerFailed(cause: unknown): ProverError {
  return new ProverError('worker-failed', 'The proving worker failed', { cause });
}

interface Settleable<T> {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: ProverError) => void;
}

function settleable<T>(): Settleable<T> {
  let [resolve, reject]: [Settleable<T>['resolve'], Settleable<T>['reject']] = [() => undefined, () => undefined];
  const promise = new Promise<T>((onResolve, onReject) => {
    [resolve, reject] = [onResolve, onReject];
  });
  // Whoever waits for it sees the failure; where nobody does, it is no unhandled one.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
