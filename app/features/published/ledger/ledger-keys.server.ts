import { asc, desc, sql } from 'drizzle-orm';
import { signNextKey } from '~/crypto/tlog/next-key';
import { noteVerifier, readSignerKey } from '~/crypto/tlog/note';
import type { Database } from '~db/database';
import type { PublishedDatabase } from '~db/published-client';
import { ledgerKey } from '~db/schema/published-ledger';
import { inTransaction } from '~db/transaction';
import { appendEntry } from './append-entry.server';

export class LedgerKeyError extends Error {
  override readonly name = 'LedgerKeyError';
  constructor(
    readonly code: 'not-in-force' | 'no-key-yet' | 'used-before' | 'another-ledger' | 'unknown-key',
    message: string,
  ) {
    super(message);
  }
}

export interface KeptLedgerKey {
  readonly number: number;
  /** C2SP verifier key. */
  readonly key: string;
  /** What the key before signed about this one, hex; empty for the first. */
  readonly signature: string;
  readonly day: string;
}

/** The keys of this ledger, in the order in which they were in force; the last one signs. None before the first checkpoint. */
export async function ledgerKeys(db: Database): Promise<KeptLedgerKey[]> {
  return db.select().from(ledgerKey).orderBy(asc(ledgerKey.number));
}

/** The key in force, as a C2SP verifier key; null before the first checkpoint. */
export async function keyInForce(db: Database): Promise<string | null> {
  const [last] = await db.select({ key: ledgerKey.key }).from(ledgerKey).orderBy(desc(ledgerKey.number)).limit(1);
  return last?.key ?? null;
}

/**
 * Refuses to sign with a key that another one follows, or that never was this ledger's.
 * @param vkey of whoever is about to sign
 * @throws LedgerKeyError `not-in-force`
 */
export async function requireKeyInForce(db: Database, vkey: string): Promise<void> {
  const inForce = await keyInForce(db);
  if (inForce !== null && inForce !== vkey) {
    throw new LedgerKeyError(
      'not-in-force',
      'the key that this process signs checkpoints with is not the one in force',
    );
  }
}

/**
 * Refuses a configured public key that the keys of the ledger do not lead on from: whoever set it trusts another ledger.
 * @throws LedgerKeyError `unknown-key`
 */
export async function requireKnownKey(db: Database, vkey: string): Promise<void> {
  const keys = await ledgerKeys(db);
  if (keys.length > 0 && keys.every(({ key }) => key !== vkey)) {
    throw new LedgerKeyError('unknown-key', 'CHECKPOINT_PUBLIC_KEY never was a key of this ledger');
  }
}

/** Enters the first key, in the transaction of the first checkpoint. Does nothing where the ledger has one. */
export async function enterFirstKey(tx: Database, vkey: string, day: string): Promise<void> {
  if ((await keyInForce(tx)) !== null) return;
  await enterKey(tx, { number: 1, key: vkey, signature: '', day });
}

/** How a ledger goes on under another key. */
export interface KeyRotation {
  readonly organisation: string;
  /** The secret key in force; it is of no use afterwards. */
  readonly oldKey: string;
  /** The secret key that is to sign from now on. */
  readonly newKey: string;
  /** 'YYYY-MM-DD' */
  readonly day: string;
}

/**
 * The key in force signs for the next one, which then signs every checkpoint; processes with the old one refuse to.
 * Waits for a publication that is under way. Done once: again with the same keys it changes nothing.
 * @returns the number of the new key
 * @throws LedgerKeyError `no-key-yet` (nothing was ever published), `not-in-force`, `used-before`, `another-ledger`; NoteError
 */
export async function rotateLedgerKey(db: PublishedDatabase, rotation: KeyRotation): Promise<number> {
  const [before, next] = [readSignerKey(rotation.oldKey).vkey, readSignerKey(rotation.newKey).vkey];
  if (noteVerifier(before).name !== noteVerifier(next).name) {
    throw new LedgerKeyError('another-ledger', 'the new key bears another name');
  }
  return inTransaction(db, async (tx) => {
    // The lock that a publication holds from its first step to its last: no checkpoint is signed meanwhile.
    await tx.execute(sql`select pg_advisory_xact_lock(7020191, 4)`);
    const keys = await ledgerKeys(tx);
    const last = keys.at(-1);
    if (!last) throw new LedgerKeyError('no-key-yet', 'the first publication enters the first key');
    if (last.key === next && keys.at(-2)?.key === before) return last.number;
    if (last.key !== before) throw new LedgerKeyError('not-in-force', 'the old key is not the one in force');
    if (keys.some(({ key }) => key === next)) throw new LedgerKeyError('used-before', 'the new key was used before');
    const entry = { organisation: rotation.organisation, number: last.number + 1, key: next };
    const signature = signNextKey(entry, rotation.oldKey);
    await enterKey(tx, { number: entry.number, key: next, signature, day: rotation.day });
    return entry.number;
  });
}

async function enterKey(tx: Database, row: KeptLedgerKey): Promise<void> {
  await tx.insert(ledgerKey).values(row);
  await appendEntry(tx, { v: 1, kind: 'ledger-key', ...row });
}
