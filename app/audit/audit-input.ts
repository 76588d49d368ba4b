import type { ParsedProof } from '~/crypto/semaphore/proof';
import type { AuditState } from './report';
import type { AuditSource } from './source';

/** What an audit is held against beside what the house itself publishes. Everything is optional. */
export interface AuditOptions {
  /** C2SP verifier keys of the ledger that are known from elsewhere: one of them must be in its chain of keys. */
  readonly keys?: readonly string[];
  /** C2SP verifier keys of witnesses that must have cosigned. */
  readonly witnesses?: readonly string[];
  /** Checkpoint notes that somebody kept: the ledger must go on from each of them. */
  readonly checkpoints?: readonly string[];
  /** Signature receipts: each must be counted. */
  readonly receipts?: readonly string[];
  /** Proofs of filing: each must be in the ledger. */
  readonly filings?: readonly string[];
}

/** What an audit does just now. */
export type AuditStage = 'data' | 'ledger' | 'registers' | 'pages' | 'done';

export interface AuditProgress {
  readonly stage: AuditStage;
  /** Of `total` in this stage: pages of data, entries, editions, checks. */
  readonly done: number;
  readonly total: number;
  /** Proofs verified so far, and those that need not be as they were verified earlier. */
  readonly proofs: { readonly verified: number; readonly skipped: number };
  /** What to keep in case that it is stopped now; null before the ledger was read. */
  readonly state: AuditState | null;
}

export interface AuditInput {
  readonly source: AuditSource;
  /**
   * Verifies membership proofs, in threads or workers: for each in turn, whether it is valid. Asked for several batches at
   * once. Its verification key is whoever's who gives it; in production `VERIFICATION_KEYS` and no other.
   */
  readonly verifyProofs: (batch: readonly ParsedProof[]) => Promise<readonly boolean[]>;
  /** Batches that are asked for at once: twice the threads keeps them busy. Default: 4. */
  readonly batches?: number;
  readonly options?: AuditOptions;
  readonly onProgress?: (progress: AuditProgress) => void;
  /** Of an earlier audit of the same house; its proofs are not verified again. */
  readonly resume?: AuditState | null;
  /** Stops it: the promise rejects with the signal's reason. What `onProgress` gave last can be resumed from. */
  readonly signal?: AbortSignal;
}
