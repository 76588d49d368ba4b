import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteExpiredUploads } from '~/features/identified/roster/delete-expired-uploads.server';
import { discardUpload } from '~/features/identified/roster/discard-upload.server';
import { RosterError, uploadLifetime } from '~/features/identified/roster/roster';
import { readDifferences, readOverview, readRefusedRows, readUpload, waitingUpload } from '~/features/identified/roster/roster.queries.server'; // prettier-ignore
import { stageRoster, type StageProgress } from '~/features/identified/roster/stage-roster.server';
import { ManualClock } from '~/platform/clock';
import { person, rosterUpload, rosterUploadRow } from '~db/schema/identified';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { inChunks, inventedRoster, rosterFile, rosterHeader } from '~tests/support/roster-files';
import { bringUpToDate, rosterOf, stage, type RosterHouse } from '~tests/support/roster-house';

let database: TestDatabase;
let house: RosterHouse;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.identified.delete(rosterUpload);
  await database.identified.delete(person);
  house = { db: database.identified, clock: new ManualClock('2026-03-02T09:00:00Z') };
});

const now = () => house.clock.now();
const preview = async (id: string) => readUpload(house.db, { id, uploadedBy: 'command' }, now());
const refusals = async (id: string) =>
  (await readRefusedRows(house.db, id, 1)).map(({ line, personNumber, refusal }) => [line, personNumber, refusal]);
const numbers = async (id: string, tab: 'joiners' | 'leavers' | 'changes') =>
  (await readDifferences(house.db, id, tab, 1)).map((difference) => difference.personNumber);

async function startWith(count: number) {
  await bringUpToDate(
    house,
    ...Array.from({ length: count }, (_, index) => {
      const number = String(index + 1);
      return [number, `Person ${number}`, `p${number}@company.example`] as const;
    }),
  );
}

describe('the preview', () => {
  test('shows joiners, leavers, changes and refused rows, and changes nothing', async () => {
    await startWith(5);
    const before = await rosterOf(house);
    const id = await stage(
      house,
      rosterFile(
        ['1', 'Person 1', 'p1@company.example'],
        ['2', 'Person Two', 'new.two@company.example', 'Company / Lab'],
        ['3', '', '', '', 'terminated'],
        ['4', 'Person 4', 'nonsense'],
        ['6', 'Person 6', 'p6@company.example'],
        ['', 'Nobody', 'nobody@company.example'],
      ),
    );
    expect(await preview(id)).toMatchObject({
      rows: 6,
      refused: 2,
      unidentified: 0,
      active: 5,
      joined: 1,
      returned: 0,
      changed: 1,
      changedAddresses: 1,
      left: 2,
      unchanged: 1,
      kept: 1,
    });
    expect(await numbers(id, 'joiners')).toEqual(['6']);
    expect(await numbers(id, 'leavers')).toEqual(['3', '5']);
    expect(await readDifferences(house.db, id, 'changes', 1)).toEqual([
      {
        kind: 'changed',
        personNumber: '2',
        line: 3,
        before: { name: 'Person 2', email: 'p2@company.example', unitPath: 'Company / Office' },
        after: { name: 'Person Two', email: 'new.two@company.example', unitPath: 'Company / Lab' },
      },
    ]);
    expect(await refusals(id)).toEqual([
      [5, '4', '“nonsense” is not an e-mail address that can be used.'],
      [7, null, 'The employee number is missing.'],
    ]);
    expect(await rosterOf(house)).toEqual(before);
  });

  test('shows who is back', async () => {
    await startWith(2);
    await bringUpToDate(house, ['1', 'Person 1', 'p1@company.example']);
    const id = await stage(house, rosterFile(['1', 'Person 1', 'p1@company.example'], ['2', 'Two', 'two@company.example'])); // prettier-ignore
    expect(await preview(id)).toMatchObject({ joined: 0, returned: 1, left: 0, unchanged: 1 });
    expect(await readDifferences(house.db, id, 'joiners', 1)).toMatchObject([{ kind: 'returned', personNumber: '2' }]);
  });

  test('comes in pages', async () => {
    const people = Array.from({ length: 120 }, (_, n) => [String(n + 1000), 'Somebody', `p${String(n)}@company.example`] as const); // prettier-ignore
    const id = await stage(house, rosterFile(...people));
    const pages = await Promise.all([1, 2, 3, 4].map((page) => readDifferences(house.db, id, 'joiners', page)));
    expect(pages.map((page) => page.length)).toEqual([50, 50, 20, 0]);
    expect(pages.flat().map((each) => each.personNumber)).toEqual(people.map(([number]) => number));
  });

  test('says how many refused rows do not tell whom they are about', async () => {
    const id = await stage(house, rosterFile(['', 'Nobody', ''], ['', 'Nobody', 'n@company.example'], ['1', 'A', 'a@company.example'])); // prettier-ignore
    expect(await preview(id)).toMatchObject({ refused: 2, unidentified: 1 });
  });
});

describe('rows that cannot stand beside each other are refused', () => {
  test('a number with other values: all of them, and the person stays as they are', async () => {
    await startWith(1);
    const id = await stage(
      house,
      rosterFile(
        ['1', 'Person 1', 'p1@company.example'],
        ['2', 'B', 'b@company.example'],
        ['1', 'Person 1', 'other@company.example'],
        ['1', '', '', '', 'left'],
      ),
    );
    const words = 'The employee number stands on another line too, with other values: line';
    expect(await refusals(id)).toEqual([[2, '1', `${words} 4.`], [4, '1', `${words} 2.`], [5, '1', `${words} 2.`]]); // prettier-ignore
    expect(await preview(id)).toMatchObject({ joined: 1, changed: 0, left: 0, kept: 1 });
  });

  test('a line that says the same again: the first stands', async () => {
    const id = await stage(house, rosterFile(['1', 'A', 'a@company.example'], ['1', 'A', 'A@Company.example']));
    expect(await refusals(id)).toEqual([[3, '1', 'The same person stands on line 2.']]);
    expect(await numbers(id, 'joiners')).toEqual(['1']);
  });

  test('an address of two people: both, whatever its case', async () => {
    const id = await stage(house, rosterFile(['1', 'A', 'same@company.example'], ['2', 'B', 'Same@Company.example'], ['3', 'C', 'c@company.example'])); // prettier-ignore
    expect(await refusals(id)).toEqual([
      [2, '1', 'The e-mail address stands on another line too: line 3.'],
      [3, '2', 'The e-mail address stands on another line too: line 2.'],
    ]);
    expect(await numbers(id, 'joiners')).toEqual(['3']);
  });

  test('an address of somebody who leaves in the same file may go to another', async () => {
    await startWith(1);
    const id = await stage(house, rosterFile(['1', 'Person 1', 'p1@company.example', 'Company', 'left'], ['2', 'New', 'p1@company.example'])); // prettier-ignore
    expect(await preview(id)).toMatchObject({ refused: 0, joined: 1, left: 1 });
  });

  test('the address of somebody whose own row was refused, and so on down the line', async () => {
    await startWith(3);
    const id = await stage(
      house,
      rosterFile(
        ['1', 'Person 1', 'broken'],
        ['2', 'Person 2', 'p1@company.example'],
        ['3', 'Person 3', 'p2@company.example'],
        ['4', 'New', 'p3@company.example'],
      ),
    );
    expect((await refusals(id)).map(([line, , refusal]) => [line, /belongs to (\d)/.exec(String(refusal))?.[1]])).toEqual([
      [2, undefined],
      [3, '1'],
      [4, '2'],
      [5, '3'],
    ]); // prettier-ignore
    expect(await preview(id)).toMatchObject({ joined: 0, changed: 0, left: 0, kept: 3 });
  });

  test('a refused row without a number protects the person by its address', async () => {
    await startWith(2);
    const id = await stage(house, rosterFile(['1', 'Person 1', 'p1@company.example'], ['', 'Person 2', 'P2@company.example'])); // prettier-ignore
    expect(await preview(id)).toMatchObject({ left: 0, kept: 1 });
  });

  test('and keep nothing but whom they are about', async () => {
    const id = await stage(house, rosterFile(['1', 'A', 'same@company.example'], ['2', 'B', 'same@company.example']));
    const rows = await house.db.select().from(rosterUploadRow);
    expect(rows.map(({ uploadId, name, unitPath, status }) => [uploadId, name, unitPath, status])).toEqual([
      [id, null, null, null],
      [id, null, null, null],
    ]);
  });
});

describe('the upload', () => {
  test('waits an hour, for whoever uploaded it', async () => {
    await startWith(1);
    const id = await stage(house, rosterFile(['2', 'B', 'b@company.example']), '1');
    const read = (uploadedBy: string) => readUpload(house.db, { id, uploadedBy }, now());
    expect(await waitingUpload(house.db, '1', now())).toBe(id);
    expect(await waitingUpload(house.db, '2', now())).toBeNull();
    await expect(read('2')).rejects.toMatchObject({ code: 'unknown-upload' });
    house.clock.advance(uploadLifetime - 1);
    await deleteExpiredUploads(house.db, now());
    expect(await read('1')).toMatchObject({ rows: 1 });
    house.clock.advance(1);
    await expect(read('1')).rejects.toMatchObject({ code: 'unknown-upload' });
    expect(await waitingUpload(house.db, '1', now())).toBeNull();
    await deleteExpiredUploads(house.db, now());
    expect(await house.db.$count(rosterUploadRow)).toBe(0);
    expect(await house.db.$count(rosterUpload)).toBe(0);
  });

  test('replaces an earlier one of the same administrator, and nobody else’s', async () => {
    const mine = await stage(house, rosterFile(['1', 'A', 'a@company.example']), '1');
    const other = await stage(house, rosterFile(['1', 'A', 'a@company.example']), '2');
    const newer = await stage(house, rosterFile(['1', 'A', 'a@company.example']), '1');
    const left = await house.db.select({ id: rosterUpload.id }).from(rosterUpload);
    expect(left.map(({ id }) => id).sort()).toEqual([other, newer].sort());
    expect(left).not.toContainEqual({ id: mine });
  });

  test('is discarded by whoever uploaded it only', async () => {
    const id = await stage(house, rosterFile(['1', 'A', 'a@company.example']), '1');
    await discardUpload(house.db, { id, uploadedBy: '2' });
    expect(await house.db.$count(rosterUpload)).toBe(1);
    await discardUpload(house.db, { id, uploadedBy: '1' });
    expect(await house.db.$count(rosterUpload)).toBe(0);
  });

  test('leaves nothing of a file that is refused as a whole, not even of its good beginning', async () => {
    async function* breaksLate() {
      yield* inventedRoster(3000);
      yield await Promise.resolve(Buffer.from([0x0a, 0xe9, 0x0a]));
    }
    const failing = stageRoster({ ...house, settings: { demo: false } }, { bytes: breaksLate(), uploadedBy: '1' });
    await expect(failing).rejects.toEqual(expect.objectContaining({ code: 'not-utf8', line: 3003 }));
    await expect(failing).rejects.toBeInstanceOf(RosterError);
    expect(await house.db.$count(rosterUpload)).toBe(0);
    expect(await house.db.$count(rosterUploadRow)).toBe(0);
  });

  test('tells how far it is', async () => {
    const told: StageProgress[] = [];
    const onProgress = (progress: StageProgress) => told.push(progress);
    await stageRoster({ ...house, settings: { demo: false } }, { bytes: inventedRoster(2500), uploadedBy: '1', onProgress }); // prettier-ignore
    expect(told).toEqual([
      { phase: 'reading', rows: 1000 },
      { phase: 'reading', rows: 2000 },
      { phase: 'reading', rows: 2500 },
      { phase: 'comparing' },
    ]);
  });

  test('in the demo takes invented people only', async () => {
    const bytes = inChunks(`${rosterHeader}\n1,A,a@real.com,X,active\n2,B,b@company.example,X,active`);
    const id = await stageRoster({ ...house, settings: { demo: true } }, { bytes, uploadedBy: 'command' });
    expect(await preview(id)).toMatchObject({ refused: 1, joined: 1 });
  });
});

test('the overview shows small units only together, and nothing by subtraction', async () => {
  const people = (unit: string, count: number) =>
    Array.from({ length: count }, (_, n) => [`${unit}${String(n)}`, 'P', `${unit}${String(n)}@company.example`, `Company / ${unit} / Team ${String(n)}`] as const); // prettier-ignore
  await bringUpToDate(house, ...people('a', 20), ...people('b', 12), ...people('c', 4), ...people('d', 7));
  expect(await readOverview(house.db, 10)).toEqual({
    size: 43,
    units: [{ unitPath: 'Company / a', people: 20 }, { unitPath: 'Company / b', people: 12 }],
    others: { units: 2, people: 11 },
  }); // prettier-ignore
  await bringUpToDate(house, ...people('a', 20), ...people('b', 12), ...people('c', 4));
  expect(await readOverview(house.db, 10)).toEqual({
    size: 36,
    units: [{ unitPath: 'Company / a', people: 20 }],
    others: { units: 2, people: 16 },
  });
});
