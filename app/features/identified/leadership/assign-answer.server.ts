import { and, desc, eq, inArray } from 'drizzle-orm';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { answerCase, leaderHolder } from '~db/schema/identified-answers';
import { answerOwner } from '~db/schema/published-answers';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { DeskError, requireDesk, type Actor } from '../desks/desk';
import { titleOfSubject } from './answer-subject.queries.server';
import { AssignmentError, type AnswerSubject } from './assignment';
import { delegateMail, ownerMail, relievedMail } from './assignment-mail';
import { leaderRecord } from './leader-record.server';
import { inLeadership } from './leaders.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

export interface Assignment {
  readonly actor: Actor;
  readonly subject: AnswerSubject;
  readonly id: string;
  /** Person number of who answers for it, in public. */
  readonly owner: string;
  /** Person number of who writes it for them; null for nobody. */
  readonly delegate: string | null;
  /** How many owners there had been when the actor looked: nobody is replaced by somebody who did not see them. */
  readonly owners: number;
}

/**
 * Notes who answers for a petition or summary, and who writes the answer for them. The owner's name is public, with the day
 * and in the ledger, and stays there whoever comes after; the delegate is known to leadership alone. Both are told by mail,
 * and so is whom they replace. Asking for what stands already changes nothing.
 *
 * @returns whether anything changed
 * @throws DeskError `not-allowed` unless leadership; `not-a-leader` unless owner and delegate are active and in leadership
 * @throws AssignmentError `delegate-is-owner`, `unknown-subject`, `nothing-to-answer`, `stale-assignment`
 */
export function assignAnswer({ db, clock, settings, publicUrl }: Deps, assignment: Assignment): Promise<boolean> {
  const { actor, subject, id, owner, delegate } = assignment;
  requireDesk(actor, 'leadership');
  if (owner === delegate) throw new AssignmentError('delegate-is-owner');
  return inTransaction(db, async (tx) => {
    const title = await titleOfSubject(tx, subject, id);
    const named = delegate === null ? [owner] : [owner, delegate];
    await lockPeople(tx, named);
    const inOffice = await inLeadership(tx, named);
    const [ownerIs, delegateIs] = [inOffice.get(owner), delegate === null ? null : inOffice.get(delegate)];
    if (!ownerIs || delegateIs === undefined) throw new DeskError('not-a-leader');
    const before = await takeCase(tx, { subject, subjectId: id, owner, delegate });
    const last = await lastOwner(tx, subject, id);
    const newOwner = last?.personNumber !== owner;
    if (!newOwner && before?.delegate === delegate) return false;
    if ((last?.number ?? 0) !== assignment.owners) throw new AssignmentError('stale-assignment');
    const [ownerName, delegateName] = [ownerIs.name, delegateIs?.name ?? null];
    const words = { subject, id, title, ownerName, delegateName, byName: actor.name, publicUrl };
    if (newOwner) await queueMail(tx, { recipient: ownerIs.email, ...ownerMail(words) });
    if (delegateIs && (newOwner || before?.delegate !== delegate)) {
      await queueMail(tx, { recipient: delegateIs.email, ...delegateMail(words) });
    }
    const replaced = [before?.owner, before?.delegate].flatMap((each) => (each && !named.includes(each) ? [each] : []));
    for (const { email: recipient } of (await inLeadership(tx, replaced)).values()) {
      await queueMail(tx, { recipient, ...relievedMail(words) });
    }
    if (newOwner) {
      const day = dayIn(settings.timeZone, clock.now());
      await appendEntry(tx, await publishOwner(tx, { subject, id, owner, number: assignment.owners + 1, day }));
    }
    return true;
  });
}

/**
 * Writes the case as it shall be and gives it as it was, or null where there was none. Assignments of one subject come one
 * after the other from here on.
 */
async function takeCase(tx: IdentifiedDatabase, wanted: typeof answerCase.$inferInsert) {
  const fresh = await tx.insert(answerCase).values(wanted).onConflictDoNothing().returning();
  if (fresh.length > 0) return null;
  const one = and(eq(answerCase.subject, wanted.subject), eq(answerCase.subjectId, wanted.subjectId));
  const [before] = await tx.select().from(answerCase).where(one).for('no key update');
  await tx.update(answerCase).set(wanted).where(one);
  return before ?? null;
}

/** In one order, whoever is owner and whoever delegate: two assignments that name the same people do not wait for each other. */
async function lockPeople(tx: IdentifiedDatabase, personNumbers: readonly string[]): Promise<void> {
  await tx
    .select({ personNumber: person.personNumber })
    .from(person)
    .where(inArray(person.personNumber, [...personNumbers]))
    .orderBy(person.personNumber)
    .for('no key update');
}

/** The newest owner in public, with the account behind the name. */
async function lastOwner(tx: IdentifiedDatabase, subject: AnswerSubject, subjectId: string) {
  const [row] = await tx
    .select({ number: answerOwner.number, personNumber: leaderHolder.personNumber })
    .from(answerOwner)
    .leftJoin(leaderHolder, eq(leaderHolder.leaderId, answerOwner.leaderId))
    .where(and(eq(answerOwner.subject, subject), eq(answerOwner.subjectId, subjectId)))
    .orderBy(desc(answerOwner.number))
    .limit(1);
  return row;
}

async function publishOwner(
  tx: IdentifiedDatabase,
  { subject, id, owner, number, day }: Pick<Assignment, 'subject' | 'id' | 'owner'> & { number: number; day: string },
): Promise<LedgerEntry> {
  const { id: leaderId, name, unit } = await leaderRecord(tx, owner, day);
  await tx.insert(answerOwner).values({ subject, subjectId: id, number, leaderId, unit, day });
  return { v: 1, kind: 'answer-owner', subject, id, leader: leaderId, name, unit, day };
}
