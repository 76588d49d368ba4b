import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import type { ShownContradiction } from './components/contradiction-list';
import { rootOfFirst } from './ledger-state.queries.server';
import { stateOf } from './open-witnessed';
import { ledgerContradictions } from './witnesses.queries.server';

/** How many are shown whole; all of them are in a file. */
const shownAtMost = 20;

/** What was handed in against the ledger, beside what the ledger is. */
export async function shownContradictions(db: Database): Promise<ShownContradiction[]> {
  const all = (await ledgerContradictions(db)).slice(0, shownAtMost);
  return Promise.all(
    all.map(async ({ note, reportedBy, day }) => {
      const { size, root } = stateOf(note);
      const ours = await rootOfFirst(db, size);
      return { note, reportedBy, day, size, root: toHex(root), ourRoot: ours && toHex(ours) };
    }),
  );
}
