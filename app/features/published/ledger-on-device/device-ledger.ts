import { z } from 'zod';
import { fromHex, toHex } from '~/crypto/hash';
import { encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import { MerkleError } from '~/crypto/tlog/merkle';
import type { LedgerTree } from '~/crypto/tlog/ledger-tree';
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { LedgerReadError, openState, readLedgerKeys, readNewestState, treeAt, type SignedState } from './read-ledger';

/** How the ledger is not the one that this device saw before. Each is proved by two notes that its keys signed. */
export type LedgerBreak = 'rolled-back' | 'rewritten' | 'another-key';

/** This house's ledger is another than this device was shown before. */
export class LedgerBrokenError extends Error {
  override readonly name = 'LedgerBrokenError';
  constructor(
    readonly code: LedgerBreak,
    /** The signed note that was remembered, and the one that does not fit; the latter null where none is given any more. */
    readonly evidence: { readonly remembered: string; readonly shown: string | null },
  ) {
    super(code);
  }
}

/** An edition that is not in the ledger as it was given. */
export class EditionNotInLedgerError extends Error {
  override readonly name = 'EditionNotInLedgerError';
  readonly code = 'not-in-ledger';
}

/** A state of the ledger that continues all that this device saw. */
export interface LedgerView {
  readonly state: SignedState;
  readonly keys: readonly string[];
  readonly tree: LedgerTree;
  /** Size that was remembered from an earlier visit; null on the first, or where nothing can be remembered. */
  readonly before: number | null;
}

/** Where a device remembers the ledger, one value a house. */
export interface LedgerMemory {
  readonly read: () => Promise<unknown>;
  readonly write: (value: RememberedLedger) => Promise<void>;
}

const rememberedLedger = z.object({
  v: z.literal(1),
  keys: z.array(z.string()).min(1),
  note: z.string(),
  /** What was found to be broken stays so until a person throws it away. */
  broken: z
    .object({ code: z.enum(['rolled-back', 'rewritten', 'another-key']), shown: z.string().nullable() })
    .nullable(),
});

export type RememberedLedger = z.infer<typeof rememberedLedger>;

/** The ledger as one page uses it: read once, and again only where something newer is needed. */
export interface DeviceLedger {
  /** The checked state; the first call fetches it. @throws LedgerBrokenError, LedgerReadError, MerkleError */
  readonly view: () => Promise<LedgerView>;
  /** The newest state, fetched and checked anew. @throws as `view` */
  readonly newest: () => Promise<LedgerView>;
  /** Checks that an edition stands in the ledger as it was given. @throws EditionNotInLedgerError, and as `view` */
  readonly requireEdition: (edition: EditionDocument) => Promise<void>;
}

/** Between two looks at a ledger that seems shorter than before: a copy of the database may lag behind by seconds. */
const lagMs = 2_000;
const looks = 3;

export interface LedgerDeps {
  readonly organisation: string;
  readonly memory: LedgerMemory;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Told of every state that was checked, and of what is broken, whoever asked. */
  readonly onView?: (view: LedgerView) => void;
  readonly onBroken: (error: LedgerBrokenError) => void;
}

/** Opens the ledger for one page. Fetches nothing yet. */
export function openDeviceLedger(deps: LedgerDeps): DeviceLedger {
  let view: Promise<LedgerView> | null = null;
  const read = (): Promise<LedgerView> => {
    const reading = visitLedger(deps);
    // What could not be read once may be read later; what is broken stays broken by itself.
    reading.then(deps.onView).catch((error: unknown) => {
      if (view === reading) view = null;
      if (error instanceof LedgerBrokenError) deps.onBroken(error);
    });
    return reading;
  };
  const newest = () => (view = read());
  const current = () => (view ??= read());
  return {
    view: current,
    newest,
    async requireEdition(edition) {
      const known = await current();
      const { tree } = edition.entry < known.state.size ? known : await newest();
      await requireEntry(tree, edition);
    },
  };
}

/**
 * Reads the newest state and holds it against what this device remembers: the same keys, nothing shorter, and the same
 * entries as far as it went before (protocol 6). Only then is the new state remembered.
 *
 * @throws LedgerBrokenError, which is remembered too; LedgerReadError; MerkleError where tiles do not fit the checkpoint
 */
async function visitLedger(deps: LedgerDeps): Promise<LedgerView> {
  const { memory } = deps;
  const known = rememberedLedger.safeParse(await memory.read()).data ?? null;
  if (known?.broken) {
    throw new LedgerBrokenError(known.broken.code, { remembered: known.note, shown: known.broken.shown });
  }
  try {
    return await compare(deps, known);
  } catch (error) {
    if (known && error instanceof LedgerBrokenError) {
      await memory.write({ ...known, broken: { code: error.code, shown: error.evidence.shown } });
    }
    throw error;
  }
}

async function compare(
  { organisation, memory, pause }: LedgerDeps,
  known: RememberedLedger | null,
): Promise<LedgerView> {
  const broken = (code: LedgerBreak, shown: string | null) =>
    new LedgerBrokenError(code, { remembered: known?.note ?? '', shown });
  const before = known && stateOf(organisation, known);
  for (let look = 1; ; look += 1) {
    const seen = await newestOf(organisation);
    if (seen && known?.keys.some((key, place) => seen.keys[place] !== key)) {
      throw broken('another-key', seen.state?.note ?? null);
    }
    const state = seen?.state;
    if (!seen || !state || (before && (state.size < before.size || state.key < before.key))) {
      if (!before) throw new LedgerReadError('no-ledger');
      if (look === looks) throw broken('rolled-back', state?.note ?? null);
      await pause(lagMs);
      continue;
    }
    const tree = treeAt(state);
    if (before && toHex(await rootAt(tree, before.size)) !== toHex(before.root)) throw broken('rewritten', state.note);
    await memory.write({ v: 1, keys: [...seen.keys], note: state.note, broken: null });
    return { state, keys: seen.keys, tree, before: before?.size ?? null };
  }
}

/** Null where what is remembered cannot be read any more: then this is the first visit. */
function stateOf(organisation: string, { note, keys }: RememberedLedger): SignedState | null {
  try {
    return openState(organisation, note, keys);
  } catch {
    return null;
  }
}

/** Null where there are no keys, without a state where nothing is signed. @throws LedgerReadError `offline`, `not-as-signed` */
async function newestOf(organisation: string): Promise<{ keys: readonly string[]; state: SignedState | null } | null> {
  const keys = await unlessNone(() => readLedgerKeys(organisation));
  return keys && { keys, state: await unlessNone(() => readNewestState(organisation, keys)) };
}

async function unlessNone<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof LedgerReadError && error.code === 'no-ledger') return null;
    throw error;
  }
}

/** The state is signed, so tiles that do not fit it were not what was signed: a fault, and no proof of anything. */
async function rootAt(tree: LedgerTree, size: number): Promise<Uint8Array> {
  try {
    return await tree.rootAt(size);
  } catch (error) {
    if (error instanceof MerkleError) throw new LedgerReadError('not-as-signed');
    throw error;
  }
}

async function requireEntry(tree: LedgerTree, edition: EditionDocument): Promise<void> {
  let leaf: Uint8Array | undefined;
  try {
    [leaf] = await tree.leaves(edition.entry, 1);
  } catch (error) {
    if (error instanceof MerkleError) throw new EditionNotInLedgerError('no such entry');
    throw error;
  }
  // Nothing of the document that a proof rests on is not in its entry.
  const { register: registerId, edition: number, groupRoot, units: unitsFile, ...counts } = edition;
  const entry = editionEntry({ registerId, number, groupRoot: fromHex(groupRoot), unitsFile, ...counts });
  if (!leaf || toHex(leaf) !== toHex(entryLeaf(encodeEntry(entry)))) {
    throw new EditionNotInLedgerError('another entry');
  }
}
