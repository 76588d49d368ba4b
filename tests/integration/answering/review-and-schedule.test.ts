import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { commentOnDraft } from '~/features/identified/answering/comment-draft.server';
import {
  aboutTheWhole,
  commentsPerDraft,
  reviewersPerDraft,
  type Opinion,
} from '~/features/identified/answering/draft';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { publishDueDrafts } from '~/features/identified/answering/publish-due-drafts.server';
import {
  askReviewers,
  giveOpinion,
  nameReviewer,
  releaseReviewer,
} from '~/features/identified/answering/review-draft.server';
import { scheduleDraft, takeBackSchedule } from '~/features/identified/answering/schedule-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import type { ResponseText } from '~/features/published/responses/response';
import { responseTo } from '~/features/published/responses/responses.queries.server';
import type { Settings } from '~/platform/settings';
import { accessLog, mailOutbox, person, roleGrant } from '~db/schema/identified';
import { answerComment, answerDraft, answerDraftSubject } from '~db/schema/identified-answers';
import { inTransaction } from '~db/transaction';
import { answerPetition, write } from '~tests/support/answering';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
});
beforeEach(() => house.database.identified.delete(answerDraft));
afterAll(() => house.close());

const depsIn = (settings: Settings) => ({
  ...{ db: house.database.identified, clock: house.clock, settings, publicUrl: house.publicUrl },
});
const deps = () => depsIn(house.settings);
const { text, changed } = ((): Record<'text' | 'changed', ResponseText> => {
  const items = [{ answer: 'accepted', reason: 'We pause it on Monday.' }, null] as const;
  return { text: { body: 'Thank you.', items }, changed: { body: 'Thank you all.', items } };
})();

async function counted(): Promise<string> {
  const id = await house.open(await house.person('organizer'));
  await house.count(id, 120);
  return id;
}
async function drafted(): Promise<{ id: string; draftId: string; version: number }> {
  const id = await counted();
  const draftId = await startDraft(deps(), { actor: leader, subjects: [{ subject: 'petition', id }] });
  return { id, draftId, version: await write(deps(), { actor: leader, draftId, text }) };
}
const emailOf = async ({ personNumber }: Actor) =>
  (await deps().db.select().from(person).where(eq(person.personNumber, personNumber)))[0]?.email ?? '';
const mailsTo = async (actor: Actor) =>
  deps()
    .db.select()
    .from(mailOutbox)
    .where(eq(mailOutbox.recipient, await emailOf(actor)));
const name = async (draftId: string, reviewer: Actor, capacity = 'legal', actor = leader) =>
  nameReviewer(deps(), { actor, draftId, email: await emailOf(reviewer), capacity });
const ask = (draftId: string, version: number) => askReviewers(deps(), { actor: leader, draftId, version });
const opine = (draftId: string, actor: Actor, version: number, opinion: Opinion, words = '') =>
  giveOpinion(deps(), { actor, draftId, version, opinion, words });
const publish = (draftId: string, version: number, actor = leader) => publishDraft(deps(), { actor, draftId, version });
const schedule = (draftId: string, version: number, day: string, hour: number, settings = house.settings) =>
  scheduleDraft(depsIn(settings), { actor: leader, draftId, version, day, hour });
const stateOf = async (draftId: string) => (await readDraft(deps().db, draftId))?.state ?? null;
const commentsOn = (draftId: string) =>
  deps().db.select().from(answerComment).where(eq(answerComment.draftId, draftId)).orderBy(answerComment.number);
const published = (id: string) => responseTo(house.database.published, id);

describe('reviewers', () => {
  test('are named by their work address, in a capacity; the look goes to the access log', async () => {
    const { draftId } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    expect((await readDraft(deps().db, draftId))?.reviewers).toMatchObject([
      { personNumber: lawyer.personNumber, capacity: 'legal', opinion: null, version: null },
    ]);
    const looks = await deps()
      .db.select()
      .from(accessLog)
      .where(and(eq(accessLog.subject, lawyer.personNumber), eq(accessLog.actor, leader.personNumber)));
    expect(looks).toMatchObject([{ purpose: 'Looked up to review an answer', day: house.today() }]);
    expect(await refusal(name(draftId, lawyer))).toBe('already-named');
  });

  test('are others than who writes, work here, and are at most ten', async () => {
    const { draftId } = await drafted();
    expect(await refusal(name(draftId, leader))).toBe('own-review');
    const second = await house.person('leadership');
    expect(await refusal(name(draftId, leader, 'legal', second))).toBe('own-review');
    const left = await house.person();
    await deps().db.update(person).set({ status: 'left' }).where(eq(person.personNumber, left.personNumber));
    expect(await refusal(name(draftId, left))).toBe('unknown-person');
    expect(
      await refusal(nameReviewer(deps(), { actor: leader, draftId, email: 'no@body.example', capacity: 'legal' })),
    ).toBe('unknown-person');
    for (let index = 0; index < reviewersPerDraft; index += 1) await name(draftId, await house.person());
    expect(await refusal(name(draftId, await house.person()))).toBe('too-many-reviewers');
  });

  test('do not write what they review, nor publish it, in whatever role', async () => {
    const { draftId, version } = await drafted();
    const second = await house.person('leadership');
    await name(draftId, second);
    expect(await refusal(write(deps(), { actor: second, draftId, text: changed }))).toBe('own-review');
    expect(await refusal(publish(draftId, version, second))).toBe('own-review');
    expect(await refusal(throwAwayDraft(deps(), { actor: second, draftId, version }))).toBe('own-review');
    expect(await refusal(releaseReviewer(deps(), { actor: second, draftId, personNumber: second.personNumber }))).toBe(
      'own-review',
    );
  });

  test('are written to when they are asked, without a word of the draft', async () => {
    const { draftId, version } = await drafted();
    const [lawyer, council] = [await house.person(), await house.person()];
    expect(await refusal(ask(draftId, version))).toBe('no-reviewers');
    await name(draftId, lawyer);
    expect(await mailsTo(lawyer)).toEqual([]);
    await ask(draftId, version);
    expect(await stateOf(draftId)).toBe('in-review');
    const [mail] = await mailsTo(lawyer);
    expect(mail?.body).toContain(`${house.publicUrl}/in/desk/reviews/${draftId}`);
    expect(mail?.body).not.toContain('pause it on Monday');
    await name(draftId, council, 'works council');
    expect((await mailsTo(council))[0]?.body).toContain('works council');
    expect(await mailsTo(lawyer)).toHaveLength(1);
  });

  test('approve a version, and any change of the words makes that stale', async () => {
    const { id, draftId, version } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    expect(await refusal(publish(draftId, version))).toBe('not-approved');
    await ask(draftId, version);
    await opine(draftId, lawyer, version, 'approved');
    const next = await write(deps(), { actor: leader, draftId, text: changed });
    expect(await stateOf(draftId)).toBe('drafting');
    expect(await refusal(publish(draftId, next))).toBe('not-approved');
    expect(await refusal(schedule(draftId, next, '2026-05-05', 9))).toBe('not-approved');
    await ask(draftId, next);
    expect(await refusal(opine(draftId, lawyer, version, 'approved'))).toBe('stale-version');
    await opine(draftId, lawyer, next, 'approved');
    await publish(draftId, next);
    expect(await published(id)).toMatchObject({ body: changed.body });
  });

  test('must all approve', async () => {
    const { draftId, version } = await drafted();
    const [lawyer, council] = [await house.person(), await house.person()];
    await name(draftId, lawyer);
    await name(draftId, council, 'works council');
    await ask(draftId, version);
    await opine(draftId, lawyer, version, 'approved');
    expect(await refusal(publish(draftId, version))).toBe('not-approved');
    expect(await refusal(opine(draftId, council, version, 'changes'))).toBe('changes-without-words');
    await opine(draftId, council, version, 'changes', 'Say from when on.');
    expect(await refusal(publish(draftId, version))).toBe('not-approved');
    expect((await mailsTo(leader)).at(-1)?.body).toContain('Say from when on.');
    await opine(draftId, council, version, 'approved', 'On reflection: fine.');
    await publish(draftId, version);
    expect(await readDraft(deps().db, draftId)).toBeNull();
  });

  test('are asked no longer only in the open', async () => {
    const { draftId, version } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    await ask(draftId, version);
    await releaseReviewer(deps(), { actor: leader, draftId, personNumber: lawyer.personNumber });
    expect((await commentsOn(draftId)).at(-1)?.body).toBe(`${lawyer.name} (legal) is asked no longer.`);
    expect(await refusal(opine(draftId, lawyer, version, 'approved'))).toBe('no-such-draft');
    expect(await refusal(releaseReviewer(deps(), { actor: leader, draftId, personNumber: lawyer.personNumber }))).toBe(
      'unknown-person',
    );
  });

  test('are the only ones with an opinion; to everybody else there is no draft', async () => {
    const { draftId, version } = await drafted();
    await name(draftId, await house.person());
    await ask(draftId, version);
    for (const actor of [leader, author, await house.person('administrator', 'moderator', 'handler')]) {
      expect(await refusal(opine(draftId, actor, version, 'approved'))).toBe('no-such-draft');
    }
    const said = { draftId, version, about: aboutTheWhole, body: 'Let me in.' };
    expect(await refusal(commentOnDraft(deps(), { actor: author, ...said }))).toBe('no-such-draft');
  });
});

describe('comments', () => {
  test('are about the whole or one demand, of the version that was read', async () => {
    const { id, draftId, version } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    const comment = (actor: Actor, about: string, body: string, read = version) =>
      commentOnDraft(deps(), { actor, draftId, version: read, about, body });
    await comment(lawyer, `${id}.2`, 'Why is there none?');
    await comment(leader, aboutTheWhole, 'It follows in May.', 1);
    await comment(leader, aboutTheWhole, 'Soon.', 99);
    for (const about of [`${id}.0`, `${id}.3`, 'other.1', '', '__proto__']) {
      expect(await refusal(comment(lawyer, about, 'Where is this?'))).toBe('unknown-part');
    }
    expect((await commentsOn(draftId)).map((each) => [each.number, each.about, each.version])).toEqual([
      [1, `${id}.2`, version],
      [2, aboutTheWhole, 1],
      [3, aboutTheWhole, version],
    ]);
  });

  test('written at once all stand, each with its number; and there are at most so many', async () => {
    const { draftId, version } = await drafted();
    const said = { actor: leader, draftId, version, about: aboutTheWhole };
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => commentOnDraft(deps(), { ...said, body: `No. ${String(at)}` })),
    );
    expect((await commentsOn(draftId)).map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    const more = Array.from({ length: commentsPerDraft - 20 }, (_, at) => ({
      ...{ draftId, number: 21 + at, personNumber: leader.personNumber, version, about: 'whole', body: 'x' },
      day: house.today(),
    }));
    await deps().db.insert(answerComment).values(more);
    expect(await refusal(commentOnDraft(deps(), { ...said, body: 'One more.' }))).toBe('too-many-comments');
  });
});

describe('a schedule', () => {
  const due = (settings = house.settings) => publishDueDrafts(depsIn(settings));

  test('publishes at its hour and not before, once, in the name of who made it', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await drafted();
    await schedule(draftId, version, '2026-05-05', 9);
    expect(await stateOf(draftId)).toBe('scheduled');
    for (const early of ['2026-05-04T10:00:01Z', '2026-05-05T08:59:59Z']) {
      house.clock.set(early);
      expect(await due()).toBe(0);
      expect(await published(id)).toBeNull();
    }
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await due()).toBe(1);
    expect(await published(id)).toMatchObject({ authorName: leader.name, day: '2026-05-05', revision: 1 });
    expect(await due()).toBe(0);
  });

  test('missed while nothing ran is kept at the next start, by one of five processes at once', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const made = [await drafted(), await drafted(), await drafted()];
    for (const { draftId, version } of made) await schedule(draftId, version, '2026-05-05', 9);
    house.clock.set('2026-05-09T03:00:00Z');
    const written = (await house.ledger()).length;
    const runs = await Promise.all(Array.from({ length: 5 }, () => due()));
    expect(runs.reduce((sum, each) => sum + each, 0)).toBe(3);
    expect(await house.ledger()).toHaveLength(written + 3);
    for (const { id } of made) expect((await published(id))?.day).toBe('2026-05-09');
  });

  test('survives a crash in the middle of publishing: nothing of it stands, and the next run does it', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await drafted();
    await schedule(draftId, version, '2026-05-05', 9);
    house.clock.set('2026-05-05T09:00:00Z');
    await expect(
      inTransaction(deps().db, async (tx) => {
        expect(await publishDueDrafts({ ...deps(), db: tx })).toBe(1);
        throw new Error('the process died');
      }),
    ).rejects.toThrow('the process died');
    expect(await published(id)).toBeNull();
    expect(await stateOf(draftId)).toBe('scheduled');
    expect(await due()).toBe(1);
  });

  test('stands still until it is taken back; what was approved stays approved', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { draftId, version } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    await ask(draftId, version);
    await opine(draftId, lawyer, version, 'approved');
    await schedule(draftId, version, '2026-05-05', 9);
    for (const refused of [
      () => write(deps(), { actor: leader, draftId, text: changed }),
      () => publish(draftId, version),
      () => schedule(draftId, version, '2026-05-06', 9),
      () => throwAwayDraft(deps(), { actor: leader, draftId, version }),
      async () => name(draftId, await house.person()),
      () => opine(draftId, lawyer, version, 'approved'),
    ]) {
      expect(await refusal(refused())).toBe('wrong-draft-state');
    }
    await takeBackSchedule(deps(), { actor: leader, draftId });
    expect(await stateOf(draftId)).toBe('in-review');
    expect(await refusal(takeBackSchedule(deps(), { actor: leader, draftId }))).toBe('wrong-draft-state');
    await publish(draftId, version);
  });

  test('ends when a reviewer thinks again', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { id, draftId, version } = await drafted();
    const lawyer = await house.person();
    await name(draftId, lawyer);
    await ask(draftId, version);
    await opine(draftId, lawyer, version, 'approved');
    await schedule(draftId, version, '2026-05-05', 9);
    await opine(draftId, lawyer, version, 'changes', 'Wait: there is a ruling.');
    expect(await stateOf(draftId)).toBe('in-review');
    expect((await mailsTo(leader)).at(-1)?.body).toContain('It is no longer scheduled.');
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await due()).toBe(0);
    expect(await published(id)).toBeNull();
  });

  test('is of an hour to come, and not of next year', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const { draftId, version } = await drafted();
    expect(await refusal(schedule(draftId, version, '2026-05-04', 10))).toBe('past-hour');
    expect(await refusal(schedule(draftId, version, '2026-05-03', 23))).toBe('past-hour');
    expect(await refusal(schedule(draftId, version, '2027-05-04', 10))).toBe('too-far-ahead');
    await schedule(draftId, version, '2026-05-04', 11);
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
    const { id, draftId, version } = await drafted();
    await schedule(draftId, version, day, hour, berlin);
    house.clock.set(new Date(at - 1000).toISOString());
    expect(await due(berlin)).toBe(0);
    house.clock.set(instant);
    expect(await due(berlin)).toBe(1);
    expect((await published(id))?.day).toBe(day);
  });
});

describe('what can no longer be published when its hour comes', () => {
  const back = async (why: RegExp, draftId: string) => {
    expect(await publishDueDrafts(deps())).toBe(0);
    expect(await readDraft(deps().db, draftId)).toMatchObject({
      state: 'drafting',
      publishOn: null,
      scheduledBy: null,
    });
    const last = (await commentsOn(draftId)).at(-1);
    expect(last?.personNumber).toBeNull();
    expect(last?.body).toMatch(why);
    expect((await mailsTo(leader)).at(-1)).toMatchObject({ subject: 'Your answer could not be published' });
    expect((await mailsTo(leader)).at(-1)?.body).toMatch(why);
    const comments = (await commentsOn(draftId)).length;
    expect(await publishDueDrafts(deps())).toBe(0);
    expect(await commentsOn(draftId)).toHaveLength(comments);
  };
  async function scheduled() {
    house.clock.set('2026-05-04T10:00:00Z');
    const made = await drafted();
    await schedule(made.draftId, made.version, '2026-05-05', 9);
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
      deps().db.update(answerDraftSubject).set({ subjectId }).where(eq(answerDraftSubject.draftId, draftId));
    await move('elsewhere');
    await answerPetition(deps(), { actor: await house.person('leadership'), petitionId: id, text: changed });
    await move(id);
    house.clock.set('2026-05-05T09:00:00Z');
    await back(/Another version/, draftId);
    expect(await published(id)).toMatchObject({ revision: 1, body: changed.body });
  });

  test('goes back where who scheduled it lost the role, or left; and keeps nobody else waiting', async () => {
    const [lost, kept] = [await scheduled(), await scheduled()];
    const second = await house.person('leadership');
    await takeBackSchedule(deps(), { actor: leader, draftId: lost.draftId });
    await scheduleDraft(deps(), {
      ...{ actor: second, draftId: lost.draftId, version: lost.version, day: '2026-05-05', hour: 8 },
    });
    await deps().db.delete(roleGrant).where(eq(roleGrant.personNumber, second.personNumber));
    house.clock.set('2026-05-05T09:00:00Z');
    expect(await publishDueDrafts(deps())).toBe(1);
    expect(await published(kept.id)).not.toBeNull();
    expect(await published(lost.id)).toBeNull();
    await back(/no longer answers/, lost.draftId);
  });
});
