import { randomInt } from 'node:crypto';
import { asc, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Corroboration } from '~/crypto/semaphore/statement';
import { decodeEntry } from '~/crypto/tlog/entry';
import {
  corroborationNullifiers,
  corroborationNullifiersVersion,
} from '~/features/published/figures/corroboration-nullifiers.queries.server';
import { summaryFigures } from '~/features/published/figures/summary-figures.queries.server';
import { choices } from '~/features/published/summaries/choices';
import { addDays } from '~/platform/clock';
import { waitingCorroboration } from '~db/schema/anonymous-concerns';
import { ledgerEntry } from '~db/schema/published';
import { corroboration, corroborationTally, summaryReached } from '~db/schema/published-concerns';
import { openSummaryHouse, type SummaryHouse } from '~tests/support/summary-house';

let house: SummaryHouse;
let summary: string;
beforeEach(async () => {
  house = await openSummaryHouse();
  summary = await house.publishSummary();
});
afterEach(() => house.close());

const db = () => house.database.published;
const waiting = () => house.database.anonymous.select().from(waitingCorroboration);
const published = () => db().select().from(corroboration).orderBy(asc(corroboration.nullifier), asc(corroboration.n));
const entries = async () =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index)))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ kind }) => kind === 'corroboration');
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
const choose = async (choice: Corroboration, people: readonly string[], n = 0) => {
  await Promise.all(people.map((person) => house.corroborate({ summary, person, choice, n })));
};
const figures = async (id = summary) => (await summaryFigures(db(), house.settings, [id])).get(id);
/** What is shown of each choice; null where nothing is. */
const shown = async () => {
  const all = (await figures())?.choices;
  return choices.map((choice) => (all?.[choice].kind === 'shown' ? all[choice].value : null));
};

describe('what counts, and when', () => {
  test('a choice appears at the first publication at which the minimum made it, and then each act of it', async () => {
    await choose('me-too', crowd(9));
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([null, null, null]);
    expect([await published(), await entries()]).toEqual([[], []]);
    expect(await waiting()).toHaveLength(9);
    await choose('me-too', ['the tenth']);
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([10, null, null]);
    expect(await waiting()).toHaveLength(0);
    await choose('me-too', ['one more']);
    await publishOn('2026-06-12');
    expect(await shown()).toEqual([11, null, null]);
  });

  test('nothing before its checkpoint, and the count of before goes on being shown', async () => {
    await choose('me-too', crowd(10));
    await publishOn('2026-06-10');
    await choose('me-too', crowd(3, 'later'));
    await choose('saw-it', crowd(12, 'witness'));
    house.clock.set('2026-06-11T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await published()).toHaveLength(25);
    expect(await shown()).toEqual([10, null, null]);
    expect(await corroborationNullifiersVersion(db(), summary)).toEqual({ kind: 'under-way' });
    await house.publish();
    expect(await shown()).toEqual([13, 12, null]);
  });

  test('of one choice nothing is said where only another has enough', async () => {
    await choose('me-too', crowd(12));
    await choose('contradicts', crowd(9, 'other'));
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([12, null, null]);
    expect(new Set((await published()).map(({ choice }) => choice))).toEqual(new Set(['me-too']));
    expect(new Set((await entries()).map(({ choice }) => choice))).toEqual(new Set(['me-too']));
    expect((await db().select().from(corroborationTally)).map(({ choice }) => choice)).toEqual(['me-too']);
  });

  test('who changes to a choice that has not appeared is counted under the old one until it does', async () => {
    await choose('me-too', crowd(12));
    await publishOn('2026-06-10');
    await choose('contradicts', crowd(5), 1);
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([12, null, null]);
    await choose('contradicts', crowd(5, 'other'));
    await publishOn('2026-06-12');
    // Seven are left of the first: fewer than may be shown.
    expect(await shown()).toEqual([null, null, 10]);
    await choose('me-too', crowd(3, 'new'));
    await publishOn('2026-06-13');
    expect(await shown()).toEqual([10, null, 10]);
  });

  test('whoever changed back before it appeared stays where they were', async () => {
    await choose('me-too', crowd(12));
    await publishOn('2026-06-10');
    await choose('contradicts', ['person0'], 1);
    await publishOn('2026-06-11');
    await choose('me-too', ['person0'], 2);
    await publishOn('2026-06-12');
    expect(await shown()).toEqual([12, null, null]);
    expect(await waiting()).toHaveLength(0);
    const chain = (await published()).filter(
      ({ nullifier }) => toHex(nullifier) === toHex(house.nullifier(summary, 'person0')),
    );
    // What stood in between is nowhere: its number is left out.
    expect(chain.map(({ n, choice }) => [n, choice])).toEqual([
      [0, 'me-too'],
      [2, 'me-too'],
    ]);
  });

  test('of several acts before one publication the last is published, with its own number', async () => {
    await choose('me-too', crowd(12));
    await choose('saw-it', ['person0'], 1);
    await choose('me-too', ['person0'], 2);
    await choose('saw-it', ['person1'], 1);
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([11, null, null]);
    const acts = (await published()).map(({ n }) => n).sort();
    expect(acts).toEqual([...Array.from({ length: 10 }, () => 0), 2]);
    // The one who chose what has not appeared waits, and with its last act only.
    expect((await waiting()).map(({ n, choice }) => [n, choice])).toEqual([[1, 'saw-it']]);
  });

  test('a summary on its last day still publishes; afterwards what never became enough is forgotten', async () => {
    const last = '2027-06-10';
    await house.openRegister();
    await choose('me-too', crowd(9));
    await choose('saw-it', crowd(10, 'witness'));
    await publishOn(last);
    expect(await shown()).toEqual([null, 10, null]);
    expect(await waiting()).toHaveLength(9);
    await publishOn(addDays(last, 1));
    expect(await waiting()).toHaveLength(0);
    expect(await published()).toHaveLength(10);
  });
});

describe('order', () => {
  test('is by summary, nullifier and number, over all summaries, in the table and in the ledger', async () => {
    const others = [await house.publishSummary(), await house.publishSummary()];
    for (const person of crowd(11)) {
      for (const id of [summary, ...others]) await house.corroborate({ summary: id, person, choice: 'saw-it' });
    }
    await publishOn('2026-06-10');
    const keys = (await entries()).map((entry) => `${entry['summary'] as string} ${entry['nullifier'] as string}`);
    expect(keys).toHaveLength(33);
    expect(keys).toEqual([...keys].sort());
    const physical = await db().execute<{ key: string }>(sql`
      select summary_id || ' ' || encode(nullifier, 'hex') as key from published.corroboration order by ctid`);
    expect(physical.map(({ key }) => key)).toEqual(keys);
  });

  test('of what goes on waiting is that of its keys, whoever came first', async () => {
    for (const person of crowd(9)) await choose('contradicts', [person]);
    await choose('me-too', crowd(10, 'many'));
    await publishOn('2026-06-10');
    const physical = await house.database.anonymous.execute<{ key: string; xmin: string }>(sql`
      select encode(nullifier, 'hex') as key, xmin::text from anonymous.waiting_corroboration order by ctid`);
    expect(physical).toHaveLength(9);
    expect(physical.map(({ key }) => key)).toEqual(physical.map(({ key }) => key).sort());
    expect(new Set(physical.map(({ xmin }) => xmin)).size).toBe(1);
  });
});

describe('the file of nullifiers', () => {
  async function file(): Promise<Buffer> {
    const version = await corroborationNullifiersVersion(db(), summary);
    if (version.kind !== 'published') throw new Error(version.kind);
    const pages: Uint8Array[] = [];
    for await (const page of corroborationNullifiers(db(), summary, version.publication)) pages.push(page);
    return Buffer.concat(pages);
  }

  test('has one record for each key: its last published act', async () => {
    expect(await file()).toHaveLength(0);
    await choose('me-too', crowd(10));
    await choose('contradicts', crowd(10, 'other'));
    await publishOn('2026-06-10');
    await choose('contradicts', ['person3'], 1);
    await choose('saw-it', ['person4'], 1);
    await publishOn('2026-06-11');
    const bytes = await file();
    expect(bytes).toHaveLength(20 * 39);
    const records = Array.from({ length: 20 }, (_, index) => bytes.subarray(39 * index, 39 * (index + 1)));
    const names = records.map((record) => record.toString('hex', 0, 32));
    expect(names).toEqual([...names].sort());
    const recordOf = (person: string) =>
      records.find((record) => record.subarray(0, 32).equals(house.nullifier(summary, person)));
    expect(recordOf('person3')?.toString('hex', 32)).toBe('0002' + '02' + '00000001');
    // This one's new choice waits: nothing but the old one is to be found.
    expect(recordOf('person4')?.toString('hex', 32)).toBe('0001' + '00' + '00000001');
  });

  test('there is none of a summary that there is not', async () => {
    expect(await corroborationNullifiersVersion(db(), 'nothing')).toEqual({ kind: 'unknown' });
  });
});

describe('leadership’s desk', () => {
  const reached = () => db().select().from(summaryReached);

  test('is reached by what bears a summary out, shown choices together, and stays so', async () => {
    await choose('me-too', crowd(14));
    await choose('contradicts', crowd(30, 'other'));
    await choose('saw-it', crowd(9, 'witness'));
    await publishOn('2026-06-10');
    // 14 and 9 are not enough, and the 9 do not count before they are shown.
    expect(await reached()).toEqual([]);
    await choose('me-too', crowd(2, 'more'));
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([16, null, 30]);
    expect(await reached()).toEqual([]);
    await choose('saw-it', ['the tenth witness']);
    await publishOn('2026-06-12');
    expect(await reached()).toEqual([{ summaryId: summary, day: '2026-06-12', dueDay: '2026-07-10' }]);
    await choose('contradicts', crowd(14), 1);
    await publishOn('2026-06-13');
    expect(await shown()).toEqual([null, 10, 44]);
    expect(await figures()).toMatchObject({ reachedDay: '2026-06-12', dueDay: '2026-07-10', threshold: 25 });
  });
});

describe('over time', () => {
  const step = fc.array(
    fc.record({
      person: fc.integer({ min: 0, max: 29 }),
      choice: fc.constantFrom(...choices),
    }),
    { maxLength: 25 },
  );
  const seed = randomInt(2 ** 31);

  test(`the minimum holds for every choice, and the counts are a recount of the ledger (seed ${String(seed)})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (days) => {
        const id = await house.publishSummary();
        const last = new Map<number, Corroboration>();
        const acts = new Map<number, number>();
        const counted = new Map<number, Corroboration>();
        const appeared = new Set<Corroboration>();
        for (const acted of days) {
          for (const { person, choice } of acted) {
            const n = acts.get(person) ?? 0;
            await house.corroborate({ summary: id, person: String(person), choice, n });
            acts.set(person, n + 1);
            last.set(person, choice);
          }
          house.clock.set(`${addDays(house.clock.now().toISOString().slice(0, 10), 1)}T18:00:00Z`);
          await house.publish();
          house.clock.advance(1000);
          const now = [...last.values()];
          for (const choice of choices) if (now.filter((each) => each === choice).length >= 10) appeared.add(choice);
          for (const [person, choice] of last) if (appeared.has(choice)) counted.set(person, choice);
          const told = (await figures(id))?.choices;
          for (const choice of choices) {
            const count = [...counted.values()].filter((each) => each === choice).length;
            expect(told?.[choice]).toEqual(
              count >= 10 ? { kind: 'shown', value: count } : { kind: 'withheld', minimum: 10 },
            );
          }
          // In no published row and no entry is there a word of a choice that has not appeared.
          const rows = (await published()).filter(({ summaryId }) => summaryId === id);
          const entriesOf = (await entries()).filter((entry) => entry['summary'] === id);
          expect(rows.filter(({ choice }) => !appeared.has(choice))).toEqual([]);
          expect(entriesOf.filter((entry) => !appeared.has(entry['choice'] as Corroboration))).toEqual([]);
          expect(entriesOf).toHaveLength(rows.length);
          // An auditor's recount: of each nullifier the numbers rise, and the last act counts.
          const recount = new Map<unknown, { n: number; choice: unknown }>();
          for (const entry of entriesOf) {
            const before = recount.get(entry['nullifier']);
            expect(entry['n'] as number).toBeGreaterThan(before?.n ?? -1);
            recount.set(entry['nullifier'], { n: entry['n'] as number, choice: entry['choice'] });
          }
          const byChoice = (choice: Corroboration) =>
            [...recount.values()].filter((each) => each.choice === choice).length;
          const tallies = (await db().select().from(corroborationTally)).filter(({ summaryId }) => summaryId === id);
          expect(tallies.every(({ choice, keys }) => keys === byChoice(choice))).toBe(true);
          expect(new Set(tallies.map(({ choice }) => choice))).toEqual(appeared);
        }
      }),
      { numRuns: 8, seed },
    );
  }, 120_000);
});
