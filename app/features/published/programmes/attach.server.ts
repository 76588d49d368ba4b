import { and, eq, inArray } from 'drizzle-orm';
import type { Database } from '~db/database';
import { attachment, programme } from '~db/schema/published-programmes';
import { appendEntry } from '../ledger/append-entry.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { ProgrammeError } from './programme';
import type { FieldName } from './programme-fields';

/** A programme, or one field of it, that something is about. */
export interface About {
  readonly programmeId: string;
  readonly field: FieldName | null;
}

type Subject = (typeof attachment.$inferSelect)['subject'];

async function requireProgramme(tx: Database, id: string): Promise<void> {
  const [row] = await tx.select({ id: programme.id }).from(programme).where(eq(programme.id, id));
  if (!row) throw new ProgrammeError('unknown-programme', id);
}

/**
 * Says which programme a petition is about that waits for moderators, in place of what was said before; null for none.
 * The ledger learns of it when the petition opens. Does not check who says so.
 * @throws ProgrammeError `unknown-programme`
 */
export async function attachWaitingPetition(
  tx: Database,
  { petitionId, about, day }: { petitionId: string; about: About | null; day: string },
): Promise<void> {
  const own = and(eq(attachment.subject, 'petition'), eq(attachment.subjectId, petitionId));
  if (about === null) {
    await tx.delete(attachment).where(own);
    return;
  }
  await requireProgramme(tx, about.programmeId);
  await tx
    .insert(attachment)
    .values({ subject: 'petition', subjectId: petitionId, ...about, day })
    .onConflictDoUpdate({ target: [attachment.subject, attachment.subjectId], set: { ...about, day } });
}

/**
 * Says for good which programme a response is about, with its ledger entry. Call it last in the transaction that
 * publishes the response. Does not check who says so.
 * @throws ProgrammeError `unknown-programme`
 */
export async function attachResponse(
  tx: Database,
  { petitionId, about, day }: { petitionId: string; about: About; day: string },
): Promise<void> {
  await requireProgramme(tx, about.programmeId);
  await tx.insert(attachment).values({ subject: 'response', subjectId: petitionId, ...about, day });
  await appendEntry(tx, attachmentEntry('response', petitionId, about, day));
}

/**
 * Says for good which programme a pledge is about. Call it in the transaction that makes the pledge, and append the entry
 * that it returns last of all. Does not check who says so.
 * @throws ProgrammeError `unknown-programme`
 */
export async function attachPledge(
  tx: Database,
  { pledgeId, about, day }: { pledgeId: string; about: About; day: string },
): Promise<LedgerEntry> {
  await requireProgramme(tx, about.programmeId);
  await tx.insert(attachment).values({ subject: 'pledge', subjectId: pledgeId, ...about, day });
  return attachmentEntry('pledge', pledgeId, about, day);
}

/** The entries that tell what petitions which open now are about, by the petition. */
export async function openingAttachments(
  tx: Database,
  { petitionIds, day }: { petitionIds: readonly string[]; day: string },
): Promise<ReadonlyMap<string, LedgerEntry>> {
  if (petitionIds.length === 0) return new Map();
  const rows = await tx
    .select()
    .from(attachment)
    .where(and(eq(attachment.subject, 'petition'), inArray(attachment.subjectId, [...petitionIds])));
  return new Map(rows.map((row) => [row.subjectId, attachmentEntry('petition', row.subjectId, row, day)]));
}

function attachmentEntry(
  subject: Subject,
  id: string,
  { programmeId, field }: { programmeId: string; field: string | null },
  day: string,
): LedgerEntry {
  return { v: 1, kind: 'attachment', subject, id, programme: programmeId, field: field ?? '', day };
}
