import { sql } from 'drizzle-orm';
import type { Database } from '~db/database';

/** What the list of petitions can be narrowed to: only what petitions that everybody may read are about. */
export interface ListChoices {
  /** Paths of units whose leadership is asked, and of those that they lie in; sorted. */
  readonly units: readonly string[];
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
}

/** Each costs one look into an index for every choice there is, however many petitions there are. */
export async function listChoices(db: Database): Promise<ListChoices> {
  const [units, programmes] = await Promise.all([
    // From one unit to the next: an index is not read over and over for a unit that thousands of petitions ask.
    db.execute<{ unit: string }>(sql`
      with recursive asked (unit) as (
        (${nextUnit(sql`true`)})
        union all
        select (${nextUnit(sql`p.asked_unit > asked.unit`)}) from asked where asked.unit is not null
      )
      select unit from asked where unit is not null`),
    db.execute<{ id: string; name: string }>(sql`
      select g.id, r.document->>'name' as name
      from published.programme g
      join published.programme_revision r on r.programme_id = g.id and r.number = g.revision
      where exists (
        select from published.attachment a join published.petition p on p.id = a.subject_id
        where a.subject = 'petition' and a.programme_id = g.id and p.state in ('open', 'closed', 'archived'))
      order by name, g.id`),
  ]);
  const paths = units.flatMap(({ unit }) => withThoseAbove(unit));
  return { units: [...new Set(paths)].sort(), programmes: programmes.map(({ id, name }) => ({ id, name })) };
}

const nextUnit = (beyond: ReturnType<typeof sql>) => sql`
  select p.asked_unit from published.petition p
  where p.asked_unit is not null and p.state in ('open', 'closed', 'archived', 'rejected', 'appealed') and ${beyond}
  order by p.asked_unit limit 1`;

/** A unit and those that it lies in. */
function withThoseAbove(unit: string): string[] {
  const levels = unit.split(' / ');
  return levels.map((_, index) => levels.slice(0, index + 1).join(' / '));
}
