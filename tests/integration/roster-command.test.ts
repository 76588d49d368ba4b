import { beforeEach, describe, expect, test } from 'vitest';
import { parseImportArguments } from '~/features/identified/roster/import-arguments';
import { importRoster } from '~/features/identified/roster/import-roster.server';
import { ManualClock } from '~/platform/clock';
import { accessLog, roleGrant, rosterUpload } from '~db/schema/identified';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { inChunks, rosterFile, type RosterPerson } from '~tests/support/roster-files';
import { bringUpToDate, personOf, rosterOf, type RosterHouse } from '~tests/support/roster-house';

let database: TestDatabase;
let house: RosterHouse;

beforeEach(async () => {
  database = await createTestDatabase();
  house = { db: database.identified, clock: new ManualClock('2026-03-02T09:00:00Z') };
  return () => database.close();
});

const someone = (n: number): RosterPerson => [`${n}`, `Person ${n}`, `p${n}@company.example`];
const people = (count: number) => Array.from({ length: count }, (_, index) => someone(index + 1));

/** Runs the command; `answers` are typed in turn, then nobody is there any more. */
async function run(file: string, options: Partial<Parameters<typeof importRoster>[2]> = {}, answers: string[] = []) {
  const written: string[] = [];
  const progress: string[] = [];
  const asked: string[] = [];
  const terminal = {
    write: (line: string) => written.push(line),
    progress: (text: string) => progress.push(text),
    ask: (question: string) => {
      asked.push(question);
      return Promise.resolve(answers[asked.length - 1] ?? null);
    },
  };
  const outcome = await importRoster({ ...house, settings: { demo: false }, terminal }, inChunks(file), {
    ...{ yes: false, withoutRefused: false, removeMany: null },
    ...options,
  });
  expect(await house.db.$count(rosterUpload)).toBe(0);
  return { outcome, text: written.join('\n'), progress, asked };
}

test.each([
  [['staff.csv'], { file: 'staff.csv', yes: false, withoutRefused: false, removeMany: null }],
  [['--yes', 'staff.csv'], { file: 'staff.csv', yes: true, withoutRefused: false, removeMany: null }],
  [['staff.csv', '--remove-many', '12', '--without-refused'], { file: 'staff.csv', yes: false, withoutRefused: true, removeMany: 12 }],
  [[], null],
  [['a.csv', 'b.csv'], null],
  [['a.csv', '--remove-many', 'all'], null],
  [['a.csv', '--remove-many'], null],
  [['a.csv', '--force'], null],
])('arguments %j', (args, expected) => {
  expect(parseImportArguments(args)).toEqual(expected);
}); // prettier-ignore

describe('import-roster', () => {
  test('shows what would change and asks', async () => {
    await bringUpToDate(house, ...people(12));
    const file = rosterFile(...people(11).slice(1), ['1', 'Ada', 'ada@company.example', 'Company / Lab'], someone(20));
    const { outcome, text, progress, asked } = await run(file, {}, ['y']);
    expect(outcome).toBe('applied');
    expect(asked).toEqual(['Apply this to the roster? [y/N] ']);
    expect(text).toMatch(/Joining: 1 \(0 back again\)\n {2}20 Person 20 <p20@company\.example>, Company \/ Office\n/);
    expect(text).toMatch(/Leaving: 1\n {2}12 Person 12 <p12@company\.example>: not in the file\n/);
    expect(text).toMatch(
      /1: Person 1 → Ada; p1@company\.example → ada@company\.example; Company \/ Office → Company \/ Lab\n/,
    );
    expect(text).toMatch(/The roster is up to date: 1 joined, 1 left, 1 changed; 12 people\.$/);
    expect(progress).toEqual(['Reading: 12 rows', 'Comparing with the roster', '']);
    expect(await personOf(house, '1')).toMatchObject({ name: 'Ada' });
    const log = await house.db.select({ actor: accessLog.actor, purpose: accessLog.purpose }).from(accessLog);
    expect(log).toContainEqual({ actor: 'command', purpose: 'Preview of a roster file' });
  });

  test.each([[['n']], [['']], [['yes please']], [[]]])('changes nothing for the answer %j', async (answers) => {
    await bringUpToDate(house, ...people(3));
    const before = await rosterOf(house);
    expect(await run(rosterFile(...people(4)), {}, answers)).toMatchObject({ outcome: 'declined' });
    expect(await rosterOf(house)).toEqual(before);
  });

  test('does not ask with --yes', async () => {
    expect(await run(rosterFile(...people(3)), { yes: true })).toMatchObject({ outcome: 'applied', asked: [] });
    expect(await rosterOf(house)).toHaveLength(3);
  });

  test('--yes does not agree to leaving refused rows out, nor to removing many', async () => {
    await bringUpToDate(house, ...people(12));
    const refused = rosterFile(...people(11), ['12', 'Broken', 'nonsense'], someone(13));
    expect((await run(refused, { yes: true })).outcome).toBe('declined');
    expect((await run(refused, { yes: true, withoutRefused: true })).outcome).toBe('applied');
    const ten = rosterFile(...people(10));
    expect((await run(ten, { yes: true })).outcome).toBe('declined');
    expect((await run(ten, { yes: true, removeMany: 2 })).outcome).toBe('declined');
    expect((await run(ten, { yes: true }, ['2'])).outcome).toBe('declined');
    expect((await run(ten, { yes: true, removeMany: 3 })).outcome).toBe('applied');
    expect((await run(rosterFile(...people(5)), {}, ['5', 'y'])).outcome).toBe('applied');
  });

  test('says why a file is refused, and shows every refused row with its line', async () => {
    expect((await run('Name\nA')).text).toMatch(/^Refused\. Line 1: .*employee number/);
    const { text } = await run(rosterFile(['', 'A', 'a@company.example'], ['2', 'B', '']));
    expect(text).toMatch(/Line 2: The employee number is missing\.\n {2}Line 3 \(2\): The e-mail address is missing\./);
  });

  test('keeps the rules of the page', async () => {
    await bringUpToDate(house, ...people(20));
    await house.db.insert(roleGrant).values({ personNumber: '1', role: 'administrator', grantedDay: '2026-01-01', grantedBy: 'setup' }); // prettier-ignore
    const { outcome, text } = await run(rosterFile(...people(20).slice(1)), { yes: true });
    expect([outcome, /every administrator/.test(text)]).toEqual(['refused', true]);
    expect(await run(rosterFile(...people(20)), { yes: true })).toMatchObject({ outcome: 'nothing-to-change' });
  });
});
