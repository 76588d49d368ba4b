import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Release } from '~/features/published/figures/suppress';
import { unitsToRelease } from '~/features/published/figures/unit-releases';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { UnitKind } from '~/features/published/units/unit-kind';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { unitKinds, unitRelease } from '~db/schema/published-choices';
import { rewriteHeldUnits } from './rewrite-choices.server';
import { thingsToRelease, unitState } from './unit-state.queries.server';
import type { UnseenRun } from './unseen-run';

/*
 * What becomes of disclosed units at a publication, after the acts that they came with (protocol 11): a unit is told with all
 * keys that disclosed it, or goes on waiting with them. Which may be told is decided in `figures/unit-releases`.
 */

/** How many units are in memory at once. */
const pageSize = 1000;

interface Planned {
  readonly id: string;
  readonly release: Release;
}

/**
 * Moves what may be told into `published` and forgets what never will be, in the caller's transaction, which holds the acts.
 * Units of signers come first, then those of witnesses, each in the order of (thing, nullifier).
 */
export async function publishUnits(
  tx: AnonymousDatabase,
  run: UnseenRun,
  settings: Pick<Settings, 'minimum'>,
): Promise<void> {
  let changed = false;
  for (const kind of [...unitKinds].sort()) {
    const planned = await plannedReleases(tx, kind, settings);
    if (planned.length === 0) continue;
    changed = true;
    await release(tx, kind, planned, run);
  }
  const over = await tx.execute(sql`delete from anonymous.waiting_unit w where ${isOver(run.day)} returning edition`);
  if (changed || over.length > 0) await rewriteHeldUnits(tx);
}

/** Whether it would publish or delete anything. @param day of the publication */
export async function unitsPending(
  db: AnonymousDatabase,
  { minimum, day }: { readonly minimum: number; readonly day: string },
): Promise<boolean> {
  for (const kind of unitKinds) if ((await plannedReleases(db, kind, { minimum })).length > 0) return true;
  const [over] = await db.execute(sql`select from anonymous.waiting_unit w where ${isOver(day)} limit 1`);
  return over !== undefined;
}

/**
 * What will never be told: of a pledge that takes no more witnesses, of a petition that takes no more signatures, and of a key
 * that has withdrawn. (A withdrawal forgets the unit itself; but two processes may take both at once.)
 */
const isOver = (day: string) => sql`
  case w.kind
    when 'witness' then exists (
      select from published.choice_subject s
      where s.kind = 'witness' and s.id = w.subject_id and s.until_day < ${day}::date
    )
    else exists (select from published.petition p where p.id = w.subject_id and p.state <> 'open') or exists (
      select from published.signature s where s.petition_id = w.subject_id and s.nullifier = w.nullifier
      having max(s.n) % 2 = 1
    )
  end`;

/** What may be told of everything of a kind that units wait on and that has appeared, in the order of names. */
async function plannedReleases(
  db: AnonymousDatabase,
  kind: UnitKind,
  { minimum }: Pick<Settings, 'minimum'>,
): Promise<readonly Planned[]> {
  const planned: Planned[] = [];
  for (const id of await thingsToRelease(db, kind, minimum)) {
    const told = unitsToRelease(await unitState(db, kind, id), minimum);
    if (told) planned.push({ id, release: told });
  }
  return planned;
}

async function release(
  tx: AnonymousDatabase,
  kind: UnitKind,
  planned: readonly Planned[],
  { number: publication, day }: UnseenRun,
): Promise<void> {
  const moving: Moving = {
    kind,
    cells: JSON.stringify(
      planned.flatMap(({ id, release: { fresh } }) => [...fresh.keys()].map((unit) => ({ id, unit }))),
    ),
  };
  await tx.execute(sql`
    insert into published.disclosed_unit (kind, subject_id, nullifier, unit_path, register_id, edition, proof, day)
    select w.kind, w.subject_id, w.nullifier, w.unit_path, w.register_id, w.edition, w.proof, ${day}::date
    from ${waitingIn(moving)}
    order by w.subject_id collate "C", w.nullifier`);
  await tx
    .insert(unitRelease)
    .values(planned.map(({ id, release: { total } }) => ({ kind, subjectId: id, publication, day, total })));
  const cells = await tx.execute<CellRow>(sql`
    insert into published.unit_figure (kind, subject_id, publication, unit_path, choice, keys)
    select ${kind}, m.id, ${publication}::int, m.unit, c.choice, count(last.choice)::int
    from json_to_recordset(${moving.cells}::json) as m (id text, unit text)
    cross join json_array_elements_text(${JSON.stringify(counted[kind])}::json) as c (choice)
    left join lateral (
      select l.choice from published.disclosed_unit d
      join lateral (${lastChoice[kind]}) l on true
      where d.kind = ${kind} and d.subject_id = m.id and d.unit_path = m.unit and l.choice = c.choice
    ) last on true
    group by m.id, m.unit, c.choice
    order by m.id collate "C", m.unit collate "C", c.choice collate "C"
    returning subject_id as id, unit_path as unit, choice, keys`);
  await appendUnits(tx, moving, day);
  await appendCells(tx, kind, cells, day);
  await tx.execute(sql`
    delete from anonymous.waiting_unit w
    using json_to_recordset(${moving.cells}::json) as m (id text, unit text)
    where w.kind = ${kind} and m.id = w.subject_id and m.unit = w.unit_path`);
}

interface Moving {
  readonly kind: UnitKind;
  /** JSON list of what is told: `{ id, unit }`. */
  readonly cells: string;
}

const waitingIn = ({ kind, cells }: Moving) => sql`
  anonymous.waiting_unit w
  join json_to_recordset(${cells}::json) as m (id text, unit text)
    on w.kind = ${kind} and m.id = w.subject_id and m.unit = w.unit_path`;

/** What is counted of each unit. */
const counted = { witness: ['done', 'not-done'], signature: ['sign'] } as const;

/** What a key `d` last said, as published; nothing where it has withdrawn. */
const lastChoice = {
  witness: sql`
    select p.choice from published.choice p
    where p.kind = 'witness' and p.subject_id = d.subject_id and p.nullifier = d.nullifier
    order by p.n desc limit 1`,
  signature: sql`
    select 'sign' as choice from published.signature s
    where s.petition_id = d.subject_id and s.nullifier = d.nullifier
    having max(s.n) % 2 = 0`,
};

interface UnitRow extends Record<string, unknown> {
  readonly id: string;
  readonly nullifier: Uint8Array;
  readonly unit: string;
  readonly register: number;
  readonly edition: number;
  readonly proof: Uint8Array;
}

/** In the order of (thing, nullifier), whatever the units. */
async function appendUnits(tx: AnonymousDatabase, moving: Moving, day: string): Promise<void> {
  for (let id = '', after = ''; ;) {
    const page = await tx.execute<UnitRow>(sql`
      select w.subject_id as id, w.nullifier, w.unit_path as unit, w.register_id as register, w.edition, w.proof
      from ${waitingIn(moving)}
      where (w.subject_id collate "C", w.nullifier) > (${id}, decode(${after}, 'hex'))
      order by w.subject_id collate "C", w.nullifier
      limit ${pageSize}`);
    await appendEntries(
      tx,
      page.map((row) => unitEntry(moving.kind, row, day)),
    );
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    ({ id } = last);
    after = toHex(last.nullifier);
  }
}

function unitEntry(
  kind: UnitKind,
  { id, nullifier, unit, register, edition, proof }: UnitRow,
  day: string,
): LedgerEntry {
  const said = {
    ...{ nullifier: toHex(nullifier), unit, register, edition },
    ...{ proof: createHash('sha256').update(proof).digest('hex'), day },
  };
  return kind === 'witness'
    ? { v: 1, kind: 'unit', pledge: id, ...said }
    : { v: 1, kind: 'signer-unit', petition: id, ...said };
}

interface CellRow extends Record<string, unknown> {
  readonly id: string;
  readonly unit: string;
  readonly choice: 'done' | 'not-done' | 'sign';
  readonly keys: number;
}

async function appendCells(
  tx: AnonymousDatabase,
  kind: UnitKind,
  cells: readonly CellRow[],
  day: string,
): Promise<void> {
  const keysOf = (cell: CellRow, choice: CellRow['choice']) =>
    cells.find((each) => each.id === cell.id && each.unit === cell.unit && each.choice === choice)?.keys ?? 0;
  const order = ({ id, unit }: CellRow) => `${id}\n${unit}`;
  const told = cells.filter(({ choice }) => choice === counted[kind][0]).sort((a, b) => (order(a) < order(b) ? -1 : 1));
  await appendEntries(
    tx,
    told.map((cell): LedgerEntry => {
      const { id, unit } = cell;
      return kind === 'witness'
        ? { ...{ v: 1, kind: 'unit-cell', pledge: id, unit }, done: keysOf(cell, 'done'), notDone: keysOf(cell, 'not-done'), day } // prettier-ignore
        : { v: 1, kind: 'signer-cell', petition: id, unit, signers: cell.keys, day };
    }),
  );
}
