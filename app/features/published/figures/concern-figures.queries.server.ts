import { sql } from 'drizzle-orm';
import type { Settings } from '~/platform/settings';
import type { Database } from '~db/database';
import type { Figure } from './figure';

/** What may be shown of the concerns about a programme, each as it was last told (protocol 5). */
export interface ConcernFigures {
  readonly programmeId: string;
  readonly received: Figure;
  readonly answered: Figure;
  readonly inTime: Figure;
  /** Days to the answer, the middle one. Withheld as long as the number of answers is. */
  readonly medianDays: Figure;
  /** Day on which anything of it was last told; null while nothing was. */
  readonly day: string | null;
}

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly received: number | null;
  readonly answered: number | null;
  readonly in_time: number | null;
  readonly median_days: number | null;
  readonly day: string | null;
}

/**
 * Figures of concerns, as the last checkpoint covers them. What is not there was never safe to tell: numbers are suppressed
 * when they are published (`concern-releases`), not here.
 * @returns one for each id, whether or not there is such a programme
 */
export async function concernFigures(
  db: Database,
  { minimum }: Pick<Settings, 'minimum'>,
  programmeIds: readonly string[],
): Promise<ReadonlyMap<string, ConcernFigures>> {
  if (programmeIds.length === 0) return new Map();
  const newest = (column: string) =>
    sql.raw(`(array_agg(f.${column} order by f.day desc) filter (where f.${column} is not null))[1] as ${column}`);
  const rows = await db.execute<Row>(sql`
    select wanted.id, ${newest('received')}, ${newest('answered')}, ${newest('in_time')}, ${newest('median_days')},
      max(f.day)::text as day
    from json_array_elements_text(${JSON.stringify(programmeIds)}::json) as wanted (id)
    left join published.concern_figure f on f.programme_id = wanted.id and not exists (
      select from published.publication p where p.day = f.day and p.signatures_done and not p.checkpoint_done
    )
    group by wanted.id`);
  const figure = (value: number | null): Figure =>
    value === null ? { kind: 'withheld', minimum } : { kind: 'shown', value };
  return new Map(
    rows.map((row) => [
      row.id,
      {
        programmeId: row.id,
        received: figure(row.received),
        answered: figure(row.answered),
        inTime: figure(row.in_time),
        medianDays: figure(row.median_days),
        day: row.day,
      },
    ]),
  );
}
