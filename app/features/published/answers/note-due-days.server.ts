import { inArray, sql } from 'drizzle-orm';
import { addWorkingDays } from '~/platform/company-calendar';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { Database } from '~db/database';
import { thresholdReached } from '~db/schema/published';
import { answerReopened } from '~db/schema/published-answers';
import { summaryReached } from '~db/schema/published-concerns';
import { holdCalendar } from '../calendar/calendar-lock.server';
import { companyCalendar } from '../calendar/holidays.queries.server';
import { verdictId } from '../choices/choice';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { bearingOut } from '../summaries/choices';

export type DueDaySettings = Pick<Settings, 'minimum' | 'responseDays' | 'timeZone' | 'workingWeek'>;

export interface DueDaysInput {
  /** Number of the publication. */
  readonly publication: number;
  /** Its moment on the schedule, whenever it really runs. */
  readonly slot: Date;
  /** UTC day of the slot, as everything published has it. */
  readonly day: string;
}

/**
 * Starts the clock of what the counts of a publication oblige to, once for each petition, summary and demand, and fixes the
 * due day: so many working days after the company's day of the slot, on its calendar as it stands (protocol 10). Reads
 * counts that this publication shows. Call it in the transaction that shows them, before the checkpoint is signed.
 * @returns an entry for each; append them before signing, so that the checkpoint covers them
 */
export async function noteDueDays(
  tx: Database,
  settings: DueDaySettings,
  { publication, slot, day }: DueDaysInput,
): Promise<LedgerEntry[]> {
  await holdCalendar(tx);
  const calendar = await companyCalendar(tx, settings);
  const companyDay = dayIn(settings.timeZone, slot);
  const dueDay = (days: number) => addWorkingDays(calendar, companyDay, days);
  const entry = (subject: 'petition' | 'summary' | 'demand', id: string, due: string): LedgerEntry => ({
    ...{ v: 1, kind: 'answer-due', subject, id, due, day: companyDay },
  });
  const entries: LedgerEntry[] = [];
  for (const { id, days } of await petitionsReached(tx, settings, publication)) {
    const row = { petitionId: id, day, dueDay: dueDay(days) };
    const noted = await tx.insert(thresholdReached).values(row).onConflictDoNothing().returning();
    if (noted.length > 0) entries.push(entry('petition', id, row.dueDay));
  }
  for (const { id, days } of await summariesReached(tx, settings, publication)) {
    const row = { summaryId: id, day, dueDay: dueDay(days) };
    const noted = await tx.insert(summaryReached).values(row).onConflictDoNothing().returning();
    if (noted.length > 0) entries.push(entry('summary', id, row.dueDay));
  }
  for (const { id: petitionId, demand, revision } of await demandsReopened(tx, settings, publication)) {
    const row = { petitionId, demand, revision, day: companyDay, dueDay: dueDay(settings.responseDays) };
    const noted = await tx.insert(answerReopened).values(row).onConflictDoNothing().returning();
    if (noted.length > 0) entries.push(entry('demand', verdictId(petitionId, demand), row.dueDay));
  }
  return entries;
}

interface Reached extends Record<string, unknown> {
  readonly id: string;
  /** Working days to answer. */
  readonly days: number;
}

/** Once reached, a threshold obliges, whatever is withdrawn later. */
function petitionsReached(tx: Database, { minimum, responseDays }: DueDaySettings, publication: number) {
  return tx.execute<Reached>(sql`
    select p.id, coalesce(p.response_days, ${responseDays}::int) as days
    from published.tally t join published.petition p on p.id = t.petition_id
    where t.publication = ${publication} and t.signers >= greatest(p.threshold, ${minimum}::int)
      and not exists (select from published.threshold_reached r where r.petition_id = p.id)
    order by p.id collate "C"`);
}

/** Of a choice that may not be shown nothing is added up: the sum would say something of it. */
function summariesReached(tx: Database, { minimum }: DueDaySettings, publication: number) {
  return tx.execute<Reached>(sql`
    select s.id, s.response_days as days
    from published.summary s join published.corroboration_tally t on t.summary_id = s.id
    where t.publication = ${publication} and ${inArray(sql`t.choice`, [...bearingOut])} and t.keys >= ${minimum}::int
      and not exists (select from published.summary_reached r where r.summary_id = s.id)
    group by s.id having sum(t.keys) >= greatest(s.threshold, ${minimum}::int)
    order by s.id collate "C"`);
}

interface Reopened extends Record<string, unknown> {
  readonly id: string;
  /** Counted from 1. */
  readonly demand: number;
  /** The revision of the response that stands. */
  readonly revision: number;
}

/**
 * Demands whose answer enough verdicts call none: of all of them, changed by this publication, with the quorum and the
 * share that were fixed with the response. Once for each demand, for ever.
 */
function demandsReopened(tx: Database, { minimum }: DueDaySettings, publication: number) {
  return tx.execute<Reopened>(sql`
    select r.petition_id as id, v.demand, r.revision
    from (
      select regexp_replace(subject_id, '[.][0-9]+$', '') as petition_id,
        substring(subject_id from '[.]([0-9]+)$')::int as demand,
        sum(keys) as total, coalesce(sum(keys) filter (where choice = 'not'), 0) as not_answered
      from published.choice_tally
      where kind = 'verdict' and subject_id in (
        select subject_id from published.choice_tally where kind = 'verdict' and publication = ${publication}
      )
      group by subject_id
    ) v
    join published.response r on r.petition_id = v.petition_id
    where v.total >= greatest(r.verdict_quorum, ${minimum}::int)
      and v.not_answered * 100 > v.total * r.verdict_percent
      and not exists (
        select from published.answer_reopened o where o.petition_id = r.petition_id and o.demand = v.demand
      )
    order by r.petition_id collate "C", v.demand`);
}
