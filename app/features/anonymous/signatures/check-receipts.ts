import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { decodeEntry, encodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { LedgerView } from '~/features/published/ledger-on-device/device-ledger';
import { readEntries, readPastStates } from '~/features/published/ledger-on-device/read-ledger';
import { readPublic } from '../membership/nullifier-file';
import type { KeptAct } from './kept-acts';

/** What became of an act whose receipt is kept. */
export type Whereabouts =
  /** It stands in the ledger, under a checkpoint: `entry` counts from 0. `elsewhere`: with a proof that another device made. */
  | { readonly kind: 'counted'; readonly entry: number; readonly day: string; readonly elsewhere: boolean }
  /** It is counted at the next publication. */
  | { readonly kind: 'waits' }
  /** Its petition has not appeared yet. */
  | { readonly kind: 'waits-for-others'; readonly criticalMass: number }
  /** It was sent, and no answer came; nothing of it stands in the ledger. */
  | { readonly kind: 'not-arrived' }
  /** The server signed that it was taken, and published since without it. */
  | { readonly kind: 'missing' };

export interface CheckedAct {
  readonly act: KeptAct;
  readonly where: Whereabouts;
}

const petitionList = z.array(z.object({ id: z.string() }));
const rangesAnswer = z.object({
  v: z.literal(1),
  petition: z.string(),
  ranges: z.array(z.object({ day: z.iso.date(), first: z.int().min(0), entries: z.int().min(1) })),
});

interface Range {
  readonly day: string;
  readonly first: number;
  readonly entries: number;
}

/**
 * Finds kept acts in the ledger (protocol 4). Everything is read that any act on any petition could be in, with or without
 * receipts: what is asked for is the same for everybody.
 *
 * @param view a state that was checked
 * @param onProgress share of the petitions read, 0 to 1
 * @throws TypeError where something could not be read, LedgerReadError, MerkleError
 */
export async function checkReceipts(
  acts: readonly KeptAct[],
  { state, tree }: LedgerView,
  onProgress: (share: number) => void,
): Promise<readonly CheckedAct[]> {
  const petitions = await readPetitions();
  const rangesOf = new Map<string, readonly Range[]>();
  const places = new Map<string, number>();
  for (const [index, { id }] of petitions.entries()) {
    const covered = await readRanges(id, state.size);
    for (const { first, entries } of covered) {
      const leaves = await tree.leaves(first, entries);
      if (!acts.some(({ petition }) => petition === id)) continue;
      for (const [place, leaf] of leaves.entries()) places.set(`${id} ${toHex(leaf)}`, first + place);
    }
    rangesOf.set(id, covered);
    onProgress((index + 1) / petitions.length);
  }
  const sizes = (await readPastStates(state)).map(({ size }) => size);
  return acts.map((act) => ({ act, where: whereIs(act, { ranges: rangesOf.get(act.petition), places, sizes }) }));
}

/** Entries that are held at once. */
const atOnce = 2048;

/**
 * Looks for an act by the number of its key, in the words of every entry of every petition: whoever signed from two devices
 * with one key has a proof on each, and the ledger has the first. Reads some 430 bytes an act; that it is read says that
 * somebody looks for something, and not for what.
 *
 * @throws as `checkReceipts`
 */
export async function lookCloser(
  act: KeptAct,
  { state, tree }: LedgerView,
  onProgress: (share: number) => void,
): Promise<Whereabouts> {
  const petitions = await readPetitions();
  let found: Whereabouts = { kind: 'missing' };
  for (const [index, { id }] of petitions.entries()) {
    for (const { first, entries } of await readRanges(id, state.size)) {
      for (let from = first; from < first + entries; from += atOnce) {
        const read = await readEntries(tree, from, Math.min(atOnce, first + entries - from));
        for (const [place, bytes] of read.entries()) {
          const day = dayOfAct(act, bytes);
          if (day !== null) found = { kind: 'counted', entry: from + place, day, elsewhere: true };
        }
      }
    }
    onProgress((index + 1) / petitions.length);
  }
  return found;
}

/** The day of an entry that is this act, whatever its proof; null for any other. */
function dayOfAct({ petition, nullifier, n, action }: KeptAct, bytes: Uint8Array): string | null {
  const entry = decodeEntry(bytes);
  const kind = action === 'sign' ? 'signature' : 'withdrawal';
  const isIt = entry.kind === kind && entry['petition'] === petition && entry['nullifier'] === nullifier && entry['n'] === n; // prettier-ignore
  return isIt && typeof entry['day'] === 'string' ? entry['day'] : null;
}

interface Published {
  readonly ranges: readonly Range[] | undefined;
  /** By petition and leaf in hex. */
  readonly places: ReadonlyMap<string, number>;
  readonly sizes: readonly number[];
}

/** An act may come while a publication is under way, and is then in the next. */
const publicationsToWait = 2;

function whereIs(act: KeptAct, { ranges = [], places, sizes }: Published): Whereabouts {
  for (const day of new Set(ranges.map((range) => range.day))) {
    for (const attempt of act.attempts) {
      const leaf = toHex(entryLeaf(encodeEntry(entryOf(act, attempt, day))));
      const entry = places.get(`${act.petition} ${leaf}`);
      if (entry !== undefined) return { kind: 'counted', entry, day, elsewhere: false };
    }
  }
  if (act.receipt === null) return { kind: 'not-arrived' };
  if (act.criticalMass > 0 && ranges.length === 0) {
    return { kind: 'waits-for-others', criticalMass: act.criticalMass };
  }
  const published = sizes.filter((size) => size > act.seen).length;
  return { kind: published < publicationsToWait ? 'waits' : 'missing' };
}

function entryOf(act: KeptAct, attempt: KeptAct['attempts'][number], day: string): LedgerEntry {
  const { petition, nullifier, n, action } = act;
  const { register, edition, proof } = attempt;
  const kind = action === 'sign' ? 'signature' : 'withdrawal';
  return { v: 1, kind, petition, nullifier, n, register, edition, proof, day };
}

async function readPetitions() {
  return petitionList.parse(await (await readPublic('/petitions/opened')).json());
}

/** @param size of the checkpoint: a publication may have come since, and what that does not cover cannot be checked yet */
async function readRanges(petition: string, size: number): Promise<readonly Range[]> {
  const response = await readPublic(`/petitions/${petition}/entries`);
  const answer = rangesAnswer.safeParse(await response.json());
  if (!answer.success || answer.data.petition !== petition) throw new TypeError('not where acts stand');
  return answer.data.ranges.filter(({ first, entries }) => first + entries <= size);
}

/** What shows that an act was taken and is not counted (protocol 4): for whoever is asked to help. */
export function missingActFile({ receipt, attempts }: KeptAct, checkpoint: string): string {
  return `${JSON.stringify({ format: 'round-robin/missing-act/v1', receipt, checkpoint, attempts }, null, 2)}\n`;
}
