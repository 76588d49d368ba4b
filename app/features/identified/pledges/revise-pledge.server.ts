import { count, eq, and } from 'drizzle-orm';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { isFinal, type PledgeDocument } from '~/features/published/pledges/pledge';
import { checkRevision, PledgeError } from '~/features/published/pledges/pledge-rules';
import { StatementError } from '~/features/published/statements/statement';
import { newestRevision } from '~/features/published/statements/statements.queries.server';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { answerOwner, pledge } from '~db/schema/published-answers';
import { inTransaction } from '~db/transaction';
import { requireDesk, type Actor } from '../desks/desk';
import { leaderRecord } from '../leadership/leader-record.server';
import { knownEvidence, knownLeader, publishPledge, type PledgeDeps } from './publish-pledge.server';

export interface RevisedPledge {
  readonly actor: Actor;
  readonly id: string;
  /** The revision that was looked at. */
  readonly base: number;
  /** Already parsed by `revisedPledgeSchema`. */
  readonly words: Omit<PledgeDocument, 'ownerName' | 'unit'>;
  /** Person number of who answers for it from now on; null for whoever does. */
  readonly owner: string | null;
  /** Why. */
  readonly reason: string;
}

/**
 * Changes a pledge in public: its status, due day, owner, milestones, evidence or words, with a reason. What it said before
 * stands beside it. Of several at once the first stands.
 *
 * @throws DeskError `not-allowed` unless leadership; `not-a-leader` unless a new owner is active and in leadership
 * @throws PledgeError `unknown-pledge`, `unknown-evidence`, and as `checkRevision`
 * @throws StatementError `stale-revision`, `unchanged`, `no-reason`
 */
export function revisePledge(
  { db, clock, settings }: PledgeDeps,
  { actor, id, base, words, owner, reason }: RevisedPledge,
): Promise<void> {
  requireDesk(actor, 'leadership');
  return inTransaction(db, async (tx) => {
    const day = dayIn(settings.timeZone, clock.now());
    const [row] = await tx.select().from(pledge).where(eq(pledge.id, id)).for('no key update');
    const before = row && (await newestRevision(tx, 'pledge', id));
    if (!before) throw new PledgeError('unknown-pledge');
    // Said before anything else: the rules below would speak of a pledge that the actor has not seen.
    if (base !== row.revision) throw new StatementError('stale-revision');
    await knownEvidence(tx, id, words.evidence);
    const answers = await ownerOf(tx, { row, owner, day, ownerName: before.document.ownerName });
    const document: PledgeDocument = { ...words, ownerName: answers.name, unit: answers.unit };
    checkRevision(before.document, document, { madeDay: row.day, today: day });
    const entry = await publishPledge(tx, { id, base, document, actor, reason, day });
    const { dueDay, status } = document;
    await tx
      .update(pledge)
      .set({
        ...{ revision: base + 1, status, dueDay, leaderId: answers.leaderId, unit: answers.unit },
        endedDay: endedDay(row, status, day),
      })
      .where(eq(pledge.id, id));
    if (answers.leaderId !== row.leaderId) await noteOwner(tx, id, { ...answers, day });
    await appendEntry(tx, entry);
  });
}

/**
 * What a change would come to, before it is made: refused for all that {@link revisePledge} refuses it for, but that
 * somebody else may change the pledge in between. Nothing is written.
 * @throws as {@link revisePledge}
 */
export async function previewRevision(
  { db, clock, settings }: PledgeDeps,
  { actor, id, base, words, owner }: Omit<RevisedPledge, 'reason'>,
): Promise<{ readonly before: PledgeDocument; readonly after: PledgeDocument }> {
  requireDesk(actor, 'leadership');
  const [row] = await db.select().from(pledge).where(eq(pledge.id, id));
  const newest = row && (await newestRevision(db, 'pledge', id));
  if (!newest) throw new PledgeError('unknown-pledge');
  if (base !== row.revision) throw new StatementError('stale-revision');
  await knownEvidence(db, id, words.evidence);
  const before = newest.document;
  const answers = owner === null ? null : await knownLeader(db, owner);
  const { ownerName, unit } = answers && answers.leaderId !== row.leaderId ? answers : before;
  const after: PledgeDocument = { ...words, ownerName, unit };
  checkRevision(before, after, { madeDay: row.day, today: dayIn(settings.timeZone, clock.now()) });
  return { before, after };
}

/** When the status last became another final one; evidence that is added later does not change that day. */
function endedDay(row: typeof pledge.$inferSelect, status: PledgeDocument['status'], day: string): string | null {
  if (!isFinal(status)) return null;
  return status === row.status ? row.endedDay : day;
}

interface Answering {
  readonly leaderId: string;
  readonly name: string;
  readonly unit: string;
}

async function ownerOf(
  tx: IdentifiedDatabase,
  {
    row,
    owner,
    ownerName,
    day,
  }: { row: typeof pledge.$inferSelect; owner: string | null; ownerName: string; day: string },
): Promise<Answering> {
  const asBefore = { leaderId: row.leaderId, name: ownerName, unit: row.unit };
  if (owner === null) return asBefore;
  const { id: leaderId, name, unit } = await leaderRecord(tx, owner, day);
  return leaderId === row.leaderId ? asBefore : { leaderId, name, unit };
}

/** The record keeps whoever answered for it before. */
async function noteOwner(
  tx: IdentifiedDatabase,
  id: string,
  { leaderId, unit, day }: Omit<Answering, 'name'> & { day: string },
): Promise<void> {
  const own = and(eq(answerOwner.subject, 'pledge'), eq(answerOwner.subjectId, id));
  const [known] = await tx.select({ owners: count() }).from(answerOwner).where(own);
  const number = (known?.owners ?? 0) + 1;
  await tx.insert(answerOwner).values({ subject: 'pledge', subjectId: id, number, leaderId, unit, day });
}
