import { randomInt } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decodeEntry } from '~/crypto/tlog/entry';
import { unitFigures } from '~/features/published/figures/choice-figures.queries.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { waitingChoice, waitingUnit } from '~db/schema/anonymous-choices';
import { ledgerEntry } from '~db/schema/published';
import { disclosedUnit, unitFigure, unitRelease } from '~db/schema/published-choices';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';

let house: ChoiceHouse;
let register: number;
let pledge: string;
const units = { Works: 90, 'Works / Storage': 40, 'Works / Legal': 30 };
beforeEach(async () => {
  house = await openChoiceHouse();
  register = await house.openRegister();
  await house.nameUnits(register, 1, units);
  pledge = await house.offer('witness');
});
afterEach(() => house.close());

const db = () => house.database.published;
const waiting = () => house.database.anonymous.select().from(waitingUnit);
const published = () => db().select().from(disclosedUnit).orderBy(asc(disclosedUnit.nullifier));
const entries = async () =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index)))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ kind }) => kind === 'unit' || kind === 'unit-cell' || kind === 'witness');
const cells = async () =>
  (await entries()).flatMap((entry) =>
    entry['kind'] === 'unit-cell' ? [[entry['pledge'], entry['unit'], entry['done'], entry['notDone']]] : [],
  );
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const crowd = (size: number, name: string) => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
interface Said {
  readonly choice?: 'done' | 'not-done';
  readonly unit?: string;
  readonly n?: number;
}
const say = async (people: readonly string[], { choice = 'done', unit, n = 0 }: Said = {}) => {
  await Promise.all(
    people.map((person) =>
      house.choose({ kind: 'witness', id: pledge, person, choice, n, ...(unit === undefined ? {} : { unit }) }),
    ),
  );
};
const storage = 'Works / Storage';
const legal = 'Works / Legal';
const shown = async () =>
  (await unitFigures(db(), house.settings, pledge)).map(({ unit, day, done, notDone }) => [unit, day, done, notDone]);

describe('a unit', () => {
  test('is told with all who named it, once they and everybody else are enough', async () => {
    await say(crowd(9, 's'), { unit: storage });
    await say(crowd(10, 'x'));
    await publishOn('2026-06-10');
    expect([await shown(), await published(), await cells()]).toEqual([[], [], []]);
    expect(await waiting()).toHaveLength(9);
    await say(['the tenth'], { unit: storage, choice: 'not-done' });
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([[storage, '2026-06-11', 9, 1]]);
    expect(await cells()).toEqual([[pledge, storage, 9, 1]]);
    expect(await waiting()).toHaveLength(0);
    expect((await published()).map(({ unitPath, day, edition }) => [unitPath, day, edition])).toEqual(
      Array.from({ length: 10 }, () => [storage, '2026-06-11', 1]),
    );
    expect(await db().select().from(unitRelease)).toMatchObject([{ subjectId: pledge, day: '2026-06-11', total: 20 }]);
    expect(await unitFigures(db(), { minimum: 11 }, pledge)).toEqual([]);
  });

  test('waits for the minimum of others, and is told when they come, without anybody of it doing anything', async () => {
    await say(crowd(12, 's'), { unit: storage });
    await say(crowd(9, 'x'));
    await publishOn('2026-06-10');
    expect([await shown(), await cells()]).toEqual([[], []]);
    await say(['the tenth']);
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([[storage, '2026-06-11', 12, 0]]);
  });

  test('of a pledge that has not appeared is not told, whoever named it', async () => {
    await say(crowd(9, 's'), { unit: storage });
    await publishOn('2026-06-10');
    expect([await entries(), await shown(), await published()]).toEqual([[], [], []]);
    expect(await waiting()).toHaveLength(9);
  });

  test('is told anew with the minimum more; until then what was told stands, whoever changes their mind', async () => {
    await say(crowd(10, 's'), { unit: storage });
    await say(crowd(30, 'x'));
    await publishOn('2026-06-10');
    await say(crowd(9, 'later'), { unit: storage });
    await say(crowd(10, 's'), { choice: 'not-done', n: 1 });
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([[storage, '2026-06-10', 10, 0]]);
    expect(await waiting()).toHaveLength(9);
    // Who had named none may do so with a later choice; but all others are fewer by one then than they were.
    await say(['x0'], { unit: storage, n: 1, choice: 'not-done' });
    await publishOn('2026-06-12');
    expect(await shown()).toEqual([[storage, '2026-06-10', 10, 0]]);
    await say(['y0'], {});
    await publishOn('2026-06-13');
    expect(await shown()).toEqual([[storage, '2026-06-13', 9, 11]]);
    expect(await cells()).toEqual([
      [pledge, storage, 10, 0],
      [pledge, storage, 9, 11],
    ]);
    expect(await waiting()).toHaveLength(0);
  });

  test('that the newest edition no longer names, or has too few keys left, goes on waiting', async () => {
    await say(crowd(15, 's'), { unit: storage });
    await say(crowd(12, 'l'), { unit: legal });
    await say(crowd(20, 'x'));
    await house.publishEdition(register);
    await house.nameUnits(register, 2, { Works: 90, [storage]: 24 });
    await publishOn('2026-06-10');
    expect([await shown(), await published()]).toEqual([[], []]);
    await house.publishEdition(register);
    await house.nameUnits(register, 3, { Works: 90, [storage]: 25 });
    expect(await house.steps.pending('2026-06-11')).toBe(true);
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([[storage, '2026-06-11', 15, 0]]);
    expect(await waiting()).toHaveLength(12);
  });

  test('that never became enough is forgotten when the pledge takes no more witnesses', async () => {
    await say(crowd(9, 's'), { unit: storage });
    await say(crowd(10, 'x'));
    await publishOn('2026-06-10');
    expect(await house.steps.pending('2027-06-10')).toBe(false);
    await publishOn('2027-06-10');
    expect(await waiting()).toHaveLength(9);
    expect(await house.steps.pending('2027-06-11')).toBe(true);
    await publishOn('2027-06-11');
    expect([await waiting(), await published()]).toEqual([[], []]);
    expect(await house.steps.pending('2027-06-12')).toBe(false);
  });

  test('is told as long as the pledge takes witnesses, and with what comes on its last day', async () => {
    await say(crowd(9, 's'), { unit: storage });
    await say(crowd(10, 'x'));
    await publishOn('2026-06-10');
    await house.publishEdition(register);
    await house.nameUnits(register, 2, units);
    house.clock.set('2027-06-10T20:00:00Z');
    await say(['the tenth'], { unit: storage });
    await publishOn('2027-06-11');
    expect(await shown()).toEqual([[storage, '2027-06-11', 10, 0]]);
    expect(await waiting()).toEqual([]);
  });
});

describe('together', () => {
  test('all units of a publication, and every entry, stand in the order of names', async () => {
    const other = await house.offer('witness');
    for (const id of [pledge, other]) {
      for (const unit of [storage, legal, null]) {
        await Promise.all(
          crowd(11, unit ?? 'none').map((person) =>
            house.choose({ kind: 'witness', id, person, choice: 'done', ...(unit === null ? {} : { unit }) }),
          ),
        );
      }
    }
    await publishOn('2026-06-10');
    const all = await entries();
    const unitKeys = all.flatMap((entry) =>
      entry['kind'] === 'unit' ? [`${entry['pledge'] as string} ${entry['nullifier'] as string}`] : [],
    );
    expect(unitKeys).toHaveLength(44);
    expect(unitKeys).toEqual([...unitKeys].sort());
    const physical = await db().execute<{ key: string; xmin: string }>(sql`
      select subject_id || ' ' || encode(nullifier, 'hex') as key, xmin::text
      from published.disclosed_unit order by ctid`);
    expect(physical.map(({ key }) => key)).toEqual(unitKeys);
    expect(new Set(physical.map(({ xmin }) => xmin)).size).toBe(1);
    const told = (await cells()).map(([id, unit]) => `${id as string} ${unit as string}`);
    expect(told).toHaveLength(4);
    expect(told).toEqual([...told].sort());
    expect(all.map(({ kind }) => kind)).toEqual([
      ...Array.from({ length: 66 }, () => 'witness'),
      ...Array.from({ length: 44 }, () => 'unit'),
      ...Array.from({ length: 4 }, () => 'unit-cell'),
    ]);
  });

  test('half-way: nothing is told before its checkpoint, and a publication that breaks off tells nothing', async () => {
    await say(crowd(10, 's'), { unit: storage });
    await say(crowd(10, 'x'));
    house.clock.set('2026-06-10T18:00:00Z');
    const admin = openSql({ ...house.database.admin, max: 1 });
    await admin`create function published.break() returns trigger language plpgsql as
      $$ begin
        if convert_from(new.bytes, 'UTF8') like '%unit-cell%' then raise exception 'broken off'; end if;
        return new;
      end $$`;
    await admin`create trigger break before insert on published.ledger_entry
      for each row execute function published.break()`;
    await expect(house.publish()).rejects.toThrow();
    expect(await published()).toEqual([]);
    expect([(await waiting()).length, (await house.database.anonymous.select().from(waitingChoice)).length]).toEqual([
      10, 20,
    ]);
    await admin`drop trigger break on published.ledger_entry`;
    await admin`drop function published.break()`;
    await admin.end();
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await published()).toHaveLength(10);
    expect(await shown()).toEqual([]);
    await house.publish();
    expect(await shown()).toEqual([[storage, '2026-06-10', 10, 0]]);
    expect(await cells()).toHaveLength(1);
  });
});

describe('over time', () => {
  const minimum = 10;
  const step = fc.array(
    fc.record({
      group: fc.constantFrom('a', 'b', 'c', 'd'),
      unit: fc.constantFrom(storage, storage, legal, legal, 'Works', null),
      people: fc.integer({ min: 1, max: 14 }),
      choice: fc.constantFrom('done', 'not-done'),
    }),
    { minLength: 1, maxLength: 4 },
  );
  const seed = randomInt(2 ** 31);

  test(`whoever reads the ledger and all figures finds no group below the minimum (seed ${String(seed)})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 5 }), async (days) => {
        pledge = await house.offer('witness');
        const acts = new Map<string, number>();
        const knownBefore = new Map<unknown, unknown>();
        const releases: Set<unknown>[] = [];
        for (const [index, happened] of days.entries()) {
          for (const { group, unit, people, choice } of happened) {
            for (let i = 0; i < people; i += 1) {
              const person = `${group}${String(index % 3)}${String(i)}`;
              const n = acts.get(person) ?? 0;
              const act = { kind: 'witness', id: pledge, person, choice, n } as const;
              try {
                await house.choose(unit === null ? act : { ...act, unit });
                acts.set(person, n + 1);
              } catch (error) {
                // Another unit stands, or there is no room: as if nothing had been said.
                expect(error).toMatchObject({
                  code: expect.stringMatching(/^unit-(?:disclosed|not-offered)$/) as unknown,
                });
              }
            }
          }
          house.clock.set(`${addDays(house.clock.now().toISOString().slice(0, 10), 1)}T18:00:00Z`);
          await house.publish();
          house.clock.advance(1000);
          const own = (await entries()).filter((entry) => [entry['id'], entry['pledge']].includes(pledge));
          const witnesses = new Map<unknown, unknown>();
          for (const entry of own) if (entry['kind'] === 'witness') witnesses.set(entry['nullifier'], entry['choice']);
          const known = new Map<unknown, unknown>();
          for (const entry of own) {
            if (entry['kind'] !== 'unit') continue;
            expect(known.has(entry['nullifier'])).toBe(false);
            known.set(entry['nullifier'], entry['unit']);
          }
          const isGroup = (size: number) => size === 0 || size >= minimum;
          const fresh = [...known].filter(([nullifier]) => !knownBefore.has(nullifier));
          for (const unit of ['Works', storage, legal]) {
            const inIt = (list: readonly (readonly [unknown, unknown])[]) => list.filter(([, path]) => path === unit);
            expect(isGroup(inIt([...known]).length)).toBe(true);
            expect(isGroup(inIt(fresh).length)).toBe(true);
            expect(isGroup(inIt(fresh).length === 0 ? 0 : witnesses.size - inIt([...known]).length)).toBe(true);
          }
          // The total is public every day: so is what is left beside all units.
          const left = [...witnesses.keys()].filter((nullifier) => !known.has(nullifier));
          if (known.size > 0) expect(left.length).toBeGreaterThanOrEqual(minimum);
          if (fresh.length > 0) {
            for (const earlier of releases) {
              expect(isGroup(left.filter((nullifier) => earlier.has(nullifier)).length)).toBe(true);
            }
            releases.push(new Set(witnesses.keys()));
          }
          for (const [nullifier, unit] of fresh) knownBefore.set(nullifier, unit);
          // What is shown was recounted from the ledger on the day on which it was told, and stands in it.
          const figures = await unitFigures(db(), house.settings, pledge);
          for (const { unit, done, notDone, day } of figures) {
            expect(isGroup(done + notDone)).toBe(true);
            expect([...known.values()].filter((path) => path === unit)).toHaveLength(done + notDone);
            expect(own).toContainEqual({ v: 1, kind: 'unit-cell', pledge, unit, done, notDone, day });
            if (fresh.some(([, path]) => path === unit)) {
              const of = (choice: string) =>
                [...known].filter(([nullifier, path]) => path === unit && witnesses.get(nullifier) === choice).length;
              expect([done, notDone]).toEqual([of('done'), of('not-done')]);
            }
          }
          const told = await db().select().from(unitFigure).where(eq(unitFigure.subjectId, pledge));
          expect(own.filter(({ kind }) => kind === 'unit-cell')).toHaveLength(told.length / 2);
        }
      }),
      { numRuns: 10, seed },
    );
  }, 240_000);
});
