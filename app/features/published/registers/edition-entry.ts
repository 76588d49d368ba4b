import { toHex } from '~/crypto/hash';
import type { LedgerEntry } from '../ledger/ledger-entry';

/** An edition as its row has it. */
interface EditionFacts {
  readonly registerId: number;
  readonly number: number;
  readonly size: number;
  readonly live: number;
  /** 32 bytes. */
  readonly groupRoot: Uint8Array;
  readonly rosterSize: number;
  /** Name of the units file. */
  readonly unitsFile: string;
  readonly day: string;
}

/** What the ledger says of an edition (protocol 6). */
export function editionEntry(facts: EditionFacts): LedgerEntry {
  const { registerId: register, number, size, live, groupRoot, rosterSize, unitsFile: units, day } = facts;
  return { v: 1, kind: 'edition', register, number, size, live, root: toHex(groupRoot), rosterSize, units, day };
}
