import type { ParsedProof } from './proof';
import { createVerifier, type Verifier } from './verifier';
import { VERIFICATION_KEYS, type ProvableDepth } from './verification-keys';
import type { VerifierAnswer, VerifierRequest } from './browser-verifier';

/*
 * Verifies membership proofs in a browser. Its response carries 'wasm-unsafe-eval', as that of the worker that makes proofs.
 * The keys are those of this build and no others.
 */

const verifiers = new Map<number, Promise<Verifier>>();

addEventListener('message', ({ data }: MessageEvent<{ port: MessagePort }>) => {
  const { port } = data;
  port.onmessage = ({ data: batch }: MessageEvent<VerifierRequest>) => {
    verify(batch).then(
      (answer) => port.postMessage(answer satisfies VerifierAnswer),
      (error: unknown) => port.postMessage({ failed: String(error) } satisfies VerifierAnswer),
    );
  };
});

async function verify(batch: readonly ParsedProof[]): Promise<boolean[]> {
  const depths = [...new Set(batch.map(({ depth }) => depth))];
  const results = new Map<ParsedProof, boolean>();
  for (const depth of depths) {
    const proofs = batch.filter((proof) => proof.depth === depth);
    const verifier = await verifierOf(depth);
    verifier?.verifyBatch(proofs).forEach((refusal, index) => {
      const proof = proofs[index];
      if (proof) results.set(proof, refusal === null);
    });
  }
  // There is no depth beside those: nothing is proved in a tree of another.
  return batch.map((proof) => results.get(proof) ?? false);
}

function verifierOf(depth: number): Promise<Verifier> | null {
  if (!(depth in VERIFICATION_KEYS)) return null;
  const known = verifiers.get(depth) ?? createVerifier(VERIFICATION_KEYS[depth as ProvableDepth]);
  verifiers.set(depth, known);
  return known;
}
