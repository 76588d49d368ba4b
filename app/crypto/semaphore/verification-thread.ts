import { parentPort, workerData } from 'node:worker_threads';
import type { ParsedProof } from './proof';
import { createVerifier, type VerificationKey } from './verifier';

/*
 * The body of a verification thread: gets a batch, answers with one boolean a proof. It is bundled as an entry of its
 * own; `createVerificationPool` starts it.
 */

/** A batch for the thread. */
export type ThreadRequest = readonly ParsedProof[];
/** `ready` once, then the answer to each batch in turn. */
export type ThreadAnswer = 'ready' | readonly boolean[];

const port = parentPort;
if (!port) throw new Error('A verification thread is started by its pool');

const verifier = await createVerifier(workerData as VerificationKey);
port.on('message', (proofs: ThreadRequest) => {
  const answer: ThreadAnswer = verifier.verifyBatch(proofs).map((refusal) => refusal === null);
  port.postMessage(answer);
});
port.postMessage('ready' satisfies ThreadAnswer);
