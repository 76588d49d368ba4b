import { asc, sql } from 'drizzle-orm';
import type { UnitRelease, UnitState, UnnamedKeys } from '~/features/published/figures/unit-releases';
import type { UnitKind } from '~/features/published/units/unit-kind';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { unitFigure, unitRelease } from '~db/schema/published-choices';

/** Things of which some unit has enough keys waiting that it could be told, in the order of names. */
export async function thingsToRelease(
  db: AnonymousDatabase,
  kind: UnitKind,
  minimum: number,
): Promise<readonly string[]> {
  const rows = await db.execute<{ id: string }>(sql`
    select distinct id from (
      select subject_id as id from anonymous.waiting_unit where kind = ${kind}
      group by subject_id, unit_path having count(*) >= ${minimum}::int
    ) as enough`);
  return rows.map(({ id }) => id).sort();
}

/** Everything about the units of one thing, as the acts of this publication leave it. */
export async function unitState(db: AnonymousDatabase, kind: UnitKind, id: string): Promise<UnitState> {
  const rows = await db.execute<{ unit: string; keys: number; counted: number }>(disclosedKeys[kind](id));
  return {
    units: await namedUnits(db, kind, id),
    disclosed: new Map(rows.map(({ unit, keys }) => [unit, keys])),
    counted: new Map(rows.map(({ unit, counted }) => [unit, counted])),
    unnamed: await unnamedKeys(db, kind, id),
    releases: await earlierReleases(db, kind, id),
  };
}

/** Units of the newest edition of the register that the thing is pinned to. */
function namedUnits(db: AnonymousDatabase, kind: UnitKind, id: string) {
  const register = {
    witness: sql`select register_id from published.choice_subject where kind = 'witness' and id = ${id}`,
    signature: sql`select register_id from published.petition where id = ${id}`,
  }[kind];
  return db.execute<{ path: string; live: number }>(sql`
    select u.unit_path as path, u.live
    from (${register}) as s
    join published.edition_unit u on u.register_id = s.register_id and u.edition = (
      select max(e.number) from published.edition e where e.register_id = s.register_id
    )`);
}

/** Keys whose unit is public, and those of them that are counted: witnesses stay, signers may withdraw. */
const disclosedKeys = {
  witness: (id: string) => sql`
    select unit_path as unit, count(*)::int as keys, count(*)::int as counted from published.disclosed_unit
    where kind = 'witness' and subject_id = ${id} group by unit_path`,
  signature: (id: string) => sql`
    select d.unit_path as unit, count(*)::int as keys, count(*) filter (where s.signs)::int as counted
    from published.disclosed_unit d
    join lateral (
      select max(n) % 2 = 0 as signs from published.signature where petition_id = ${id} and nullifier = d.nullifier
    ) s on true
    where d.kind = 'signature' and d.subject_id = ${id} group by d.unit_path`,
};

/** Of published acts only: whoever waits for the thing to appear is in no total. */
const countedKeys = {
  witness: (id: string) => sql`
    select nullifier, min(day)::text as days from published.choice
    where kind = 'witness' and subject_id = ${id} group by nullifier`,
  signature: (id: string) => sql`
    select nullifier, string_agg(day::text, ' ' order by n) as days from published.signature
    where petition_id = ${id} group by nullifier having max(n) % 2 = 0`,
};

async function unnamedKeys(db: AnonymousDatabase, kind: UnitKind, id: string): Promise<readonly UnnamedKeys[]> {
  const rows = await db.execute<{ days: string; unit: string | null; keys: number }>(sql`
    select k.days, u.unit_path as unit, count(*)::int as keys
    from (${countedKeys[kind](id)}) as k
    left join anonymous.waiting_unit u on u.kind = ${kind} and u.subject_id = ${id} and u.nullifier = k.nullifier
    where not exists (
      select from published.disclosed_unit d
      where d.kind = ${kind} and d.subject_id = ${id} and d.nullifier = k.nullifier
    )
    group by k.days, u.unit_path`);
  return rows.map(({ days, ...row }) => ({ ...row, days: days.split(' ') }));
}

async function earlierReleases(db: AnonymousDatabase, kind: UnitKind, id: string): Promise<readonly UnitRelease[]> {
  const releases = await db
    .select()
    .from(unitRelease)
    .where(sql`${unitRelease.kind} = ${kind} and ${unitRelease.subjectId} = ${id}`)
    .orderBy(asc(unitRelease.publication));
  const figures = await db
    .select()
    .from(unitFigure)
    .where(sql`${unitFigure.kind} = ${kind} and ${unitFigure.subjectId} = ${id}`);
  return releases.map(({ publication, day, total }) => {
    const fresh = new Map<string, number>();
    for (const { unitPath, keys } of figures.filter((figure) => figure.publication === publication)) {
      fresh.set(unitPath, (fresh.get(unitPath) ?? 0) + keys);
    }
    return { day, total, fresh };
  });
}
