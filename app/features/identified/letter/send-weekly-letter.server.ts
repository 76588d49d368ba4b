import { sql } from 'drizzle-orm';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import { companyCalendar } from '~/features/published/calendar/holidays.queries.server';
import { publicNews } from '~/features/published/news/news.queries.server';
import { addDays, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn, hourIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { mailOutbox, person } from '~db/schema/identified';
import { letterSent, letterTaker } from '~db/schema/identified-organizing';
import { inTransaction } from '~db/transaction';
import { forgetLeftTakers } from './letter-taker.server';
import { daysAhead, letterDay, mondayOf, weeklyLetter, weekOf } from './weekly-letter';

export interface LetterDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'workingWeek' | 'organisationName'>;
  /** For links in mail, without a trailing slash. */
  readonly publicUrl: string;
}

/** Hour of the company's clock from which it is sent. */
const fromHour = 8;

/** More than any week brings. */
const mostNews = 500;

/**
 * Sends the weekly letter once a week, on its Monday by the company's calendar or the first working day after, to everybody
 * who takes it: the same bytes, made of public news alone. A week that begins while nothing runs is made up for until its end.
 * Call it as often as you like, in as many processes as you like.
 * @returns to how many it was left in the outbox; null where it was sent before, or is not due
 */
export function sendWeeklyLetter({ db, clock, settings, publicUrl }: LetterDeps): Promise<number | null> {
  const now = clock.now();
  const today = dayIn(settings.timeZone, now);
  return inTransaction(db, async (tx) => {
    const calendar = await companyCalendar(tx, settings);
    if (today < letterDay(calendar, today) || hourIn(settings.timeZone, now) < fromHour) return null;
    // Whoever else is at it waits here until one of the two has committed, and then finds it sent.
    const fresh = await tx
      .insert(letterSent)
      .values({ week: weekOf(today), day: today, takers: activeTakers })
      .onConflictDoNothing()
      .returning();
    if (fresh.length === 0) return null;
    await forgetLeftTakers(tx);
    const monday = mondayOf(today);
    const news = await publicNews(tx, { since: addDays(monday, -7), before: monday, limit: mostNews });
    const due = (await everythingDue(tx)).filter(({ dueDay }) => dueDay <= addDays(today, daysAhead));
    const letter = weeklyLetter({ news, due, today, organisationName: settings.organisationName, publicUrl });
    return letter === null ? 0 : queueLetter(tx, letter);
  });
}

/** As many as it goes to. */
const activeTakers = sql<number>`(
  select count(*)::int from ${letterTaker} t join ${person} p on p.person_number = t.person_number where p.status = 'active')`;

/** In one statement, so that no list of takers is held anywhere else. They wait behind every other mail. */
async function queueLetter(tx: IdentifiedDatabase, letter: { subject: string; body: string }): Promise<number> {
  const queued = await tx.execute(sql`
    insert into ${mailOutbox} (id, recipient, subject, body, for_all)
    select gen_random_uuid()::text, p.email, ${letter.subject}, ${letter.body}, true
    from ${person} p join ${letterTaker} t on t.person_number = p.person_number
    where p.status = 'active'
    returning 1`);
  return queued.length;
}
