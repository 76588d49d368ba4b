import { asc } from 'drizzle-orm';
import type { CompanyCalendar } from '~/platform/company-calendar';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { holiday } from '~db/schema/published-answers';

export interface Holiday {
  /** 'YYYY-MM-DD'. */
  readonly date: string;
  readonly name: string;
}

/** Every holiday of the company, past ones too, in their order. */
export function holidays(db: Database): Promise<readonly Holiday[]> {
  return db.select().from(holiday).orderBy(asc(holiday.date));
}

/** On which days the company works, as far as it has said by now. */
export async function companyCalendar(
  db: Database,
  { workingWeek }: Pick<Settings, 'workingWeek'>,
): Promise<CompanyCalendar> {
  const rows = await db.select({ date: holiday.date }).from(holiday);
  return { workingWeek, holidays: new Set(rows.map(({ date }) => date)) };
}
