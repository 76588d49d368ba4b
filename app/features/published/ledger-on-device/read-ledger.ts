import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { openCheckpoint, type Checkpoint } from '~/crypto/tlog/checkpoint';
import { cosignatureVerifier, readCosignatures } from '~/crypto/tlog/cosignature';
import { leafHash } from '~/crypto/tlog/merkle';
import { openTree, type LedgerTree } from '~/crypto/tlog/ledger-tree';
import { followKeys } from '~/crypto/tlog/next-key';
import { noteVerifier } from '~/crypto/tlog/note';
import { readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { tilePath, tileWidth, TILE_WIDTH } from '~/crypto/tlog/tile-path';

/*
 * The ledger as a device reads it (protocol 6): its keys, its newest checkpoint, its tiles. Everything is fetched without
 * cookie or referrer; whatever is used was checked.
 */

/** `offline`; `no-ledger`: no checkpoint was signed yet; `not-as-signed`: what the server gives does not fit its signatures. */
export class LedgerReadError extends Error {
  override readonly name = 'LedgerReadError';
  constructor(readonly code: 'offline' | 'no-ledger' | 'not-as-signed') {
    // The codes of reading a register have other words.
    super(code);
  }
}

/** A state of the ledger, signed by one of its keys. */
export interface SignedState extends Checkpoint {
  /** The signed note, with all cosignatures that came with it. */
  readonly note: string;
  /** Number of the key that signed it, from 1. */
  readonly key: number;
}

const keysAnswer = z.object({
  v: z.literal(1),
  organisation: z.string(),
  ledger: z.array(z.object({ number: z.int().min(1), key: z.string(), signature: z.string() })),
});

/**
 * The keys of the ledger in their order: each but the first was signed for by the one before.
 * NOT checked: that the first is the house's; compare with what was remembered.
 * @throws LedgerReadError
 */
export async function readLedgerKeys(organisation: string): Promise<readonly string[]> {
  const response = await get('/ledger/keys', 'no-cache');
  if (response.status === 404) throw new LedgerReadError('no-ledger');
  const answer = keysAnswer.safeParse(await response.json().catch(() => null));
  if (!answer.success || answer.data.organisation !== organisation) throw new LedgerReadError('not-as-signed');
  const listed = answer.data.ledger;
  const [first] = listed;
  if (!first) throw new LedgerReadError('no-ledger');
  const keys = asSigned(() => followKeys(organisation, first.key, listed));
  if (!keys) throw new LedgerReadError('not-as-signed');
  return keys;
}

/** The newest checkpoint, signed by one of these keys. @throws LedgerReadError */
export async function readNewestState(organisation: string, keys: readonly string[]): Promise<SignedState> {
  const response = await get('/ledger/checkpoint', 'no-cache');
  if (response.status === 404) throw new LedgerReadError('no-ledger');
  if (!response.ok) throw new LedgerReadError('not-as-signed');
  return openState(organisation, await response.text(), keys);
}

/** Opens a checkpoint of this ledger. @param note attacker-controlled. @throws LedgerReadError `not-as-signed` */
export function openState(organisation: string, note: string, keys: readonly string[]): SignedState {
  try {
    for (let number = keys.length; number > 0; number -= 1) {
      const verifier = noteVerifier(keys[number - 1] as string);
      if (verifier.name !== `${organisation}/ledger`) break;
      const opened = asSigned(() => openCheckpoint(note, verifier));
      if (opened) return { origin: opened.origin, size: opened.size, root: opened.root, note, key: number };
    }
  } catch {
    // A key that is none: refused below, like a note that nobody signed.
  }
  throw new LedgerReadError('not-as-signed');
}

/** The ledger's tree at a state: leaves and proofs, checked against its root. Fetches nothing yet. */
export function treeAt({ size, root }: Checkpoint): LedgerTree {
  const tile = async (level: number, number: number, width: number) => bytesOf(tilePath(level, number, width));
  return openTree({ size, root, tile });
}

/**
 * The bytes of entries, each checked against its leaf.
 * @throws LedgerReadError, MerkleError
 */
export async function readEntries(tree: LedgerTree, first: number, count: number): Promise<Uint8Array[]> {
  const leaves = await tree.leaves(first, count);
  const entries: Uint8Array[] = [];
  const last = first + count - 1;
  for (let number = Math.floor(first / TILE_WIDTH); number * TILE_WIDTH <= last; number += 1) {
    const width = tileWidth('entries', number, tree.size);
    const bundle = readBundle(await bytesOf(tilePath('entries', number, width)), width);
    const start = number * TILE_WIDTH;
    entries.push(...bundle.slice(Math.max(0, first - start), last - start + 1));
  }
  const fits = entries.every((entry, place) => toHex(leafHash(entry)) === toHex(leaves[place] ?? new Uint8Array()));
  if (entries.length !== count || !fits) throw new LedgerReadError('not-as-signed');
  return entries;
}

/** Somebody who watches the ledger. */
export interface Witness {
  readonly name: string;
  /** C2SP verifier key. */
  readonly key: string;
  readonly runBy: string;
}

const witnessesAnswer = z.object({
  v: z.literal(1),
  witnesses: z.array(
    z.object({ name: z.string(), key: z.string(), runBy: z.string(), removed: z.string().nullable() }),
  ),
});

/** Who watches the ledger now, as the house says: witnesses themselves say it elsewhere too. @throws LedgerReadError */
export async function readWitnesses(): Promise<readonly Witness[]> {
  const response = await get('/ledger/witnesses');
  const answer = witnessesAnswer.safeParse(await response.json().catch(() => null));
  if (!answer.success) throw new LedgerReadError('not-as-signed');
  return answer.data.witnesses.filter(({ removed }) => removed === null);
}

/** Those of the witnesses whose cosignature is on a state. What is no key, or a wrong signature, is simply none. */
export function cosignedBy({ note }: SignedState, witnesses: readonly Witness[]): readonly Witness[] {
  return witnesses.filter(
    ({ key }) => asSigned(() => readCosignatures(note, [cosignatureVerifier(key)]))?.length === 1,
  );
}

const checkpointsAnswer = z.array(z.object({ size: z.int().min(0), publication: z.int(), day: z.iso.date() }));

/** Where a publication ends: its entries are those after the state before. */
export interface PastState {
  readonly size: number;
  readonly day: string;
}

/**
 * All states that were signed, up to this one, ascending: of each the size and the day of its publication.
 * NOT checked: that they were; what is read between them is.
 * @throws LedgerReadError
 */
export async function readPastStates({ size }: Checkpoint): Promise<readonly PastState[]> {
  const states: PastState[] = [];
  for (let from = 0; ;) {
    const response = await get(`/ledger/checkpoints?from=${String(from)}`, 'no-cache');
    const answer = checkpointsAnswer.safeParse(await response.json().catch(() => null));
    if (!answer.success) throw new LedgerReadError('not-as-signed');
    const more = answer.data.filter((state) => state.size >= from && state.size <= size);
    states.push(...more);
    const last = answer.data.at(-1);
    if (!last || last.size >= size || more.length === 0) return states;
    from = last.size + 1;
  }
}

function asSigned<T>(open: () => T): T | null {
  try {
    return open();
  } catch {
    return null;
  }
}

function readBundle(bytes: Uint8Array, width: number): Uint8Array[] {
  const entries = asSigned(() => readEntryBundle(bytes));
  if (entries?.length !== width) throw new LedgerReadError('not-as-signed');
  return entries;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  const response = await get(`/ledger/${path}`);
  if (!response.ok) throw new LedgerReadError('not-as-signed');
  return new Uint8Array(await response.arrayBuffer());
}

async function get(path: string, cache: RequestCache = 'default'): Promise<Response> {
  try {
    return await fetch(path, { credentials: 'omit', referrerPolicy: 'no-referrer', cache });
  } catch {
    throw new LedgerReadError('offline');
  }
}
