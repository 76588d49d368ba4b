import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry, encodeEntry, entryLeaf, type Entry } from '~/crypto/tlog/entry';
import { openTree, type LedgerTree } from '~/crypto/tlog/ledger-tree';
import { MerkleError } from '~/crypto/tlog/merkle';
import { followKeys } from '~/crypto/tlog/next-key';
import { noteVerifier } from '~/crypto/tlog/note';
import { readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { TILE_WIDTH, tilePath, tileWidth } from '~/crypto/tlog/tile-path';
import type { House } from './house';
import { SignerError } from './signer-error';

/** 32 bytes in hexadecimal. */
export const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

/** What is remembered of a house between two runs (protocol 6). It says nothing of what was done there. */
export const rememberedHouse = z.strictObject({
  v: z.literal(1),
  organisation: z.string(),
  /** Keys of the ledger in their order, C2SP. */
  keys: z.array(z.string()).min(1),
  size: z.int().min(0),
  root: hex32,
});
export type RememberedHouse = z.infer<typeof rememberedHouse>;

/** A state of the ledger that continues what was remembered. */
export interface Ledger {
  readonly organisation: string;
  /** C2SP key that receipts are signed with. */
  readonly receiptKey: string;
  /** The newest checkpoint, as it was given. */
  readonly note: string;
  readonly tree: LedgerTree;
  readonly remember: RememberedHouse;
}

const listedKeys = z.object({
  v: z.literal(1),
  organisation: z.string().min(1),
  ledger: z.array(z.object({ number: z.int().min(1), key: z.string(), signature: z.string() })).min(1),
  receipts: z.string(),
});

/**
 * Reads the newest state of the ledger and holds it to what was remembered: the same keys, nothing shorter, the same entries
 * as far as it went (protocol 6).
 * @param remembered null on the first visit: then the first key is believed
 * @throws SignerError `another-ledger`, `not-as-published`, and what asking throws
 */
export async function readLedger(house: House, remembered: RememberedHouse | null): Promise<Ledger> {
  const { organisation, ledger: listed, receipts } = await house.json('ledger/keys', listedKeys);
  const keys = await asPublished(() =>
    Promise.resolve(followKeys(organisation, (listed[0] as (typeof listed)[0]).key, listed)),
  );
  const another = (what: string) =>
    new SignerError('another-ledger', `this is not the ledger that was seen before: ${what}. Nothing was sent`);
  if (remembered && remembered.organisation !== organisation) throw another('it is of another organisation');
  if (remembered?.keys.some((key, place) => keys[place] !== key)) throw another('its keys are others');
  const note = new TextDecoder().decode(await house.bytes('ledger/checkpoint'));
  const { size, root } = await asPublished(() =>
    // Only keys that are not older than the newest one that was remembered.
    Promise.resolve(openCheckpoint(note, keys.slice((remembered?.keys.length ?? 1) - 1).map(ofLedger(organisation)))),
  );
  const tree = openTree({
    size,
    root,
    tile: (level, number, width) => house.bytes(`ledger/${tilePath(level, number, width)}`),
  });
  if (remembered && size < remembered.size) throw another('it is shorter');
  if (remembered && toHex(await asPublished(() => tree.rootAt(remembered.size))) !== remembered.root)
    throw another('its entries were rewritten');
  if (noteVerifier(receipts).name !== `${organisation}/receipt`)
    throw new SignerError('not-as-published', 'the key of receipts has another name');
  return {
    organisation,
    receiptKey: receipts,
    note,
    tree,
    remember: { v: 1, organisation, keys, size, root: toHex(root) },
  };
}

/** Whether an entry of exactly these words stands at a place. @throws SignerError `not-as-published` */
export async function requireEntry({ tree }: Ledger, index: number, entry: Entry): Promise<void> {
  const [leaf] = await asPublished(() => tree.leaves(index, 1));
  if (!leaf || toHex(leaf) !== leafOf(entry))
    throw new SignerError('not-as-published', `entry ${String(index)} of the ledger is another than it should be`);
}

/** Entries, each compared with its leaf. @throws SignerError `not-as-published` */
export async function readEntries(house: House, { tree }: Ledger, first: number, count: number): Promise<Entry[]> {
  const leaves = await asPublished(() => tree.leaves(first, count));
  const entries: Entry[] = [];
  for (let number = Math.floor(first / TILE_WIDTH); number * TILE_WIDTH < first + count; number += 1) {
    const path = tilePath('entries', number, tileWidth('entries', number, tree.size));
    const bundle = await asPublished(async () => readEntryBundle(await house.bytes(`ledger/${path}`)));
    for (const [place, bytes] of bundle.entries()) {
      const leaf = leaves[number * TILE_WIDTH + place - first];
      if (!leaf) continue;
      if (toHex(entryLeaf(bytes)) !== toHex(leaf))
        throw new SignerError('not-as-published', 'an entry of the ledger does not fit its leaf');
      entries.push(decodeEntry(bytes));
    }
  }
  if (entries.length !== count) throw new SignerError('not-as-published', 'entries of the ledger are missing');
  return entries;
}

/** Hexadecimal leaf of an entry. */
export function leafOf(entry: Entry): string {
  return toHex(entryLeaf(encodeEntry(entry)));
}

/** Runs what throws where the house gave something that does not fit. */
export async function asPublished<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof SignerError || error instanceof TypeError) throw error;
    if (error instanceof MerkleError || error instanceof Error)
      throw new SignerError(
        'not-as-published',
        `what the house gives does not fit what it published: ${error.message}`,
      );
    throw error;
  }
}

function ofLedger(organisation: string) {
  return (key: string) => {
    const verifier = noteVerifier(key);
    if (verifier.name !== `${organisation}/ledger`)
      throw new SignerError('not-as-published', 'a key of the ledger has another name');
    return verifier;
  };
}
