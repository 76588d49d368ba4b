import type { MessagePort } from 'node:worker_threads';
import type { ParsedProof } from './proof';
import { createVerifier, type VerificationKey } from './verifier';

/** A batch for the thread. */
export type ThreadRequest = readonly ParsedProof[];
/** `ready` once, then the answer to each batch in turn. */
export type ThreadAnswer = 'ready' | readonly boolean[];

/**
 * What a verification thread does: gets a batch, answers with one boolean a proof, for as long as it is not ended. A program
 * of one file starts itself once more as its thread, and calls this there.
 * @param key trusted: whoever knows its trapdoor can prove anything
 */
export async function serveVerification(port: MessagePort, key: VerificationKey): Promise<void> {
  const verifier = await createVerifier(key);
  port.on('message', (proofs: ThreadRequest) => {
    const answer: ThreadAnswer = verifier.verifyBatch(proofs).map((refusal) => refusal === null);
    port.postMessage(answer);
  });
  port.postMessage('ready' satisfies ThreadAnswer);
}
