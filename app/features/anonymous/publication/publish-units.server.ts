import { createHash } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Release } from '~/features/published/figures/suppress';
import { unitsToRelease, type UnitRelease, type UnnamedKeys } from '~/features/published/figures/unit-releases';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingUnit } from '~db/schema/anonymous-choices';
import { unitFigure, unitRelease } from '~db/schema/published-choices';
import type { UnseenRun } from './unseen-run';

/*
 * What becomes of disclosed units at a publication, after the choices (protocol 11): a unit is told with all keys that
 * disclosed it, or goes on waiting with them. Which may be told is decided in `figures/unit-releases`.
 */

/** How many units are in memory at once. */
const pageSize = 1000;

interface Planned {
  readonly pledgeId: string;
  readonly release: Release;
}

/** Moves what may be told into `published`, in the caller's transaction, which holds the acts. @returns whether any was */
export async function publishUnits(
  tx: AnonymousDatabase,
  run: UnseenRun,
  settings: Pick<Settings, 'minimum'>,
): Promise<boolean> {
  const planned = await plannedReleases(tx, settings);
  if (planned.length === 0) return false;
  const moving = JSON.stringify(
    planned.flatMap(({ pledgeId, release }) => [...release.fresh.keys()].map((unit) => ({ pledge: pledgeId, unit }))),
  );
  await tx.execute(sql`
    insert into published.disclosed_unit (kind, subject_id, nullifier, unit_path, register_id, edition, proof, day)
    select w.kind, w.subject_id, w.nullifier, w.unit_path, w.register_id, w.edition, w.proof, ${run.day}::date
    from anonymous.waiting_unit w
    join json_to_recordset(${moving}::json) as m (pledge text, unit text)
      on w.kind = 'witness' and m.pledge = w.subject_id and m.unit = w.unit_path
    order by w.subject_id collate "C", w.nullifier`);
  const { number: publication, day } = run;
  await tx.insert(unitRelease).values(
    planned.map(({ pledgeId, release: { total } }) => ({
      kind: 'witness' as const,
      subjectId: pledgeId,
      publication,
      day,
      total,
    })),
  );
  const cells = await tx.execute<CellRow>(sql`
    insert into published.unit_figure (kind, subject_id, publication, unit_path, choice, keys)
    select 'witness', m.pledge, ${publication}::int, m.unit, c.choice, count(last.choice)::int
    from json_to_recordset(${moving}::json) as m (pledge text, unit text)
    cross join (values ('done'), ('not-done')) as c (choice)
    left join lateral (
      select l.choice from published.disclosed_unit d
      join lateral (
        select p.choice from published.choice p
        where p.kind = 'witness' and p.subject_id = d.subject_id and p.nullifier = d.nullifier
        order by p.n desc limit 1
      ) l on true
      where d.kind = 'witness' and d.subject_id = m.pledge and d.unit_path = m.unit and l.choice = c.choice
    ) last on true
    group by m.pledge, m.unit, c.choice
    order by m.pledge collate "C", m.unit collate "C", c.choice collate "C"
    returning subject_id as pledge, unit_path as unit, choice, keys`);
  await appendUnits(tx, moving, day);
  await appendCells(tx, cells, day);
  await tx.execute(sql`
    delete from anonymous.waiting_unit w
    using json_to_recordset(${moving}::json) as m (pledge text, unit text)
    where w.kind = 'witness' and m.pledge = w.subject_id and m.unit = w.unit_path`);
  return true;
}

/** Whether it would publish anything. */
export async function unitsPending(db: AnonymousDatabase, settings: Pick<Settings, 'minimum'>): Promise<boolean> {
  return (await plannedReleases(db, settings)).length > 0;
}

interface UnitRow extends Record<string, unknown> {
  readonly pledge: string;
  readonly nullifier: Uint8Array;
  readonly unit: string;
  readonly register: number;
  readonly edition: number;
  readonly proof: Uint8Array;
}

/** In the order of (pledge, nullifier), whatever the units. */
async function appendUnits(tx: AnonymousDatabase, moving: string, day: string): Promise<void> {
  for (let pledge = '', after = ''; ;) {
    const page = await tx.execute<UnitRow>(sql`
      select w.subject_id as pledge, w.nullifier, w.unit_path as unit, w.register_id as register, w.edition, w.proof
      from anonymous.waiting_unit w
      join json_to_recordset(${moving}::json) as m (pledge text, unit text)
        on w.kind = 'witness' and m.pledge = w.subject_id and m.unit = w.unit_path
      where (w.subject_id collate "C", w.nullifier) > (${pledge}, decode(${after}, 'hex'))
      order by w.subject_id collate "C", w.nullifier
      limit ${pageSize}`);
    await appendEntries(
      tx,
      page.map(({ nullifier, proof, ...unit }) => ({
        ...{ v: 1, kind: 'unit', pledge: unit.pledge, nullifier: toHex(nullifier), unit: unit.unit },
        ...{ register: unit.register, edition: unit.edition },
        ...{ proof: createHash('sha256').update(proof).digest('hex'), day },
      })),
    );
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    ({ pledge } = last);
    after = toHex(last.nullifier);
  }
}

interface CellRow extends Record<string, unknown> {
  readonly pledge: string;
  readonly unit: string;
  readonly choice: 'done' | 'not-done';
  readonly keys: number;
}

async function appendCells(tx: AnonymousDatabase, cells: readonly CellRow[], day: string): Promise<void> {
  const keysOf = (cell: CellRow, choice: CellRow['choice']) =>
    cells.find((each) => each.pledge === cell.pledge && each.unit === cell.unit && each.choice === choice)?.keys ?? 0;
  const told = cells.filter(({ choice }) => choice === 'done');
  const order = ({ pledge, unit }: CellRow) => `${pledge}\n${unit}`;
  await appendEntries(
    tx,
    [...told]
      .sort((a, b) => (order(a) < order(b) ? -1 : 1))
      .map((cell) => ({
        ...{ v: 1, kind: 'unit-cell', pledge: cell.pledge, unit: cell.unit },
        ...{ done: keysOf(cell, 'done'), notDone: keysOf(cell, 'not-done'), day },
      })),
  );
}

/** What may be told of every pledge that units wait on and that has appeared, in the order of pledges. */
async function plannedReleases(
  db: AnonymousDatabase,
  { minimum }: Pick<Settings, 'minimum'>,
): Promise<readonly Planned[]> {
  const waiting = await db
    .selectDistinct({ pledgeId: waitingUnit.subjectId })
    .from(waitingUnit)
    .where(eq(waitingUnit.kind, 'witness'));
  const planned: Planned[] = [];
  for (const pledgeId of waiting.map((row) => row.pledgeId).sort()) {
    const release = unitsToRelease(
      {
        units: await namedUnits(db, pledgeId),
        disclosed: await disclosedKeys(db, pledgeId),
        unnamed: await unnamedKeys(db, pledgeId),
        releases: await earlierReleases(db, pledgeId),
      },
      minimum,
    );
    if (release) planned.push({ pledgeId, release });
  }
  return planned;
}

/** Units of the newest edition of the register that the pledge is pinned to. */
function namedUnits(db: AnonymousDatabase, pledgeId: string) {
  return db.execute<{ path: string; live: number }>(sql`
    select u.unit_path as path, u.live
    from published.choice_subject s
    join published.edition_unit u on u.register_id = s.register_id and u.edition = (
      select max(e.number) from published.edition e where e.register_id = s.register_id
    )
    where s.kind = 'witness' and s.id = ${pledgeId}`);
}

async function disclosedKeys(db: AnonymousDatabase, pledgeId: string): Promise<Map<string, number>> {
  const rows = await db.execute<{ unit: string; keys: number }>(sql`
    select unit_path as unit, count(*)::int as keys from published.disclosed_unit
    where kind = 'witness' and subject_id = ${pledgeId} group by unit_path`);
  return new Map(rows.map(({ unit, keys }) => [unit, keys]));
}

/** Of published witnesses only: whoever waits for the pledge to appear is in no total. */
function unnamedKeys(db: AnonymousDatabase, pledgeId: string): Promise<readonly UnnamedKeys[]> {
  return db.execute<{ day: string; unit: string | null; keys: number }>(sql`
    select w.day::text, u.unit_path as unit, count(*)::int as keys
    from (
      select c.nullifier, min(c.day) as day from published.choice c
      where c.kind = 'witness' and c.subject_id = ${pledgeId}
      group by c.nullifier
    ) as w
    left join anonymous.waiting_unit u on u.kind = 'witness' and u.subject_id = ${pledgeId} and u.nullifier = w.nullifier
    where not exists (
      select from published.disclosed_unit d where d.kind = 'witness' and d.subject_id = ${pledgeId} and d.nullifier = w.nullifier
    )
    group by w.day, u.unit_path`);
}

async function earlierReleases(db: AnonymousDatabase, pledgeId: string): Promise<readonly UnitRelease[]> {
  const releases = await db
    .select()
    .from(unitRelease)
    .where(sql`${unitRelease.kind} = 'witness' and ${unitRelease.subjectId} = ${pledgeId}`)
    .orderBy(asc(unitRelease.publication));
  const figures = await db
    .select()
    .from(unitFigure)
    .where(sql`${unitFigure.kind} = 'witness' and ${unitFigure.subjectId} = ${pledgeId}`);
  return releases.map(({ publication, day, total }) => {
    const fresh = new Map<string, number>();
    for (const { unitPath, keys } of figures.filter((figure) => figure.publication === publication)) {
      fresh.set(unitPath, (fresh.get(unitPath) ?? 0) + keys);
    }
    return { day, total, fresh };
  });
}
