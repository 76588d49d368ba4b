import { randomBytes, randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noteKeyPair } from '~/crypto/tlog/note';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { everythingDue } from '~/features/published/answers/due.queries.server';
import { changeHolidays } from '~/features/published/calendar/change-holidays.server';
import { verdictId } from '~/features/published/choices/choice';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { addDays, dayOf } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { checkpoint, publication, tally, thresholdReached } from '~db/schema/published';
import { answerReopened } from '~db/schema/published-answers';
import { choiceTally } from '~db/schema/published-choices';
import { item, openOwedHouse, type OwedHouse } from '~tests/support/owed-house';

let house: OwedHouse;
beforeAll(async () => {
  house = await openOwedHouse();
});
afterAll(() => house.close());

const signer = nodeNoteSigner(noteKeyPair('acme.example/ledger', randomBytes(32)).skey);
let publications = 0;

/** Adds what the second step of a publication would have counted, and runs the third. */
async function checkpointAt(
  slot: Date | string,
  count: (number: number) => Promise<unknown>,
  changed: Partial<Settings> = {},
): Promise<number> {
  const number = await secondStep(slot, count);
  await runCheckpoint(number, changed);
  return number;
}

async function secondStep(slot: Date | string, count: (number: number) => Promise<unknown>): Promise<number> {
  const number = (publications += 1);
  const moment = new Date(new Date(slot).getTime() + number);
  const row = { number, slot: moment, day: dayOf(moment), editionsDone: true, signaturesDone: true };
  await house.database.identified.insert(publication).values(row);
  await count(number);
  return number;
}

const runCheckpoint = (number: number, changed: Partial<Settings> = {}) =>
  signCheckpoint(
    { db: house.database.published, checkpointSigner: signer, settings: { ...house.settings, ...changed } },
    { publication: number },
  );

const signers = (petitionId: string, count: number) => (number: number) =>
  house.database.anonymous
    .insert(tally)
    .values({ petitionId, signers: count, publication: number })
    .onConflictDoUpdate({ target: tally.petitionId, set: { signers: count, publication: number } });

const reached = async (petitionId: string) => {
  const rows = await house.database.published
    .select()
    .from(thresholdReached)
    .where(eq(thresholdReached.petitionId, petitionId));
  return rows[0];
};

const dueEntries = async (id: string) =>
  (await house.ledger()).filter((entry) => entry['kind'] === 'answer-due' && entry['id'] === id);

const holidays = (name: string, act: 'added' | 'removed', ...dates: string[]) =>
  dates.reduce(
    (before, date) =>
      before.then(() =>
        changeHolidays(
          { db: house.database.identified, clock: house.clock, settings: house.settings },
          { act, date, name },
        ),
      ),
    Promise.resolve(),
  );

describe('a threshold', () => {
  test('starts the clock: a due day in working days, in the ledger and under the checkpoint of the same publication', async () => {
    const id = await house.open(house.author);
    const number = await checkpointAt('2026-05-04T18:00:00Z', signers(id, 600));
    expect(await reached(id)).toEqual({ petitionId: id, day: '2026-05-04', dueDay: '2026-06-01' });
    expect(await dueEntries(id)).toEqual([
      { v: 1, kind: 'answer-due', subject: 'petition', id, due: '2026-06-01', day: '2026-05-04' },
    ]);
    const entries = await house.ledger();
    const [signed] = await house.database.published
      .select({ size: checkpoint.size })
      .from(checkpoint)
      .where(eq(checkpoint.publication, number));
    expect(signed?.size).toBe(entries.length);
    expect(entries.at(-1)).toMatchObject({ kind: 'answer-due', id });
  });

  test('does so once: neither a second run of the step nor a later count moves it or says it again', async () => {
    const id = await house.open(house.author);
    const number = await checkpointAt('2026-05-05T18:00:00Z', signers(id, 600));
    const first = await reached(id);
    await runCheckpoint(number);
    await checkpointAt('2026-05-06T18:00:00Z', signers(id, 20));
    await checkpointAt('2026-05-07T18:00:00Z', signers(id, 700));
    expect(await reached(id)).toEqual(first);
    expect(await dueEntries(id)).toHaveLength(1);
  });

  test('of two processes that run the step at once, one notes it', async () => {
    const id = await house.open(house.author);
    const number = await secondStep('2026-05-08T18:00:00Z', signers(id, 600));
    await Promise.all([runCheckpoint(number), runCheckpoint(number), runCheckpoint(number)]);
    expect(await dueEntries(id)).toHaveLength(1);
  });

  test('counts from the day of the company, east and west of the line', async () => {
    const [east, west] = [await house.open(house.author), await house.open(await house.person('organizer'))];
    // Saturday in Kiritimati, Thursday on Baker Island.
    await checkpointAt('2026-06-12T11:00:00Z', signers(east, 600), { timeZone: 'Pacific/Kiritimati' });
    await checkpointAt('2026-06-12T11:00:00Z', signers(west, 600), { timeZone: 'Etc/GMT+12' });
    expect(await reached(east)).toMatchObject({ day: '2026-06-12', dueDay: '2026-07-10' });
    expect(await reached(west)).toMatchObject({ day: '2026-06-12', dueDay: '2026-07-09' });
    expect(await dueEntries(east)).toMatchObject([{ day: '2026-06-13', due: '2026-07-10' }]);
    expect(await dueEntries(west)).toMatchObject([{ day: '2026-06-11', due: '2026-07-09' }]);
  });

  test('and a working week of another kind, are counted as they are', async () => {
    const id = await house.open(await house.person('organizer'));
    await checkpointAt('2026-06-11T18:00:00Z', signers(id, 600), { workingWeek: [0, 1, 2, 3, 4] });
    expect(await reached(id)).toMatchObject({ dueDay: '2026-07-09' });
  });
});

describe('holidays', () => {
  test('put off what is fixed after they were entered, and nothing that was fixed before', async () => {
    const [before, after] = [
      await house.open(await house.person('organizer')),
      await house.open(await house.person('organizer')),
    ];
    await checkpointAt('2026-08-03T18:00:00Z', signers(before, 600));
    const fixed = await reached(before);
    expect(fixed).toMatchObject({ dueDay: '2026-08-31' });
    house.clock.set('2026-08-03T19:00:00Z');
    const dates = ['2026-08-10', '2026-08-11', '2026-08-12', '2026-08-15', '2026-08-31'];
    await holidays('Works holiday', 'added', ...dates);
    await checkpointAt('2026-08-03T20:00:00Z', signers(after, 600));
    expect(await reached(after)).toMatchObject({ dueDay: '2026-09-04' });
    await checkpointAt('2026-08-04T18:00:00Z', signers(before, 601));
    expect(await reached(before)).toEqual(fixed);
    expect(await dueEntries(before)).toHaveLength(1);
    // Taken off again they bring nothing forward either.
    await holidays('Works holiday', 'removed', ...dates);
    await checkpointAt('2026-08-04T18:00:00Z', signers(after, 601));
    expect(await reached(after)).toMatchObject({ dueDay: '2026-09-04' });
    house.clock.set('2026-05-04T10:00:00Z');
  });

  test('a row in the table moves no due day either: none can be changed by SQL', async () => {
    const { published, identified } = house.database;
    for (const db of [published, identified, house.database.anonymous]) {
      await expect(db.execute(`update published.threshold_reached set due_day = '2030-01-01'`)).rejects.toThrow();
      await expect(db.execute(`update published.answer_reopened set due_day = '2030-01-01'`)).rejects.toThrow();
      await expect(db.execute(`delete from published.answer_reopened`)).rejects.toThrow();
    }
  });
});

describe('verdicts', () => {
  const verdicts = (id: string, demand: number, [answered, partly, not]: readonly [number, number, number]) => {
    const counts = { answered, partly, not };
    return async (number: number) => {
      for (const [choice, keys] of Object.entries(counts)) {
        const row = {
          kind: 'verdict',
          subjectId: verdictId(id, demand),
          choice: choice as keyof typeof counts,
        } as const;
        await house.database.anonymous
          .insert(choiceTally)
          .values({ ...row, keys, publication: number })
          .onConflictDoUpdate({
            target: [choiceTally.kind, choiceTally.subjectId, choiceTally.choice],
            set: { keys, publication: number },
          });
      }
    };
  };
  const reopened = (petitionId: string) =>
    house.database.published.select().from(answerReopened).where(eq(answerReopened.petitionId, petitionId));
  const answered = async () => {
    const id = await house.due('2026-06-02');
    await house.respond(id, [item('one'), item('two')], '2026-05-21');
    return id;
  };

  test('start the clock once more for their demand alone, with a due day of its own', async () => {
    const id = await answered();
    await checkpointAt('2026-06-10T18:00:00Z', verdicts(id, 2, [10, 10, 30]));
    const row = { petitionId: id, demand: 2, revision: 1, day: '2026-06-10', dueDay: '2026-07-08' };
    expect(await reopened(id)).toEqual([row]);
    expect(await dueEntries(verdictId(id, 2))).toEqual([
      { v: 1, kind: 'answer-due', subject: 'demand', id: `${id}.2`, due: '2026-07-08', day: '2026-06-10' },
    ]);
    const due = await everythingDue(house.database.published);
    expect(due.filter(({ petitionId }) => petitionId === id)).toMatchObject([{ subject: 'demand', demand: 2 }]);
  });

  test.each([
    ['one verdict under the quorum', [0, 0, 49], false],
    ['the quorum, all of it', [0, 0, 50], true],
    ['exactly half', [30, 20, 50], false],
    ['one more than half', [30, 20, 51], true],
    ['more than half with “partly” counted as no answer', [0, 40, 40], false],
  ] as const)('%s', async (_, counts, reopens) => {
    const id = await answered();
    await checkpointAt('2026-06-10T18:00:00Z', verdicts(id, 1, counts));
    expect(await reopened(id)).toHaveLength(reopens ? 1 : 0);
  });

  test('of a demand that was answered better since do not start it again, however many say so', async () => {
    const id = await answered();
    await checkpointAt('2026-06-10T18:00:00Z', verdicts(id, 1, [0, 0, 60]));
    await house.respond(id, [item('better'), item('two')], '2026-06-15');
    await checkpointAt('2026-06-16T18:00:00Z', verdicts(id, 1, [0, 0, 90]));
    expect(await reopened(id)).toMatchObject([{ demand: 1, revision: 1, dueDay: '2026-07-08' }]);
    expect(await dueEntries(verdictId(id, 1))).toHaveLength(1);
    const due = await everythingDue(house.database.published);
    expect(due.filter(({ petitionId }) => petitionId === id)).toEqual([]);
  });

  test('are weighed by what was fixed with the response, whatever the settings say by now', async () => {
    const id = await answered();
    await checkpointAt('2026-06-10T18:00:00Z', verdicts(id, 1, [20, 0, 30]), {
      verdictQuorum: 1000,
      verdictPercent: 99,
    });
    expect(await reopened(id)).toHaveLength(1);
    const other = await answered();
    await checkpointAt('2026-06-11T18:00:00Z', verdicts(other, 1, [2, 0, 20]), {
      verdictQuorum: 10,
      verdictPercent: 1,
    });
    expect(await reopened(other)).toEqual([]);
  });

  test('that a crash left uncounted are counted by the next run, once', async () => {
    const id = await answered();
    const number = await secondStep('2026-06-12T18:00:00Z', verdicts(id, 1, [0, 0, 60]));
    const broken = {
      ...signer,
      sign: () => {
        throw new Error('the machine went off');
      },
    };
    const deps = { db: house.database.published, checkpointSigner: broken, settings: house.settings };
    await expect(signCheckpoint(deps, { publication: number })).rejects.toThrow('the machine went off');
    expect(await reopened(id)).toEqual([]);
    expect(await dueEntries(verdictId(id, 1))).toEqual([]);
    await runCheckpoint(number);
    await runCheckpoint(number);
    expect(await reopened(id)).toHaveLength(1);
    expect(await dueEntries(verdictId(id, 1))).toHaveLength(1);
  });

  const seed = randomInt(2 ** 31);
  test(`reopen at the first publication that says so and never again (seed ${String(seed)})`, async () => {
    const counts = fc.tuple(fc.nat(60), fc.nat(60), fc.nat(140));
    const days = fc.array(fc.tuple(fc.constantFrom(1, 2), counts), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(days, async (steps) => {
        const id = await answered();
        const expected = new Map<number, string>();
        for (const [index, [demand, tallied]] of steps.entries()) {
          const day = addDays('2026-07-01', index);
          await checkpointAt(`${day}T18:00:00Z`, verdicts(id, demand, tallied));
          const total = tallied.reduce((sum, each) => sum + each);
          if (total >= 50 && tallied[2] * 2 > total && !expected.has(demand)) expected.set(demand, day);
        }
        const rows = await reopened(id);
        expect(new Map(rows.map(({ demand, day }) => [demand, day]))).toEqual(expected);
        for (const demand of [1, 2]) {
          expect(await dueEntries(verdictId(id, demand))).toHaveLength(expected.has(demand) ? 1 : 0);
        }
      }),
      { seed, numRuns: 12 },
    );
  });

  test('leave no row where the response is not there', async () => {
    await checkpointAt('2026-06-13T18:00:00Z', verdicts('nothing', 1, [0, 0, 60]));
    expect(await reopened('nothing')).toEqual([]);
  });
});
