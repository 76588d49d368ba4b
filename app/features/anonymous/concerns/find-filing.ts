import { filedOn, type PublishedFiling } from '~/crypto/filing';
import { formatProof } from '~/crypto/tlog/tlog-proof';
import type { LedgerView } from '~/features/published/ledger-on-device/device-ledger';
import { readEntries, readPastStates } from '~/features/published/ledger-on-device/read-ledger';
import { addDays } from '~/platform/clock';

/** What became of a filing. */
export type FilingPlace =
  /** `index` counts from 0; `day` is that of its publication. */
  | { readonly kind: 'published'; readonly index: number; readonly day: string; readonly proof: PublishedFiling }
  | { readonly kind: 'waits' }
  /** It should have been published by now. */
  | { readonly kind: 'missing' };

/** By then it is published: an upload may take a day, and the next slot may lie on another day in UTC. */
const latestAfterDays = 3;
/** Entries that are held at once. */
const atOnce = 2048;

/**
 * Finds what the ledger says of a filing (protocol 7). Every entry of the days on which it can have been published is read,
 * also those after it: which publication it is in would say at what time of the day it came.
 *
 * @param digest hex of 32 bytes @param day 'YYYY-MM-DD', when it was raised, which the server knows
 * @param view a state of the ledger that was checked
 * @throws LedgerReadError, MerkleError
 */
export async function findFiling(digest: string, day: string, view: LedgerView): Promise<FilingPlace> {
  const states = await readPastStates(view.state);
  const until = addDays(day, latestAfterDays);
  const before = states.findLast((state) => state.day < day)?.size ?? 0;
  const within = states.findLast((state) => state.day <= until)?.size ?? before;
  const found =
    (await search(digest, view, { from: before, to: within })) ??
    // Not when it should have been: then anywhere since.
    (await search(digest, view, { from: within, to: view.state.size }));
  if (found) return found;
  const newest = states.at(-1)?.day ?? day;
  return { kind: newest > until ? 'missing' : 'waits' };
}

async function search(
  digest: string,
  { tree, state }: LedgerView,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<FilingPlace | null> {
  let found: { index: number; entry: Uint8Array; day: string } | null = null;
  for (let first = from; first < to; first += atOnce) {
    const entries = await readEntries(tree, first, Math.min(atOnce, to - first));
    for (const [place, entry] of entries.entries()) {
      const day = filedOn(entry, digest);
      if (day !== null) found ??= { index: first + place, entry, day };
    }
  }
  if (!found) return null;
  const { index, entry, day } = found;
  const inclusion = formatProof({ index, proof: await tree.inclusion(index), checkpoint: state.note });
  return { kind: 'published', index, day, proof: { entry: new TextDecoder().decode(entry), inclusion } };
}
