import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asGroupRoot } from '~/crypto/semaphore/field';
import { draftPath } from '~/features/identified/answering/draft-paths';
import { publishDueDrafts } from '~/features/identified/answering/publish-due-drafts.server';
import { scheduleDraft, takeBackSchedule } from '~/features/identified/answering/schedule-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Settings } from '~/platform/settings';
import { addBareRegister } from '~db/factories/bare-register';
import { mailOutbox, roleGrant } from '~db/schema/identified';
import { answerDraft, answerDraftSubject } from '~db/schema/identified-answers';
import { announcement } from '~db/schema/published-statements';
import { inTransaction } from '~db/transaction';
import { answerPetition, write } from '~tests/support/answering';
import { openAnsweringHouse, otherWords, type AnsweringHouse } from '~tests/support/answering-house';
import { refusal } from '~tests/support/petition-house';

let house: AnsweringHouse;
beforeAll(async () => {
  house = await openAnsweringHouse();
});
beforeEach(() => house.database.identified.delete(answerDraft));
afterAll(() => house.close());

describe('a schedule', () => {
  test('publishes at its hour and not before, once, in the name of who made it', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await house.drafted();
    await house.schedule(draftId, version, '2026-05-05', 9);
    expect(await house.stateOf(draftId)).toBe('scheduled');
    for (const early of ['2026-05-04T10:00:01Z', '2026-05-05T08:59:59Z']) {
      house.clock.set(early);
      expect(await house.due()).toBe(0);
      expect(await house.published(id)).toBeNull();
    }
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await house.due()).toBe(1);
    expect(await house.published(id)).toMatchObject({ authorName: house.leader.name, day: '2026-05-05', revision: 1 });
    expect(await house.due()).toBe(0);
  });

  test('missed while nothing ran is kept at the next start, by one of five processes at once', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const made = [await house.drafted(), await house.drafted(), await house.drafted()];
    for (const { draftId, version } of made) await house.schedule(draftId, version, '2026-05-05', 9);
    house.clock.set('2026-05-09T03:00:00Z');
    const written = (await house.ledger()).length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => house.due()));
    expect(runs.reduce((sum, each) => sum + each, 0)).toBe(3);
    expect(await house.ledger()).toHaveLength(written + 3);
    for (const { id } of made) expect((await house.published(id))?.day).toBe('2026-05-09');
  });

  test('survives a crash in the middle of publishing: nothing of it stands, and the next run does it', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await house.drafted();
    await house.schedule(draftId, version, '2026-05-05', 9);
    house.clock.set('2026-05-05T09:00:00Z');
    await expect(
      inTransaction(house.database.identified, async (tx) => {
        expect(await publishDueDrafts({ ...house.deps, db: tx })).toBe(1);
        throw new Error('the process died');
      }),
    ).rejects.toThrow('the process died');
    expect(await house.published(id)).toBeNull();
    expect(await house.stateOf(draftId)).toBe('scheduled');
    expect(await house.due()).toBe(1);
  });

  test('stands still until it is taken back; what was approved stays approved', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { draftId, version } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    await house.ask(draftId, version);
    await house.opine(draftId, lawyer, version, 'approved');
    await house.schedule(draftId, version, '2026-05-05', 9);
    for (const refused of [
      () => write(house.deps, { actor: house.leader, draftId, text: otherWords }),
      () => house.publish(draftId, version),
      () => house.schedule(draftId, version, '2026-05-06', 9),
      () => throwAwayDraft(house.deps, { actor: house.leader, draftId, version }),
      async () => house.name(draftId, await house.person()),
      () => house.opine(draftId, lawyer, version, 'approved'),
    ]) {
      expect(await refusal(refused())).toBe('wrong-draft-state');
    }
    await takeBackSchedule(house.deps, { actor: house.leader, draftId });
    expect(await house.stateOf(draftId)).toBe('in-review');
    expect(await refusal(takeBackSchedule(house.deps, { actor: house.leader, draftId }))).toBe('wrong-draft-state');
    await house.publish(draftId, version);
  });

  test('ends when a reviewer thinks again', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    await house.ask(draftId, version);
    await house.opine(draftId, lawyer, version, 'approved');
    await house.schedule(draftId, version, '2026-05-05', 9);
    await house.opine(draftId, lawyer, version, 'changes', 'Wait: there is a ruling.');
    expect(await house.stateOf(draftId)).toBe('in-review');
    expect((await house.mailsTo(house.leader)).map(({ body }) => body).join()).toContain('It is no longer scheduled.');
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await house.due()).toBe(0);
    expect(await house.published(id)).toBeNull();
  });

  test('announces by mail once a day: what comes second is announced on its page alone, and published all the same', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const mailed = async () =>
      (await house.database.identified.select().from(mailOutbox).where(eq(mailOutbox.forAll, true))).length;
    const made = [await house.drafted({ announce: 'mail' }), await house.drafted({ announce: 'mail' })];
    for (const { draftId, version } of made) await house.schedule(draftId, version, '2026-05-05', 9);
    const third = await house.drafted({ announce: 'mail' });
    house.clock.set('2026-05-05T09:00:00Z');
    const before = await mailed();
    expect(await house.due()).toBe(2);
    const everybody = new Set(
      (await house.database.identified.select().from(mailOutbox)).map((each) => each.recipient),
    );
    expect((await mailed()) - before).toBeLessThanOrEqual(everybody.size);
    expect(await mailed()).toBeGreaterThan(before);
    for (const { id } of made) {
      expect(
        await house.database.published.select().from(announcement).where(eq(announcement.petitionId, id)),
      ).toHaveLength(1);
    }
    // Somebody who publishes by hand is told, and chooses.
    expect(await refusal(house.publish(third.draftId, third.version))).toBe('mailed-today');
    expect(await house.published(third.id)).toBeNull();
  });

  test('waits for a publication where judged words were changed since the last one, and loses nothing', async () => {
    const { identified } = house.database;
    house.clock.set('2026-05-04T10:00:00Z');
    await addBareRegister(identified, { id: 1, root: asGroupRoot(7n), live: 50, published: house.clock.now() });
    const { id, draftId, version } = await house.drafted();
    await house.publish(draftId, version);
    const revision = await startDraft(house.deps, { actor: house.leader, subjects: [{ subject: 'petition', id }] });
    const text = { ...otherWords, items: [{ answer: 'declined' as const, reason: 'It was a mistake.' }, null] };
    const reason = 'We had not read it well.';
    const changed = await write(house.deps, { actor: house.leader, draftId: revision, text, reason });
    expect(await refusal(house.publish(revision, changed))).toBe('changed-since-publication');
    await house.schedule(revision, changed, '2026-05-05', 9);
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await house.due()).toBe(0);
    expect(await house.stateOf(revision)).toBe('scheduled');
    expect(await house.commentsOn(revision)).toEqual([]);
    await addBareRegister(identified, { id: 2, root: asGroupRoot(8n), live: 50, published: house.clock.now() });
    expect(await house.due()).toBe(1);
    expect(await house.published(id)).toMatchObject({ revision: 2 });
  });

  test('is of an hour to come, and not of next year', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { draftId, version } = await house.drafted();
    expect(await refusal(house.schedule(draftId, version, '2026-05-04', 10))).toBe('past-hour');
    expect(await refusal(house.schedule(draftId, version, '2026-05-03', 23))).toBe('past-hour');
    expect(await refusal(house.schedule(draftId, version, '2027-05-04', 10))).toBe('too-far-ahead');
    await house.schedule(draftId, version, '2026-05-04', 11);
  });

  test.each([
    ['an hour that the clocks skip', '2026-03-29', 2, '2026-03-29T01:00:00Z'],
    ['the hour after that', '2026-03-29', 3, '2026-03-29T01:00:00Z'],
    ['an hour that the clocks show twice: the first', '2026-10-25', 2, '2026-10-25T00:00:00Z'],
    ['the hour after that', '2026-10-25', 3, '2026-10-25T02:00:00Z'],
    ['midnight of that day', '2026-10-25', 0, '2026-10-24T22:00:00Z'],
  ])('keeps to the company’s clock over a change of it: %s', async (_, day, hour, instant) => {
    const berlin: Settings = { ...house.settings, timeZone: 'Europe/Berlin' };
    const at = new Date(instant).getTime();
    house.clock.set(new Date(at - 24 * 60 * 60 * 1000).toISOString());
    const { id, draftId, version } = await house.drafted();
    await house.schedule(draftId, version, day, hour, berlin);
    house.clock.set(new Date(at - 1000).toISOString());
    expect(await house.due(berlin)).toBe(0);
    house.clock.set(instant);
    expect(await house.due(berlin)).toBe(1);
    expect((await house.published(id))?.day).toBe(day);
  });
});

describe('what can no longer be published when its hour comes', () => {
  const back = async (why: RegExp, draftId: string) => {
    expect(await house.due()).toBe(0);
    expect(await readDraft(house.database.identified, draftId)).toMatchObject({
      state: 'drafting',
      publishOn: null,
      scheduledBy: null,
    });
    const last = (await house.commentsOn(draftId)).at(-1);
    expect(last?.personNumber).toBeNull();
    expect(last?.body).toMatch(why);
    const address = draftPath((await readDraft(house.database.identified, draftId)) ?? { subjects: [] });
    const told = (await house.mailsTo(house.leader)).filter(({ body }) => body.includes(address));
    expect(told).toMatchObject([
      { subject: 'Your answer could not be published', body: expect.stringMatching(why) as string },
    ]);
    const comments = (await house.commentsOn(draftId)).length;
    expect(await house.due()).toBe(0);
    expect(await house.commentsOn(draftId)).toHaveLength(comments);
  };
  async function scheduled() {
    house.clock.set('2026-05-04T10:00:00Z');
    const made = await house.drafted();
    await house.schedule(made.draftId, made.version, '2026-05-05', 9);
    return made;
  }

  test('goes back where the petition has moved on', async () => {
    const { draftId } = await scheduled();
    house.clock.set('2026-06-10T10:00:00Z');
    await house.closeDue();
    house.clock.set('2027-01-10T10:00:00Z');
    await house.closeDue();
    await back(/moved on/, draftId);
  });

  test('goes back where another version was published meanwhile', async () => {
    const { id, draftId } = await scheduled();
    const move = (subjectId: string) =>
      house.database.identified
        .update(answerDraftSubject)
        .set({ subjectId })
        .where(eq(answerDraftSubject.draftId, draftId));
    await move('elsewhere');
    await answerPetition(house.deps, { actor: await house.person('leadership'), petitionId: id, text: otherWords });
    await move(id);
    house.clock.set('2026-05-05T09:00:00Z');
    await back(/Another version/, draftId);
    expect(await house.published(id)).toMatchObject({ revision: 1, body: otherWords.body });
  });

  test('goes back where who scheduled it lost the role, or left; and keeps nobody else waiting', async () => {
    const [lost, kept] = [await scheduled(), await scheduled()];
    const second = await house.person('leadership');
    await takeBackSchedule(house.deps, { actor: house.leader, draftId: lost.draftId });
    await scheduleDraft(house.deps, {
      ...{ actor: second, draftId: lost.draftId, version: lost.version, day: '2026-05-05', hour: 8 },
    });
    await house.database.identified.delete(roleGrant).where(eq(roleGrant.personNumber, second.personNumber));
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await house.due()).toBe(1);
    expect(await house.published(kept.id)).not.toBeNull();
    expect(await house.published(lost.id)).toBeNull();
    await back(/no longer answers/, lost.draftId);
  });
});
