import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { acceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { addDays } from '~/platform/clock';
import { answerPetition } from '~tests/support/answering';
import { openPetitionHouse, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());
beforeEach(() => {
  house.clock.set('2026-05-04T10:00:00Z');
});

const record = (id: string) => petitionRecord(house.database.identified, id);

async function accepted() {
  const [author, moderator] = [await house.person(), await house.person('moderator')];
  const id = await house.waiting(author);
  await house.decide(moderator, id, 'accept');
  return id;
}

describe('opening', () => {
  test('pins register and threshold, once, with a ledger entry for each', async () => {
    const ids = [await accepted(), await accepted()].sort();
    expect(await acceptedPetitions(house.database.identified)).toBe(2);
    house.clock.set('2026-05-05T10:00:00Z');
    expect(await house.openAccepted(1000)).toBe(2);
    expect(await house.openAccepted(1000)).toBe(0);
    expect(await acceptedPetitions(house.database.identified)).toBe(0);
    for (const id of ids) {
      expect(await record(id)).toMatchObject({
        state: 'open',
        openedDay: '2026-05-05',
        registerId: 1,
        threshold: 100,
        responseDays: 20,
      });
    }
    const entries = (await house.ledger()).filter(({ kind }) => kind === 'petition-opened');
    expect(entries.slice(-2)).toEqual(
      ids.map((petition) => ({
        v: 1,
        kind: 'petition-opened',
        petition,
        text: toHex(petitionTextDigest(soundText)),
        register: 1,
        closes: '2026-06-03',
        criticalMass: 10,
        threshold: 100,
        day: '2026-05-05',
      })),
    );
  });

  test.each([
    [60, 10],
    [1_001, 101],
    [5_000, 500],
    [100_000, 500],
  ])('on a roster of %i a response is due at %i', async (roster, threshold) => {
    const id = await accepted();
    await house.openAccepted(roster);
    expect((await record(id))?.threshold).toBe(threshold);
  });

  test('leaves what waits, was sent back or rejected as it is', async () => {
    const [author, moderator] = [await house.person('organizer'), await house.person('moderator')];
    const [waiting, sentBack, rejected] = [
      await house.waiting(author),
      await house.waiting(author),
      await house.waiting(author),
    ];
    await house.decide(moderator, sentBack, 'send-back');
    await house.decide(moderator, rejected, 'reject');
    expect(await house.openAccepted()).toBe(0);
    expect((await record(waiting))?.state).toBe('waiting');
    expect((await record(sentBack))?.state).toBe('sent-back');
    expect((await record(rejected))?.state).toBe('rejected');
  });

  test('gives at least a week, however long moderation took', async () => {
    const id = await accepted();
    house.clock.set('2026-05-30T10:00:00Z');
    await house.openAccepted();
    expect((await record(id))?.closesDay).toBe('2026-06-06');
  });
});

describe('closing', () => {
  test('comes the day after the last day, once, with a ledger entry', async () => {
    const id = await accepted();
    await house.openAccepted();
    house.clock.set('2026-06-03T23:59:59Z');
    await house.closeDue();
    expect((await record(id))?.state).toBe('open');
    house.clock.set('2026-06-04T00:00:00Z');
    expect(await house.closeDue()).toBeGreaterThan(0);
    expect(await house.closeDue()).toBe(0);
    expect(await record(id)).toMatchObject({ state: 'closed', closedDay: '2026-06-04' });
    const entries = (await house.ledger()).filter(
      ({ kind, petition }) => kind === 'petition-closed' && petition === id,
    );
    expect(entries).toEqual([{ v: 1, kind: 'petition-closed', petition: id, day: '2026-06-04' }]);
  });

  test('archives after half a year what owes no answer', async () => {
    const [silent, obliged, answered] = [await accepted(), await accepted(), await accepted()];
    await house.openAccepted();
    for (const id of [obliged, answered]) {
      await house.count(id, 200);
      await house.reach(id);
    }
    const leader = await house.person('leadership');
    const items = soundText.demands.map(() => ({ answer: 'accepted' as const, reason: 'It is right.' }));
    await answerPetition(
      { db: house.database.identified, clock: house.clock, settings: house.settings },
      { actor: leader, petitionId: answered, text: { body: '', items } },
    );
    house.clock.set('2026-06-04T10:00:00Z');
    await house.closeDue();
    const states = () => Promise.all([silent, obliged, answered].map(async (id) => (await record(id))?.state));
    house.clock.set(`${addDays('2026-06-04', 180)}T10:00:00Z`);
    await house.closeDue();
    expect(await states()).toEqual(['closed', 'closed', 'closed']);
    house.clock.set(`${addDays('2026-06-04', 181)}T10:00:00Z`);
    await house.closeDue();
    expect(await states()).toEqual(['archived', 'closed', 'archived']);
  });
});
