/** Somebody who watches the ledger with a key of their own (protocol 6). */
export interface LedgerWitness {
  /** Name of its key: once for ever. */
  readonly name: string;
  /** C2SP verifier key of a cosigner. */
  readonly key: string;
  /** Who runs it, as an administrator wrote it. */
  readonly runBy: string;
  /** 'YYYY-MM-DD' */
  readonly addedDay: string;
  /** Since when its cosignatures are taken no more. */
  readonly removedDay: string | null;
}

/** In force at once. Every checkpoint is served with all of its cosignatures, and a note has a hundred lines at most. */
export const mostWitnesses = 20;

/** With those that were removed. */
export const mostWitnessesEver = 80;

/**
 * Contradictions that are kept. The first raises the alarm for good; whoever gets hold of a key that signed once could make any
 * number of them, and is not to fill the database.
 */
export const mostContradictions = 1000;

export type WitnessErrorCode =
  /** Not a signed note of a checkpoint. */
  | 'malformed'
  /** No key of this ledger signed it. */
  | 'unsigned'
  /** A signature of a known key is not valid. */
  | 'wrong-signature'
  /** No witness in force cosigned it. */
  | 'unknown-witness'
  /** By its own word the witness saw it at a time that cannot be. */
  | 'wrong-time'
  /** The ledger never published this checkpoint, though nothing in it contradicts what it is. */
  | 'unknown-checkpoint'
  /** The ledger signed it, and it is no state that the ledger went through: kept, and shown on every page. */
  | 'contradiction'
  /** Handed in as a contradiction, and it is none. */
  | 'fits'
  /** Another witness has this name or this key, or had it. */
  | 'taken'
  /** There are as many as there may be. */
  | 'too-many'
  /** There is no witness of this name in force. */
  | 'unknown';

/** What is not taken from a witness, or not said about one. Routes map the code to status and words. */
export class WitnessError extends Error {
  override readonly name = 'WitnessError';
  constructor(readonly code: WitnessErrorCode) {
    super(code);
  }
}
