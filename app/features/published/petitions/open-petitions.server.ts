import { asc, count, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { responseThreshold, type Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { appendEntries } from '../ledger/append-entry.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { openingAttachments } from '../programmes/attach.server';
import { closingDayWhenOpened, transitions } from './petition';

/** How many petitions wait for the next publication to open them. */
export async function acceptedPetitions(tx: Database): Promise<number> {
  const [row] = await tx.select({ waiting: count() }).from(petition).where(eq(petition.state, transitions.open.from));
  return row?.waiting ?? 0;
}

export interface OpeningInput {
  /** The publication's day. */
  readonly day: string;
  /** The newest register: every scope is pinned to exactly one (protocol 2). */
  readonly registerId: number;
  /** Active people, for the threshold. */
  readonly rosterSize: number;
  /** In force now; later changes leave an open petition as it is. */
  readonly settings: Settings;
}

/**
 * Opens every accepted petition: pins its register, its threshold and the days to answer, and writes its ledger
 * entry, and those that name whom it asks and its programme. Returns how many.
 */
export async function openAcceptedPetitions(tx: Database, input: OpeningInput): Promise<number> {
  const { day, registerId, rosterSize, settings } = input;
  const { from, to } = transitions.open;
  const accepted = await tx
    .select()
    .from(petition)
    .where(eq(petition.state, from))
    .orderBy(asc(petition.id))
    .for('no key update');
  const threshold = responseThreshold(settings, rosterSize);
  const entries: LedgerEntry[] = [];
  const attachments = await openingAttachments(tx, { petitionIds: accepted.map(({ id }) => id), day });
  for (const row of accepted) {
    const closesDay = closingDayWhenOpened(row.closesDay, day);
    await tx
      .update(petition)
      .set({ state: to, openedDay: day, registerId, threshold, responseDays: settings.responseDays, closesDay })
      .where(eq(petition.id, row.id));
    entries.push({
      v: 1,
      kind: 'petition-opened',
      petition: row.id,
      text: toHex(row.textDigest),
      register: registerId,
      closes: closesDay,
      criticalMass: row.criticalMass,
      threshold,
      day,
    });
    if (row.askedUnit !== null) {
      entries.push({ v: 1, kind: 'petition-addressed', petition: row.id, unit: row.askedUnit, day });
    }
    if (row.organizerKey) {
      entries.push({ v: 1, kind: 'organizer-key', petition: row.id, key: toHex(row.organizerKey), day });
    }
    const about = attachments.get(row.id);
    if (about) entries.push(about);
  }
  await appendEntries(tx, entries);
  return accepted.length;
}
