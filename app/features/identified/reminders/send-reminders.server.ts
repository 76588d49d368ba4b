import { and, asc, eq, lt } from 'drizzle-orm';
import type { Due } from '~/features/published/answers/due';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import { companyCalendar } from '~/features/published/calendar/holidays.queries.server';
import { addDays, dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn, hourIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { answerCase, leaderHolder, reminder } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { queueMail } from '../accounts/queue-mail.server';
import { reminderMail } from './reminder-mail';
import { mayRemind, reminderStage } from './reminder-stage';

export interface ReminderDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'workingWeek'>;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/**
 * Reminds who is accountable of what is due, by day and not by night, each stage of each thing once: its owner and whoever
 * writes the answer for them; where nobody was named, or who was named is in leadership no more, everybody in leadership.
 * Nobody else is ever written to: who signed is not known here. Call it as often as you like, in as many processes as you like.
 * @returns how many mails were left in the outbox
 */
export function sendReminders({ db, clock, settings, publicUrl }: ReminderDeps): Promise<number> {
  const now = clock.now();
  const today = dayIn(settings.timeZone, now);
  return inTransaction(db, async (tx) => {
    const calendar = await companyCalendar(tx, settings);
    if (!mayRemind(calendar, today, hourIn(settings.timeZone, now))) return 0;
    const fresh: Due[] = [];
    for (const due of await everythingDue(tx)) {
      const stage = reminderStage(calendar, due, today);
      if (stage === null) continue;
      const { subject, id: subjectId, dueDay } = due;
      // Whoever else is at it waits here until one of the two has committed, and then finds it told.
      const told = await tx
        .insert(reminder)
        .values({ subject, subjectId, dueDay, stage })
        .onConflictDoNothing()
        .returning({ stage: reminder.stage });
      if (told.length > 0) fresh.push(due);
    }
    if (fresh.length === 0) return 0;
    const mails = await mailsFor(tx, fresh);
    for (const [recipient, items] of mails) {
      await queueMail(tx, { recipient, ...reminderMail(items, { calendar, today, publicUrl }) });
    }
    return mails.size;
  });
}

type Items = { readonly due: Due; readonly unowned: boolean }[];

/** What each address is told, in the order of due days. */
async function mailsFor(tx: IdentifiedDatabase, dues: readonly Due[]): Promise<ReadonlyMap<string, Items>> {
  const leaders = await leadership(tx);
  const cases = await tx.select().from(answerCase);
  const holders = new Map((await tx.select().from(leaderHolder)).map((row) => [row.leaderId, row.personNumber]));
  const mails = new Map<string, Items>();
  for (const due of dues) {
    const [subject, id] = due.subject === 'demand' ? ['petition', due.petitionId] : [due.subject, due.id];
    const found = cases.find((each) => each.subject === subject && each.subjectId === id);
    const owner = found?.owner ?? (due.owner ? holders.get(due.owner.leaderId) : undefined);
    const ownersMail = owner === undefined ? undefined : leaders.get(owner);
    const delegatesMail = found?.delegate ? leaders.get(found.delegate) : undefined;
    const unowned = ownersMail === undefined;
    const recipients = unowned ? [...leaders.values()] : delegatesMail ? [ownersMail, delegatesMail] : [ownersMail];
    for (const recipient of recipients) mails.set(recipient, [...(mails.get(recipient) ?? []), { due, unowned }]);
  }
  return mails;
}

/** Addresses of everybody active in leadership, by person number. */
async function leadership(tx: IdentifiedDatabase): Promise<ReadonlyMap<string, string>> {
  const rows = await tx
    .select({ personNumber: person.personNumber, email: person.email })
    .from(person)
    .innerJoin(roleGrant, and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership')))
    .where(eq(person.status, 'active'))
    .orderBy(asc(person.personNumber));
  return new Map(rows.map(({ personNumber, email }) => [personNumber, email]));
}

/** Longer than anything is reminded of. */
export const reminderDaysKept = 366;

/** Forgets what was reminded of things of which nothing is said any more. */
export async function deleteExpiredReminders(db: IdentifiedDatabase, now: Date): Promise<void> {
  await db.delete(reminder).where(lt(reminder.dueDay, addDays(dayOf(now), -reminderDaysKept)));
}
