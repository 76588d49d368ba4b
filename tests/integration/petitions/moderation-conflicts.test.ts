import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appealOwnPetition } from '~/features/identified/desks/appeal-own-petition.server';
import type { Actor } from '~/features/identified/desks/desk';
import { conflictOf, type Conflict } from '~/features/identified/desks/moderation-conflict';
import { moderatedPetition } from '~/features/identified/desks/moderated-petition.queries.server';
import { moderationQueue, undecidablePetitions } from '~/features/identified/desks/moderation-queue.queries.server';
import { moderationFigures } from '~/features/published/figures/moderation-figures.queries.server';
import { changeSetting } from '~/features/published/settings/change-setting.server';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { petitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { petitionOrganizer, person, roleGrant } from '~db/schema/identified';
import { organizerInvitation } from '~db/schema/identified-organizing';
import { holiday } from '~db/schema/published-answers';
import { petition } from '~db/schema/published';
import { openPetitionHouse, refusal, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
// A Monday.
const start = '2026-05-04T10:00:00Z';
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
});
afterAll(() => house.close());

const db = () => house.database.identified;
const deps = () => ({ db: db(), clock: house.clock, settings: house.settings });
const all = ['accept', 'send-back', 'reject'] as const;
const queued = async (moderator: Actor, id: string) =>
  (await moderationQueue(deps(), moderator)).find((each) => each.id === id);

/** Nothing is decided, by whatever act, and the queue says why. */
async function stands(moderator: Actor, id: string, conflict: Conflict, code: string) {
  const written = (await house.ledger()).length;
  for (const act of all) expect(await refusal(house.decide(moderator, id, act))).toBe(code);
  expect((await petitionRecord(db(), id))?.state).toBe('waiting');
  expect(await house.ledger()).toHaveLength(written);
  expect(await queued(moderator, id)).toMatchObject({ conflict });
  const read = await moderatedPetition(deps(), { petitionId: id, personNumber: moderator.personNumber });
  expect(read?.conflict).toBe(conflict);
}

async function asking(unit: string | null): Promise<string> {
  const id = await house.waiting(author);
  await db().update(petition).set({ askedUnit: unit }).where(eq(petition.id, id));
  return id;
}

async function leader(unitPath: string): Promise<Actor> {
  const both = await house.person('moderator', 'leadership');
  await db().update(person).set({ unitPath }).where(eq(person.personNumber, both.personNumber));
  return both;
}

describe('nobody moderates', () => {
  test('what they organize, or came to organize', async () => {
    const moderator = await house.person('moderator');
    const id = await house.waiting(moderator);
    await stands(moderator, id, 'organizer', 'own-petition');
    const other = await house.waiting(author);
    await db().insert(petitionOrganizer).values({ petitionId: other, personNumber: moderator.personNumber });
    await stands(moderator, other, 'organizer', 'own-petition');
  });

  test('what they are invited to organize; once they have declined they may', async () => {
    const moderator = await house.person('moderator');
    const { personNumber } = moderator;
    const id = await house.waiting(author);
    await db()
      .insert(organizerInvitation)
      .values({ petitionId: id, personNumber, invitedBy: author.personNumber, day: house.today() });
    await stands(moderator, id, 'invited', 'invited-to-organize');
    await db().delete(organizerInvitation).where(eq(organizerInvitation.personNumber, personNumber));
    await house.decide(moderator, id, 'accept');
    expect((await petitionRecord(db(), id))?.state).toBe('accepted');
  });

  test.each([
    ['the company’s leadership, wherever they stand', null, 'Company / Sales'],
    ['the very unit that they lead', 'Company / Engineering', 'Company / Engineering'],
    ['a unit below theirs', 'Company / Engineering / Storage', 'Company / Engineering'],
    ['a unit far below theirs', 'Company / Engineering / Storage', 'Company'],
  ])('what asks them as leadership: %s', async (_, asked, own) => {
    await stands(await leader(own), await asking(asked), 'addressee', 'asked-as-leadership');
  });

  test.each([
    ['a unit beside theirs', 'Company / Engineering', 'Company / Sales'],
    ['a unit above theirs', 'Company / Engineering', 'Company / Engineering / Storage'],
    ['a unit whose name begins as theirs does', 'Company / Engineering Tools', 'Company / Engineering'],
  ])('but a leader may on what asks %s', async (_, asked, own) => {
    const [moderator, id] = [await leader(own), await asking(asked)];
    expect(await queued(moderator, id)).toMatchObject({ conflict: null });
    await house.decide(moderator, id, 'accept');
    expect((await petitionRecord(db(), id))?.state).toBe('accepted');
  });

  test('by what they were when they opened the page: the role of leadership counts at the moment of the decision', async () => {
    const moderator = await house.person('moderator');
    const id = await house.waiting(author);
    await db().insert(roleGrant).values({
      personNumber: moderator.personNumber,
      role: 'leadership',
      grantedDay: '2026-05-04',
      grantedBy: 'setup',
    });
    await stands(moderator, id, 'addressee', 'asked-as-leadership');
  });

  test('without the role, whatever else they are', async () => {
    const id = await house.waiting(author);
    for (const other of [author, await house.person('leadership'), await house.person('administrator')]) {
      expect(await refusal(house.decide(other, id, 'accept'))).toBe('not-allowed');
    }
  });
});

test('the rule says the same of one and of many, and nobody with a side is let through', () => {
  const units = fc.constantFrom('Company', 'Company / A', 'Company / A / B', 'Company / AB');
  const people = ['1', '2', '3'];
  const some = fc.subarray(people).map((found) => new Set(found));
  fc.assert(
    fc.property(
      fc.record({
        personNumber: fc.constantFrom(...people),
        name: fc.constantFrom('x', 'y'),
        unitPath: units,
        leads: fc.boolean(),
      }),
      fc.record({
        askedUnit: fc.option(units),
        organizers: some,
        invited: some,
        rejectedBy: fc.option(
          fc.record({ personNumber: fc.option(fc.constantFrom(...people)), name: fc.constantFrom('x', 'y') }),
        ),
      }),
      (moderator, sides) => {
        const { personNumber, name, unitPath, leads } = moderator;
        const { askedUnit, organizers, invited, rejectedBy } = sides;
        const asked = askedUnit === null || `${askedUnit} / `.startsWith(`${unitPath} / `);
        const sided =
          organizers.has(personNumber) ||
          invited.has(personNumber) ||
          (leads && asked) ||
          (rejectedBy !== null &&
            (rejectedBy.personNumber ?? (rejectedBy.name === name ? personNumber : '')) === personNumber);
        expect(conflictOf(moderator, sides) !== null).toBe(sided);
      },
    ),
  );
});

describe('the queue', () => {
  test('counts working days, puts the most pressing first, and tells everybody what is overdue', async () => {
    const own = await openPetitionHouse();
    try {
      const deps = { db: own.database.identified, clock: own.clock, settings: own.settings };
      const figures = () => moderationFigures(own.database.published, own.settings, own.clock.now());
      const [organizer, moderator] = [await own.person('organizer'), await own.person('moderator')];
      expect(await figures()).toEqual({ waiting: 0, overdue: 0, decided: 0, inTime: 0 });
      await own.database.identified.insert(holiday).values({ date: '2026-05-14', name: 'Ascension Day' });
      // A Monday: three working days on is Thursday. A Wednesday before a holiday and a weekend: Tuesday.
      own.clock.set(start);
      const early = await own.waiting(organizer);
      own.clock.set('2026-05-13T10:00:00Z');
      const late = await own.waiting(organizer, { title: 'Bring back the bicycle racks by the gate' });
      const rows = async () =>
        (await moderationQueue(deps, moderator)).map(({ id, dueDay, left, overdue }) => [id, dueDay, left, overdue]);
      expect(await rows()).toEqual([
        [early, '2026-05-07', -4, true],
        [late, '2026-05-19', 3, false],
      ]);
      expect(await figures()).toMatchObject({ waiting: 2, overdue: 1 });
      // The due day itself is in time, the day after it is not.
      own.clock.set('2026-05-19T23:00:00Z');
      expect(await figures()).toMatchObject({ waiting: 2, overdue: 1 });
      own.clock.set('2026-05-20T00:00:00Z');
      expect(await figures()).toMatchObject({ waiting: 2, overdue: 2 });
      own.clock.set('2026-05-19T10:00:00Z');
      await own.decide(moderator, early, 'accept');
      await own.decide(moderator, late, 'reject');
      expect(await figures()).toEqual({ waiting: 0, overdue: 0, decided: 2, inTime: 1 });
      expect((await petitionRecord(deps.db, early))?.moderation[0]).toMatchObject({
        day: '2026-05-19',
        dueDay: '2026-05-07',
      });
      // An appeal has a clock of its own, from the day on which it comes.
      own.clock.set('2026-06-01T10:00:00Z');
      await appealOwnPetition(deps, { actor: organizer, petitionId: late, words: 'Look at it once more, please.' });
      expect(await rows()).toEqual([[late, '2026-06-04', 3, false]]);
      expect(await figures()).toMatchObject({ waiting: 1, overdue: 0, decided: 2 });
      own.clock.set('2027-05-21T10:00:00Z');
      expect(await figures()).toMatchObject({ waiting: 1, overdue: 1, decided: 0, inTime: 0 });
    } finally {
      await own.close();
    }
  });

  test('keeps to the days that were promised when it came in, whatever the setting says since', async () => {
    const moderator = await house.person('moderator');
    const before = await house.waiting(author);
    const change = { name: 'moderationDays', value: 5 } as const;
    await changeSetting({ db: db(), clock: house.clock, base: house.settings }, change);
    const after = await house.waiting(author);
    expect(await queued(moderator, before)).toMatchObject({ dueDay: '2026-05-07', left: 3 });
    expect(await queued(moderator, after)).toMatchObject({ dueDay: '2026-05-11', left: 5 });
    await expect(db().update(petition).set({ moderationDays: 30 }).where(eq(petition.id, before))).rejects.toThrow();
  });

  test('says who is left to decide; where nobody is, administrators are told and nothing is decided by itself', async () => {
    const own = await openPetitionHouse();
    try {
      const deps = { db: own.database.identified, clock: own.clock, settings: own.settings };
      const organizer = await own.person('organizer');
      const id = await own.waiting(organizer);
      // The only moderator of this house.
      const only: Actor = { personNumber: 'M0', name: 'Mo Moderator', roles: ['employee', 'moderator'] };
      expect((await moderationQueue(deps, only))[0]).toMatchObject({ conflict: null, deciders: 1 });
      expect(await undecidablePetitions(deps)).toEqual([]);
      await own.decide(only, id, 'reject');
      await appealOwnPetition(deps, { actor: organizer, petitionId: id, words: 'Look at it once more, please.' });
      expect((await moderationQueue(deps, only))[0]).toMatchObject({ conflict: 'decided', deciders: 0 });
      expect(await undecidablePetitions(deps)).toEqual([{ id, state: 'appealed' }]);
      expect(await refusal(own.decide(only, id, 'uphold'))).toBe('appealed-against-you');
      const second = await own.person('moderator');
      expect(await undecidablePetitions(deps)).toEqual([]);
      expect((await moderationQueue(deps, second))[0]).toMatchObject({ conflict: null, deciders: 1 });
      await deps.db.update(person).set({ status: 'left' }).where(eq(person.personNumber, second.personNumber));
      expect(await undecidablePetitions(deps)).toEqual([{ id, state: 'appealed' }]);
    } finally {
      await own.close();
    }
  });

  test('has nothing that still looks for sponsors: moderators cannot read it, nor decide on it', async () => {
    const moderator = await house.person('moderator');
    const id = 'b'.repeat(26);
    await submitPetition(db(), {
      ...{ id, text: { ...soundText, demands: [...soundText.demands], closesDay: '2026-06-30' } },
      ...{ organizer: { name: author.name }, criticalMass: 10, askedUnit: null, moderationDays: 3 },
      sponsors: { wanted: 10, link: new Uint8Array(32) },
      day: house.today(),
    });
    expect(await queued(moderator, id)).toBeUndefined();
    expect(await moderatedPetition(deps(), { petitionId: id, personNumber: moderator.personNumber })).toBeNull();
    expect(await refusal(house.decide(moderator, id, 'accept'))).toBe('wrong-state');
    const other = await house.waiting(author);
    const read = await moderatedPetition(deps(), { petitionId: other, personNumber: moderator.personNumber });
    expect(read?.similar.map((each) => each.id)).not.toContain(id);
    expect(read?.similar.length).toBeGreaterThan(0);
  });
});
