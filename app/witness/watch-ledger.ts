import { fromHex, toHex } from '~/crypto/hash';
import { CheckpointError, openCheckpoint, type Checkpoint } from '~/crypto/tlog/checkpoint';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { MerkleError, verifyConsistency } from '~/crypto/tlog/merkle';
import { NoteError, noteVerifier } from '~/crypto/tlog/note';
import type { House, ListedKeys } from './house';
import { isKeyChain } from './key-chain';
import { WitnessingError } from './witness-error';

/** What a witness remembers of a ledger: the largest state that it cosigned, and the keys by then. */
export interface Remembered {
  /** Name of the ledger. */
  readonly origin: string;
  /** Its keys in their order. */
  readonly keys: readonly string[];
  readonly size: number;
  /** Hex of 32 bytes. */
  readonly root: string;
  /** The checkpoint, as the ledger signed it. */
  readonly note: string;
}

export type ContradictionKind =
  /** The house shows fewer entries than it once signed for. */
  | 'shorter'
  /** As many entries as it once signed for, and others. */
  | 'other-entries'
  /** More entries than it once signed for, and they do not begin with those. */
  | 'rewritten'
  /** Keys that do not follow from those that it had. */
  | 'other-keys';

/** Proof, or in the case of keys the sight, of two histories. */
export interface LedgerContradiction {
  readonly kind: ContradictionKind;
  /** What was seen before, or by somebody else. */
  readonly earlier: string;
  /** What the house shows now. */
  readonly later: string;
  /** Who had seen the first: nobody where it was this witness. */
  readonly seenBy: string | null;
}

export type Sight =
  | {
      readonly kind: 'consistent';
      readonly remembered: Remembered;
      readonly isNew: boolean;
      /** Of the others: what is no checkpoint of this ledger. */
      readonly notCompared: readonly string[];
    }
  | { readonly kind: 'contradiction'; readonly contradiction: LedgerContradiction };

export interface Watch {
  readonly house: House;
  readonly remembered: Remembered | null;
  /** The first key of the ledger, where somebody told it: C2SP verifier key. Without, the first that is seen is believed. */
  readonly firstKey?: string | undefined;
  /** Checkpoints that others published, fetched before this: name and note. Attacker-controlled. */
  readonly others?: readonly { readonly name: string; readonly note: string }[];
}

/**
 * Looks at a ledger and says whether it is one continuation of everything that was seen before (protocol 6). Its tiles are
 * followed up to the root that it signed; nothing that the house says is believed.
 * @throws WitnessingError where nothing can be said
 */
export async function watchLedger({ house, remembered, firstKey, others = [] }: Watch): Promise<Sight> {
  const listed = await house.keys();
  const keys = listed.keys.map(({ key }) => key);
  const note = await house.checkpoint();
  if (firstKey !== undefined && keys[0] !== firstKey)
    throw new WitnessingError('wrong-key', `The first key of this ledger is ${keys[0] ?? 'missing'}.`);
  const found = (kind: ContradictionKind, earlier: string, seenBy: string | null = null): Sight => ({
    kind: 'contradiction',
    contradiction: { kind, earlier, later: note, seenBy },
  });
  if (remembered && !continues(remembered.keys, keys)) return found('other-keys', remembered.note);
  if (!isKeyChain(listed)) {
    if (remembered) return found('other-keys', remembered.note);
    throw new WitnessingError('malformed', 'The keys of the ledger do not follow each other.');
  }
  const now = { ...open(note, listed, remembered), keys, note };
  const seen = others.map(({ name, note: published }) => openOther(published, keys, name));
  const earlier = [...(remembered ? [{ ...remembered, seenBy: null }] : []), ...seen.filter(isState)];
  const tree = openTree({ size: now.size, root: now.root, tile: (...place) => house.tile(...place) });
  for (const { size, root, note: shown, seenBy } of earlier) {
    const kind = await compare({ size, root }, now, (from) => tree.consistency(from));
    if (kind) return found(kind, shown, seenBy);
  }
  // The first time too: a house that cannot show what it signed is not vouched for.
  await proven(() => tree.rootAt(now.size));
  const { origin, size } = now;
  return {
    kind: 'consistent',
    remembered: { origin, keys, size, root: toHex(now.root), note },
    isNew: size !== remembered?.size,
    notCompared: others.filter((_, place) => !seen[place]).map(({ name }) => name),
  };
}

interface State {
  readonly size: number;
  readonly root: string;
}

interface Seen extends State {
  readonly note: string;
  readonly seenBy: string | null;
}

async function compare(
  earlier: State,
  now: Checkpoint,
  consistency: (from: number) => Promise<readonly Uint8Array[]>,
): Promise<ContradictionKind | null> {
  if (earlier.size > now.size) return 'shorter';
  if (earlier.size === now.size) return earlier.root === toHex(now.root) ? null : 'other-entries';
  const proof = await proven(() => consistency(earlier.size));
  try {
    const [fromRoot, toRoot] = [fromHex(earlier.root), now.root];
    verifyConsistency({ fromSize: earlier.size, fromRoot, toSize: now.size, toRoot, proof });
    return null;
  } catch (error) {
    // The proof is made of tiles that were traced to the root: it can lead nowhere else but to another beginning.
    if (error instanceof MerkleError) return 'rewritten';
    throw error;
  }
}

async function proven<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof MerkleError)) throw error;
    throw new WitnessingError('not-proven', 'The tiles of the ledger do not lead to the root that it signed.');
  }
}

/** The newest checkpoint, signed by a key at least as new as the last one that signed what was seen. */
function open(note: string, listed: ListedKeys, remembered: Remembered | null): Checkpoint {
  const current = remembered ? keyOf(remembered.note, remembered.keys) : 0;
  return openBy(
    note,
    listed.keys.slice(current).map(({ key }) => key),
    'the house',
  );
}

/** What somebody else saw; null where no key of this ledger signed it, so that nobody can keep a witness from its work. */
function openOther(note: string, keys: readonly string[], seenBy: string): Seen | null {
  try {
    const { size, root } = openBy(note, keys, seenBy);
    return { size, root: toHex(root), note, seenBy };
  } catch (error) {
    if (error instanceof WitnessingError) return null;
    throw error;
  }
}

function isState(seen: Seen | null): seen is Seen {
  return seen !== null;
}

function openBy(note: string, keys: readonly string[], whose: string): Checkpoint {
  try {
    const { origin, size, root } = openCheckpoint(note, keys.map(noteVerifier));
    return { origin, size, root };
  } catch (error) {
    if (!(error instanceof NoteError) && !(error instanceof CheckpointError)) throw error;
    throw new WitnessingError('unsigned', `The checkpoint of ${whose} is not signed by this ledger: ${error.message}.`);
  }
}

/** Place of the newest of these keys that signed a note. */
function keyOf(note: string, keys: readonly string[]): number {
  for (let place = keys.length - 1; place > 0; place -= 1) {
    try {
      openCheckpoint(note, noteVerifier(keys[place] ?? ''));
      return place;
    } catch {
      // Another key's.
    }
  }
  return 0;
}

function continues(before: readonly string[], now: readonly string[]): boolean {
  return before.every((key, place) => now[place] === key);
}
