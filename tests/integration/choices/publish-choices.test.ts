import { randomInt } from 'node:crypto';
import { asc, eq, sql } from 'drizzle-orm';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import { decodeEntry } from '~/crypto/tlog/entry';
import { choicesOf } from '~/features/published/choices/choice';
import { choiceFigures, choiceHistory } from '~/features/published/figures/choice-figures.queries.server';
import {
  choiceNullifiers,
  choiceNullifiersVersion,
} from '~/features/published/figures/choice-nullifiers.queries.server';
import { addDays } from '~/platform/clock';
import { openSql } from '~db/database';
import { waitingChoice } from '~db/schema/anonymous-choices';
import { ledgerEntry } from '~db/schema/published';
import { choice, choiceFigure, choiceTally } from '~db/schema/published-choices';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';

let house: ChoiceHouse;
let id: string;
beforeEach(async () => {
  house = await openChoiceHouse();
  id = await house.offer('verdict');
});
afterEach(() => house.close());

const db = () => house.database.published;
const waiting = () => house.database.anonymous.select().from(waitingChoice);
const published = (subject = id) =>
  db().select().from(choice).where(eq(choice.subjectId, subject)).orderBy(asc(choice.nullifier), asc(choice.n));
const entries = async () =>
  (await db().select().from(ledgerEntry).orderBy(asc(ledgerEntry.index)))
    .map(({ bytes }) => decodeEntry(bytes))
    .filter(({ kind }) => kind === 'verdict' || kind === 'witness' || kind === 'support');
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
interface Chosen {
  readonly n?: number;
  readonly kind?: ChoiceKind;
  readonly subject?: string;
}
const choose = async (
  chosen: Choice,
  people: readonly string[],
  { n = 0, kind = 'verdict', subject = id }: Chosen = {},
) => {
  await Promise.all(people.map((person) => house.choose({ kind, id: subject, person, choice: chosen, n })));
};
/** What is shown: the total, then each choice; null where nothing is. */
const shown = async (kind: ChoiceKind = 'verdict', subject = id) => {
  const figures = (await choiceFigures(db(), house.settings, kind, [subject])).get(subject);
  const all = [figures?.total, ...Object.values(figures?.choices ?? {})];
  return all.map((figure) => (figure?.kind === 'shown' ? figure.value : null));
};

describe('what counts, and when', () => {
  test('all choices appear at once, at the first publication at which the minimum chose, and then each act', async () => {
    await choose('answered', crowd(4));
    await choose('not', crowd(5, 'other'));
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([null, null, null, null]);
    expect([await published(), await entries()]).toEqual([[], []]);
    expect(await waiting()).toHaveLength(9);
    await choose('not', ['the tenth']);
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([10, 4, 0, 6]);
    expect(await waiting()).toHaveLength(0);
    await choose('partly', ['one more']);
    await choose('not', ['person0'], { n: 1 });
    await publishOn('2026-06-12');
    expect(await shown()).toEqual([11, 3, 1, 7]);
    expect(await choiceHistory(db(), house.settings, 'verdict', id)).toEqual([
      { day: '2026-06-11', choices: { answered: 4, partly: 0, not: 6 } },
      { day: '2026-06-12', choices: { answered: 3, partly: 1, not: 7 } },
    ]);
  });

  test('of an answer below the minimum the figures are those of one that nobody judged', async () => {
    const untouched = await house.offer('verdict');
    await choose('not', crowd(9));
    await publishOn('2026-06-10');
    const figures = await choiceFigures(db(), house.settings, 'verdict', [id, untouched, 'nothing']);
    expect(figures.get(id)).toEqual(figures.get(untouched));
    expect(figures.get(id)).toEqual(figures.get('nothing'));
    expect(await choiceHistory(db(), house.settings, 'verdict', id)).toEqual([]);
    expect(await choiceNullifiersVersion(db(), { kind: 'verdict', id })).toEqual(
      await choiceNullifiersVersion(db(), { kind: 'verdict', id: untouched }),
    );
  });

  test('a key that chose ten times is one key', async () => {
    await choose('answered', crowd(1));
    for (let n = 1; n < 10; n += 1) await choose('not', crowd(1), { n });
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([null, null, null, null]);
  });

  test('nothing before its checkpoint, and what was shown before goes on being shown', async () => {
    await choose('answered', crowd(10));
    await publishOn('2026-06-10');
    await choose('not', crowd(3, 'later'));
    house.clock.set('2026-06-11T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await published()).toHaveLength(13);
    expect(await shown()).toEqual([10, 10, 0, 0]);
    expect(await choiceNullifiersVersion(db(), { kind: 'verdict', id })).toEqual({ kind: 'under-way' });
    await house.publish();
    expect(await shown()).toEqual([13, 10, 0, 3]);
  });

  test('half-way: a publication that breaks off leaves everything as it was, and the next one does it once', async () => {
    await choose('answered', crowd(10));
    const before = await waiting();
    house.clock.set('2026-06-10T18:00:00Z');
    // The ledger cannot be written to when the acts have been copied.
    const admin = openSql({ ...house.database.admin, max: 1 });
    await admin`create function published.break() returns trigger language plpgsql as
      $$ begin raise exception 'broken off'; end $$`;
    await admin`create trigger break before insert on published.ledger_entry
      for each row execute function published.break()`;
    await expect(house.publish()).rejects.toThrow();
    expect(await waiting()).toEqual(before);
    expect([await published(), await db().select().from(choiceTally)]).toEqual([[], []]);
    await admin`drop trigger break on published.ledger_entry`;
    await admin`drop function published.break()`;
    await admin.end();
    await house.publish();
    await house.publish();
    expect(await shown()).toEqual([10, 10, 0, 0]);
    expect(await entries()).toHaveLength(10);
  });

  test('of several acts before one publication the last is published, with its own number', async () => {
    await choose('answered', crowd(12));
    await choose('partly', ['person0'], { n: 1 });
    await choose('answered', ['person0'], { n: 2 });
    await choose('not', ['person1'], { n: 1 });
    await publishOn('2026-06-10');
    expect(await shown()).toEqual([12, 11, 0, 1]);
    expect((await published()).map(({ n }) => n).sort()).toEqual([...Array.from({ length: 10 }, () => 0), 1, 2]);
    expect(await waiting()).toHaveLength(0);
  });

  test('a revision of the words resets nothing: each act names the revision that it was made on', async () => {
    await choose('not', crowd(6));
    await publishOn('2026-06-10');
    await house.offer('verdict', { id, revision: 2 });
    await choose('answered', crowd(4, 'later'));
    await publishOn('2026-06-11');
    expect(await shown()).toEqual([10, 4, 0, 6]);
    expect((await entries()).map((entry) => entry['revision']).sort()).toEqual([1, 1, 1, 1, 1, 1, 2, 2, 2, 2]);
  });

  test('on its last day still publishes; afterwards what never became enough is forgotten', async () => {
    const last = '2027-06-10';
    const lonely = await house.offer('verdict');
    await house.openRegister();
    await choose('not', crowd(10));
    await publishOn('2026-06-10');
    house.clock.set(`${last}T12:00:00Z`);
    await choose('not', crowd(9), { subject: lonely });
    await publishOn(last);
    house.clock.set(`${last}T23:00:00Z`);
    await choose('answered', ['the last'], { subject: id });
    expect(await waiting()).toHaveLength(10);
    await publishOn(addDays(last, 1));
    expect(await waiting()).toHaveLength(0);
    expect(await shown()).toEqual([11, 1, 0, 10]);
    expect(await published(lonely)).toEqual([]);
    expect(await house.steps.pending('2027-06-12')).toBe(false);
  });
});

describe('support of a question', () => {
  let question: string;
  beforeEach(async () => {
    question = await house.offer('support');
  });
  const support = (people: readonly string[], n = 0) =>
    choose('support', people, { n, kind: 'support', subject: question });
  const takeBack = (people: readonly string[], n = 1) =>
    choose('none', people, { n, kind: 'support', subject: question });

  test('is the number of supporters alone, from the minimum of them up', async () => {
    await support(crowd(12));
    await takeBack(crowd(3));
    await publishOn('2026-06-10');
    expect(await shown('support', question)).toEqual([null, null]);
    expect(await published(question)).toEqual([]);
    await support(['the tenth']);
    await publishOn('2026-06-11');
    expect(await shown('support', question)).toEqual([10, 10]);
    expect(await db().select().from(choiceTally)).toMatchObject([{ choice: 'support', keys: 10 }]);
    // Those who took it back before anything was published stay as numbers of acts, so that nothing can be replayed.
    expect((await published(question)).filter((each) => each.choice === 'none')).toHaveLength(3);
  });

  test('that is taken back is no longer counted, and the number goes where it falls below the minimum', async () => {
    await support(crowd(11));
    await publishOn('2026-06-10');
    await takeBack(crowd(1));
    await publishOn('2026-06-11');
    expect(await shown('support', question)).toEqual([10, 10]);
    await takeBack(['person1']);
    await publishOn('2026-06-12');
    expect(await shown('support', question)).toEqual([null, null]);
    expect((await choiceHistory(db(), house.settings, 'support', question)).map(({ day }) => day)).toEqual([
      '2026-06-10',
      '2026-06-11',
    ]);
    await support(crowd(1), 2);
    await publishOn('2026-06-13');
    expect(await shown('support', question)).toEqual([10, 10]);
  });
});

describe('order', () => {
  test('is by kind, thing and nullifier, over all things, in the table and in the ledger', async () => {
    const others: [ChoiceKind, string][] = [
      ['verdict', id],
      ['witness', await house.offer('witness')],
      ['support', await house.offer('support')],
      ['verdict', await house.offer('verdict')],
    ];
    for (const person of crowd(10)) {
      for (const [kind, subject] of others) await choose(choicesOf[kind][0], [person], { kind, subject });
    }
    await publishOn('2026-06-10');
    const keys = (await entries()).map(
      (entry) => `${entry['kind']} ${entry['id'] as string} ${entry['nullifier'] as string}`,
    );
    expect(keys).toHaveLength(40);
    expect(keys).toEqual([...keys].sort());
    const physical = await db().execute<{ key: string }>(sql`
      select kind || ' ' || subject_id || ' ' || encode(nullifier, 'hex') as key from published.choice order by ctid`);
    expect(physical.map(({ key }) => key)).toEqual(keys);
  });

  test('of what goes on waiting is that of its keys, whoever came first', async () => {
    const lonely = await house.offer('verdict');
    for (const person of crowd(9)) await choose('not', [person], { subject: lonely });
    await choose('answered', crowd(10, 'many'));
    await publishOn('2026-06-10');
    const physical = await house.database.anonymous.execute<{ key: string; xmin: string }>(sql`
      select encode(nullifier, 'hex') as key, xmin::text from anonymous.waiting_choice order by ctid`);
    expect(physical).toHaveLength(9);
    expect(physical.map(({ key }) => key)).toEqual(physical.map(({ key }) => key).sort());
    expect(new Set(physical.map(({ xmin }) => xmin)).size).toBe(1);
  });
});

describe('the file of nullifiers', () => {
  async function file(kind: ChoiceKind, subject: string): Promise<Buffer> {
    const version = await choiceNullifiersVersion(db(), { kind, id: subject });
    if (version.kind !== 'published') throw new Error(version.kind);
    const pages: Uint8Array[] = [];
    for await (const page of choiceNullifiers(db(), { kind, id: subject }, version.publication)) pages.push(page);
    return Buffer.concat(pages);
  }

  test('has one record for each key: its last published act', async () => {
    expect(await file('verdict', id)).toHaveLength(0);
    await choose('answered', crowd(10));
    await choose('not', crowd(2, 'other'));
    await publishOn('2026-06-10');
    await choose('partly', ['person3'], { n: 1 });
    await publishOn('2026-06-11');
    await choose('not', ['person4'], { n: 1 });
    const bytes = await file('verdict', id);
    expect(bytes).toHaveLength(12 * 39);
    const records = Array.from({ length: 12 }, (_, index) => bytes.subarray(39 * index, 39 * (index + 1)));
    const names = records.map((record) => record.toString('hex', 0, 32));
    expect(names).toEqual([...names].sort());
    const recordOf = (person: string) =>
      records
        .find((record) => record.subarray(0, 32).equals(house.nullifierOn('verdict', id, person)))
        ?.toString('hex', 32);
    expect(recordOf('person3')).toBe('0002' + '01' + '00000001');
    expect(recordOf('other0')).toBe('0001' + '02' + '00000001');
    // What waits is not in it.
    expect(recordOf('person4')).toBe('0001' + '00' + '00000001');
  });

  test('of one kind says nothing of another with the same name, and has the places of its own choices', async () => {
    const name = await house.offer('witness');
    await house.offer('support', { id: name });
    await choose('not-done', crowd(10), { kind: 'witness', subject: name });
    await choose('support', crowd(11), { kind: 'support', subject: name });
    await publishOn('2026-06-10');
    const witness = await file('witness', name);
    const support = await file('support', name);
    expect([witness.length, support.length]).toEqual([390, 429]);
    expect([witness[34], support[34]]).toEqual([1, 0]);
  });

  test('there is none of what there is not, nor of the right name under another kind', async () => {
    expect(await choiceNullifiersVersion(db(), { kind: 'verdict', id: 'nothing' })).toEqual({ kind: 'unknown' });
    expect(await choiceNullifiersVersion(db(), { kind: 'witness', id })).toEqual({ kind: 'unknown' });
  });
});

describe('over time', () => {
  const step = fc.array(
    fc.record({
      person: fc.integer({ min: 0, max: 17 }),
      choice: fc.nat(2),
      kind: fc.constantFrom('verdict', 'support'),
    }),
    { maxLength: 20 },
  );
  const seed = randomInt(2 ** 31);

  test(`the minimum holds, and the counts are a recount of the ledger (seed ${String(seed)})`, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (days) => {
        const subjects = { verdict: await house.offer('verdict'), support: await house.offer('support') } as const;
        const last = { verdict: new Map<number, Choice>(), support: new Map<number, Choice>() };
        const acts = new Map<string, number>();
        const appeared = new Set<ChoiceKind>();
        for (const acted of days) {
          for (const { person, choice: index, kind } of acted) {
            const key = `${kind} ${String(person)}`;
            const n = acts.get(key) ?? 0;
            const options = choicesOf[kind];
            const chosen = options[n === 0 && kind === 'support' ? 0 : index % options.length] ?? 'support';
            await house.choose({ kind, id: subjects[kind], person: String(person), choice: chosen, n });
            acts.set(key, n + 1);
            last[kind].set(person, chosen);
          }
          house.clock.set(`${addDays(house.clock.now().toISOString().slice(0, 10), 1)}T18:00:00Z`);
          await house.publish();
          house.clock.advance(1000);
          for (const kind of ['verdict', 'support'] as const) {
            const counted = [...last[kind].values()].filter((each) => each !== 'none');
            if (counted.length >= 10) appeared.add(kind);
            const options = choicesOf[kind].filter((each) => each !== 'none');
            const of = (each: Choice) => counted.filter((other) => other === each).length;
            const told = appeared.has(kind) && counted.length >= 10;
            const numbers = [counted.length, ...options.map(of)];
            expect(await shown(kind, subjects[kind])).toEqual(told ? numbers : numbers.map(() => null));
            const rows = await published(subjects[kind]);
            const own = (await entries()).filter((entry) => entry['id'] === subjects[kind]);
            expect(own).toHaveLength(rows.length);
            if (!appeared.has(kind)) expect(rows).toEqual([]);
            // An auditor's recount: of each nullifier the numbers rise, and the last act counts.
            const recount = new Map<unknown, { n: number; choice: unknown }>();
            for (const entry of own) {
              expect(entry['n'] as number).toBeGreaterThan(recount.get(entry['nullifier'])?.n ?? -1);
              recount.set(entry['nullifier'], { n: entry['n'] as number, choice: entry['choice'] });
            }
            const tallies = await db().select().from(choiceTally).where(eq(choiceTally.subjectId, subjects[kind]));
            for (const tally of tallies) {
              expect([...recount.values()].filter((each) => each.choice === tally.choice)).toHaveLength(tally.keys);
            }
            expect(tallies).toHaveLength(appeared.has(kind) ? options.length : 0);
          }
          // Nothing that could be shown stands anywhere of what has not appeared.
          const figures = await db().select().from(choiceFigure);
          for (const kind of ['verdict', 'support'] as const) {
            if (!appeared.has(kind))
              expect(figures.filter(({ subjectId }) => subjectId === subjects[kind])).toEqual([]);
          }
        }
        expect(new Set((await published(subjects.verdict)).map(({ nullifier }) => toHex(nullifier))).size).toBe(
          appeared.has('verdict') ? last.verdict.size : 0,
        );
      }),
      { numRuns: 8, seed },
    );
  }, 120_000);
});
