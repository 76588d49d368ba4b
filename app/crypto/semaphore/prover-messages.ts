import type { Artifacts } from './artifacts';
import type { AssistedBases, AssistedSums } from './groth16';
import type { WireProof } from './proof';
import type { ProofInput, ProofStage, ProverError } from './prover';
import type { ProvableDepth } from './verification-keys';

/** Where the files for proving are fetched from: our own host. They are checked against `ARTIFACT_HASHES`. */
export interface ProvingFiles {
  readonly depth: ProvableDepth;
  readonly urls: Artifacts<string>;
}

/** From the page to a worker. The first message says which part the worker plays. */
export type ProverRequest =
  | { kind: 'start'; files: ProvingFiles; assistant: MessagePort | null }
  | { kind: 'assist'; prover: MessagePort }
  /** The assistant is gone: the prover does without. */
  | { kind: 'unassisted' }
  | { kind: 'prove'; input: ProofInput };

/** From the proving worker to the page. */
export type ProverAnswer =
  | { kind: 'started' }
  | { kind: 'stage'; stage: ProofStage }
  | { kind: 'proved'; proof: WireProof }
  | { kind: 'failed'; code: ProverError['code']; message: string };

/** From the prover to its assistant: the bases once, then witnesses. */
export type AssistRequest = { bases: AssistedBases } | { witness: Uint8Array };
/** The assistant's answer to each witness in turn. */
export type AssistAnswer = AssistedSums | { failed: string };
