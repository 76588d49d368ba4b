import { sql } from 'drizzle-orm';
import type { Corroboration } from '~/crypto/semaphore/statement';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import { choices } from '../summaries/choices';
import { figureOf, type Figure } from './figure';

/** What may be shown of the corroborations of a summary, as the last checkpoint covers it (protocol 5). */
export interface SummaryFigures {
  readonly summaryId: string;
  /** Keys whose last published choice it is. */
  readonly choices: Readonly<Record<Corroboration, Figure>>;
  /** Corroborations that bring it to leadership's desk. */
  readonly threshold: number;
  /** Day on which the published count reached it. */
  readonly reachedDay: string | null;
  /** Day by which leadership must have answered. */
  readonly dueDay: string | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly threshold: number;
  readonly reached: string | null;
  readonly due: string | null;
  /** Newest released count of each choice that has appeared. */
  readonly keys: Readonly<Partial<Record<Corroboration, number>>> | null;
}

/** Counts of summaries as last published. Ids without a summary are left out. */
export async function summaryFigures(
  db: Database,
  { minimum }: Pick<Settings, 'minimum'>,
  summaryIds: readonly string[],
): Promise<ReadonlyMap<string, SummaryFigures>> {
  if (summaryIds.length === 0) return new Map();
  const rows = await db.execute<Row>(sql`
    select s.id, s.threshold, r.day::text as reached, r.due_day::text as due, f.keys
    from json_array_elements_text(${JSON.stringify(summaryIds)}::json) as wanted (id)
    join published.summary s on s.id = wanted.id
    left join published.summary_reached r on r.summary_id = s.id
    left join lateral (
      select json_object_agg(choice, keys) as keys from (
        select distinct on (choice) choice, keys from published.corroboration_figure
        where summary_id = s.id order by choice, day desc
      ) as newest
    ) f on true`);
  return new Map(
    rows.map(({ id, threshold, reached, due, keys }) => {
      const figure = (choice: Corroboration) => figureOf(keys?.[choice] ?? 0, minimum);
      const shown = Object.fromEntries(choices.map((choice) => [choice, figure(choice)]));
      return [
        id,
        {
          summaryId: id,
          choices: shown as Record<Corroboration, Figure>,
          threshold,
          reachedDay: reached,
          dueDay: due,
        },
      ];
    }),
  );
}
