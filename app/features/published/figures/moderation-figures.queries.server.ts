import { sql } from 'drizzle-orm';
import { addDays } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { Database } from '~db/database';
import { companyCalendar } from '../calendar/holidays.queries.server';
import { moderationClock } from '../petitions/moderation-clock';
import { moderationFigureDays, type ModerationFigures } from '../petitions/moderation-record';
import { waitingPetitions } from '../petitions/moderation.queries.server';

/** What anybody may read of the moderators' work. One that was decided before due days were kept is in no number. */
export async function moderationFigures(
  db: Database,
  settings: Pick<Settings, 'timeZone' | 'workingWeek'>,
  now: Date,
): Promise<ModerationFigures> {
  const today = dayIn(settings.timeZone, now);
  const [calendar, waiting, rows] = await Promise.all([
    companyCalendar(db, settings),
    waitingPetitions(db),
    db.execute<{ decided: number; in_time: number }>(sql`
      select count(*)::int as decided, count(*) filter (where day <= due_day)::int as in_time
      from published.moderation_act
      where due_day is not null and day > ${addDays(today, -moderationFigureDays)}`),
  ]);
  return {
    waiting: waiting.length,
    overdue: waiting.filter((each) => moderationClock(calendar, each, today).overdue).length,
    decided: rows[0]?.decided ?? 0,
    inTime: rows[0]?.in_time ?? 0,
  };
}
