import { sha256 } from '@noble/hashes/sha2.js';
import { toHex } from '~/crypto/hash';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { PROOF_BYTES, readPoints, type ActStatements } from './act-proofs';
import type { AuditInput } from './audit-input';
import type { ProvedFact } from './entry-form';
import type { Check } from './recorder';
import { mostFindings, type Finding } from './report';

/** Proofs verified at once: one equation holds for all of them. */
const BATCH = 32;

interface Waiting {
  readonly index: number;
  readonly proof: ParsedProof;
}

export interface ProofCheckOptions {
  readonly verifyProofs: AuditInput['verifyProofs'];
  /** Batches that are verified at the same time. */
  readonly batches: number;
  readonly statements: ActStatements;
  readonly check: Check;
  /** Entries below it were verified earlier, with these findings. */
  readonly from: number;
  readonly earlier: readonly Finding[];
}

/** Verifies the proof of every act, in batches, while the ledger is read on (protocol 4, the last check). */
export class ProofChecker {
  readonly findings: Finding[] = [];
  verified = 0;
  skipped = 0;
  /** The first entry whose proof could not be verified. */
  #open = Infinity;
  readonly #options: ProofCheckOptions;
  #batch: Waiting[] = [];
  /** First entry of each batch that is not done. */
  readonly #running = new Map<Promise<void>, number>();
  #failure: Error | null = null;

  /** Entries below it were verified earlier. */
  get from(): number {
    return this.#options.from;
  }

  constructor(options: ProofCheckOptions) {
    this.#options = options;
    for (const finding of options.earlier) this.#note(finding);
  }

  /** Whether the proof of an entry has to be had. */
  needs(index: number): boolean {
    return index >= this.#options.from;
  }

  /** An act whose proof was verified by an earlier audit of the same ledger. */
  skip(): void {
    this.skipped += 1;
    this.#options.check.count();
  }

  /**
   * One act; waits while enough is being verified.
   * @param bytes what the house gives as its proof, undefined where it gives none; attacker-controlled
   */
  async add(index: number, fact: ProvedFact, bytes: Uint8Array | undefined): Promise<void> {
    const { check, statements } = this.#options;
    check.count();
    const where = `entry ${String(index)}`;
    if (!bytes) {
      this.#note({ what: 'proof-missing', where, expected: `a proof with SHA-256 ${fact.proof}`, found: 'none' });
      return;
    }
    const stated = await statements.of(fact);
    if (!stated.can) {
      // A later audit has to come back to it.
      this.#open = Math.min(this.#open, index);
      return check.cannot(stated.why);
    }
    const points = readPoints(bytes);
    if (!points) return this.#invalid(index);
    const [only, ...others] = stated.any.map((statement): ParsedProof => ({ ...statement, points }));
    if (!only) return this.#invalid(index);
    if (others.length > 0) return this.#any(index, [only, ...others]);
    this.#batch.push({ index, proof: only });
    if (this.#batch.length >= BATCH) await this.#send();
  }

  /** Waits for everything that was added. @throws what `verifyProofs` threw */
  async finish(): Promise<void> {
    if (this.#batch.length > 0) await this.#send();
    await Promise.all(this.#running.keys());
    this.#throwFailure();
  }

  /** The proof of every entry below is verified. @param read entries read so far */
  done(read: number): number {
    const waiting = this.#batch[0]?.index ?? read;
    return Math.max(Math.min(read, waiting, this.#open, ...this.#running.values()), 0);
  }

  async #send(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    while (this.#running.size >= this.#options.batches) await Promise.race(this.#running.keys());
    this.#throwFailure();
    const run: Promise<void> = this.#verify(batch)
      .catch((error: unknown) => {
        this.#failure ??= error instanceof Error ? error : new Error(String(error));
      })
      .finally(() => this.#running.delete(run));
    this.#running.set(run, batch[0]?.index ?? 0);
  }

  async #verify(batch: readonly Waiting[]): Promise<void> {
    const valid = await this.#options.verifyProofs(batch.map(({ proof }) => proof));
    for (const [place, { index }] of batch.entries()) {
      if (valid[place] !== true) this.#invalid(index);
      this.verified += 1;
    }
  }

  /** An act that does not say which of several words it is bound to. */
  async #any(index: number, proofs: readonly ParsedProof[]): Promise<void> {
    this.#throwFailure();
    const valid = await this.#options.verifyProofs(proofs);
    if (!valid.includes(true)) this.#invalid(index);
    this.verified += 1;
  }

  #invalid(index: number): void {
    this.#note({
      ...{ what: 'proof-invalid', where: `entry ${String(index)}` },
      ...{ expected: 'a proof that somebody on the register acted', found: 'a proof that proves nothing' },
    });
  }

  #note(finding: Finding): void {
    const { what, where, expected, found } = finding;
    if (this.findings.length < mostFindings) this.findings.push(finding);
    this.#options.check.find(what, where, expected, found);
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure;
  }
}

/**
 * Proofs of one bundle by their digest: entries name digests, so that one that is missing does not put the others out of step.
 * @param bytes attacker-controlled
 */
export function proofsByDigest(bytes: Uint8Array): Map<string, Uint8Array> {
  const proofs = new Map<string, Uint8Array>();
  for (let at = 0; at + PROOF_BYTES <= bytes.length; at += PROOF_BYTES) {
    const proof = bytes.subarray(at, at + PROOF_BYTES);
    // Zeros stand for a proof that the house does not have: it is missing, and none that was added.
    if (proof.some((byte) => byte !== 0)) proofs.set(toHex(sha256(proof)), proof);
  }
  return proofs;
}
