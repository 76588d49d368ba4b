import { asc, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rewriteWaiting } from '~/features/anonymous/publication/rewrite-waiting.server';
import { choiceFigures, unitFigures } from '~/features/published/figures/choice-figures.queries.server';
import { decodeEntry } from '~/crypto/tlog/entry';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { waitingChoice, waitingUnit } from '~db/schema/anonymous-choices';
import { ledgerEntry } from '~db/schema/published';
import { choice, choiceTally, disclosedUnit, unitRelease } from '~db/schema/published-choices';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';

/* Publications and rewritings that break off at every point, and people who go on choosing meanwhile. */

let house: ChoiceHouse;
let register: number;
beforeAll(async () => {
  house = await openChoiceHouse();
  register = await house.openRegister();
  await house.nameUnits(register, 1, { Works: 100, 'Works / Storage': 40 });
});
afterAll(() => house.close());

const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
const anonymous = () => house.database.anonymous;
const db = () => house.database.published;
const waitingOn = (id: string) => anonymous().select().from(waitingChoice).where(eq(waitingChoice.subjectId, id));
const unitsOn = (id: string) => anonymous().select().from(waitingUnit).where(eq(waitingUnit.subjectId, id));
const publishedOn = (id: string) => db().select().from(choice).where(eq(choice.subjectId, id));
const entriesOf = async (id: string) =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index)))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter((entry) => entry['id'] === id || entry['pledge'] === id);
const witness = (id: string, person: string, unit: string | null, n = 0) =>
  house.choose({ kind: 'witness', id, person, choice: 'done', n, ...(unit === null ? {} : { unit }) });

/** Runs work while the connection dies in the middle of a statement at that place, as when the server is killed. */
async function whileDeadly(trigger: string, work: () => Promise<unknown>): Promise<void> {
  const admin = openSql({ ...house.database.admin, max: 1 });
  try {
    await admin.unsafe(`
      create function public.crash() returns trigger language plpgsql security definer as
        $$ begin perform pg_terminate_backend(pg_backend_pid()); perform pg_sleep(1); return null; end $$;
      grant usage on schema public to public;
      create trigger crash ${trigger} execute function public.crash()`);
    await work();
  } finally {
    await admin.unsafe('drop function public.crash() cascade');
    await admin.end();
  }
}

const points: [string, string][] = [
  ['at the first choice', 'before insert on published.choice for each row'],
  ['after the choices', 'after insert on published.choice for each statement'],
  ['at the count', 'before insert on published.choice_tally for each row'],
  ['in the ledger', 'before insert on published.ledger_entry for each row when (new.index % 7 = 5)'],
  ['at the deletion of what was moved', 'after delete on anonymous.waiting_choice for each statement'],
  ['at the units', 'before insert on published.disclosed_unit for each row'],
  ['at a release', 'before insert on published.unit_release for each row'],
  ['at a cell', 'after insert on published.unit_figure for each statement'],
  ['at the deletion of units', 'after delete on anonymous.waiting_unit for each statement'],
  ['at the rewriting', 'before truncate on anonymous.waiting_choice for each statement'],
  ['after the rewriting', 'after insert on anonymous.waiting_unit for each statement'],
  ['at the end of the second step', 'before update on published.publication for each row when (new.signatures_done)'],
  ['at the figure', 'before insert on published.choice_figure for each row'],
  ['at the end of the last step', 'after update on published.publication for each row when (new.checkpoint_done)'],
];

test.each(points.map(([where, trigger], index) => [where, trigger, index] as const))(
  'a crash %s neither loses nor doubles anything',
  async (_, trigger, index) => {
    const day = addDays('2026-07-01', 3 * index);
    house.clock.set(`${addDays(day, -1)}T20:00:00Z`);
    await house.publish();
    const [pledge, fails] = [
      await house.offer('witness'),
      await house.offer('witness', { untilDay: addDays(day, -1) }),
    ];
    await Promise.all(crowd(12, 's').map((person) => witness(pledge, person, 'Works / Storage')));
    await Promise.all(crowd(11).map((person) => witness(pledge, person, null)));
    await witness(pledge, 'person0', null, 1);
    await Promise.all(crowd(4).map((person) => witness(fails, person, 'Works')));

    house.clock.set(`${day}T18:00:00Z`);
    await whileDeadly(trigger, () => expect(house.publish()).rejects.toThrow());
    // People go on choosing in between, one of them with the unit that is just being told.
    await witness(pledge, 'late', null);
    await house.publish();
    house.clock.set(`${addDays(day, 1)}T18:00:00Z`);
    await house.publish();

    expect(await publishedOn(pledge)).toHaveLength(24);
    expect([...(await waitingOn(pledge)), ...(await unitsOn(pledge))]).toEqual([]);
    expect([...(await waitingOn(fails)), ...(await unitsOn(fails)), ...(await publishedOn(fails))]).toEqual([]);
    const figures = (await choiceFigures(db(), house.settings, 'witness', [pledge])).get(pledge);
    expect(figures?.total).toEqual({ kind: 'shown', value: 24 });
    expect(await unitFigures(db(), house.settings, pledge)).toMatchObject([{ done: 12, notDone: 0 }]);
    expect(await db().select().from(disclosedUnit).where(eq(disclosedUnit.subjectId, pledge))).toHaveLength(12);
    expect(await db().select().from(unitRelease).where(eq(unitRelease.subjectId, pledge))).toHaveLength(1);
    const tallies = await db().select().from(choiceTally).where(eq(choiceTally.subjectId, pledge));
    expect(tallies.map(({ choice: each, keys }) => [each, keys]).sort()).toEqual([
      ['done', 24],
      ['not-done', 0],
    ]);
    const kinds = (await entriesOf(pledge)).map(({ kind }) => kind);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect([count('witness'), count('unit'), count('unit-cell')]).toEqual([24, 12, 1]);
    expect(await entriesOf(fails)).toEqual([]);
  },
);

describe('the minute’s rewriting', () => {
  const order = (table: 'waiting_choice' | 'waiting_unit') =>
    anonymous().execute<{ key: string; xmin: string }>(
      sql.raw(`select encode(nullifier, 'hex') as key, xmin::text from anonymous.${table} order by ctid`),
    );

  test('that breaks off changes nothing, and the next one does it', async () => {
    const pledge = await house.offer('witness');
    for (const person of crowd(8)) await witness(pledge, person, 'Works');
    const before = [await order('waiting_choice'), await order('waiting_unit')];
    for (const trigger of [
      'before truncate on anonymous.waiting_unit for each statement',
      'before insert on anonymous.waiting_unit for each row',
      'after insert on anonymous.waiting_choice for each statement',
    ]) {
      await whileDeadly(trigger, () => expect(rewriteWaiting(anonymous())).rejects.toThrow());
      expect([await order('waiting_choice'), await order('waiting_unit')]).toEqual(before);
    }
    await rewriteWaiting(anonymous());
    for (const [index, table] of (['waiting_choice', 'waiting_unit'] as const).entries()) {
      const rows = await order(table);
      expect(rows.map(({ key }) => key)).toEqual(before[index]?.map(({ key }) => key).sort());
      expect(new Set(rows.map(({ xmin }) => xmin)).size).toBe(1);
    }
  });

  test('and a publication lose nothing that comes in meanwhile, and put nothing in both', async () => {
    const pledge = await house.offer('witness');
    const bodies = await Promise.all(
      crowd(60).map((person, index) =>
        house.choiceBody({
          ...{ kind: 'witness', id: pledge, person, choice: 'done' },
          ...(index % 3 === 0 ? { unit: 'Works' } : {}),
        }),
      ),
    );
    house.clock.set('2026-12-01T18:00:00Z');
    await house.publishEdition(register);
    await house.nameUnits(register, 2, { Works: 100 });
    const rewriting = (async () => {
      for (let i = 0; i < 10; i += 1) await rewriteWaiting(anonymous());
    })();
    await Promise.all([...[...bodies, ...bodies].map((body) => house.postChoice(body)), house.publish(), rewriting]);
    house.clock.set('2026-12-02T18:00:00Z');
    await house.publish();
    expect([await waitingOn(pledge), await unitsOn(pledge)]).toEqual([[], []]);
    expect(await publishedOn(pledge)).toHaveLength(60);
    expect(await db().select().from(disclosedUnit).where(eq(disclosedUnit.subjectId, pledge))).toHaveLength(20);
    const figures = (await choiceFigures(db(), house.settings, 'witness', [pledge])).get(pledge);
    expect(figures?.total).toEqual({ kind: 'shown', value: 60 });
  });
});
