import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { commentOnDraft } from '~/features/identified/answering/comment-draft.server';
import { aboutTheWhole, commentsPerDraft, reviewersPerDraft } from '~/features/identified/answering/draft';
import { nameReviewer, releaseReviewer } from '~/features/identified/answering/review-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import { accessLog, person } from '~db/schema/identified';
import { answerComment } from '~db/schema/identified-answers';
import { write } from '~tests/support/answering';
import { openAnsweringHouse, otherWords, type AnsweringHouse } from '~tests/support/answering-house';
import { refusal } from '~tests/support/petition-house';

let house: AnsweringHouse;
beforeAll(async () => {
  house = await openAnsweringHouse();
});
afterAll(() => house.close());

describe('reviewers', () => {
  test('are named by their work address, in a capacity; the look goes to the access log', async () => {
    const { draftId } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    expect((await readDraft(house.database.identified, draftId))?.reviewers).toMatchObject([
      { personNumber: lawyer.personNumber, capacity: 'legal', opinion: null, version: null },
    ]);
    const looks = await house.database.identified
      .select()
      .from(accessLog)
      .where(and(eq(accessLog.subject, lawyer.personNumber), eq(accessLog.actor, house.leader.personNumber)));
    expect(looks).toMatchObject([{ purpose: 'Looked up to review an answer', day: house.today() }]);
    expect(await refusal(house.name(draftId, lawyer))).toBe('already-named');
  });

  test('are others than who writes, work here, and are at most ten', async () => {
    const { draftId } = await house.drafted();
    expect(await refusal(house.name(draftId, house.leader))).toBe('own-review');
    const second = await house.person('leadership');
    expect(await refusal(house.name(draftId, house.leader, 'legal', second))).toBe('own-review');
    const left = await house.person();
    await house.database.identified
      .update(person)
      .set({ status: 'left' })
      .where(eq(person.personNumber, left.personNumber));
    expect(await refusal(house.name(draftId, left))).toBe('unknown-person');
    expect(
      await refusal(
        nameReviewer(house.deps, { actor: house.leader, draftId, email: 'no@body.example', capacity: 'legal' }),
      ),
    ).toBe('unknown-person');
    for (let index = 0; index < reviewersPerDraft; index += 1) await house.name(draftId, await house.person());
    expect(await refusal(house.name(draftId, await house.person()))).toBe('too-many-reviewers');
  });

  test('do not write what they review, nor publish it, in whatever role', async () => {
    const { draftId, version } = await house.drafted();
    const second = await house.person('leadership');
    await house.name(draftId, second);
    expect(await refusal(write(house.deps, { actor: second, draftId, text: otherWords }))).toBe('own-review');
    expect(await refusal(house.publish(draftId, version, second))).toBe('own-review');
    expect(await refusal(throwAwayDraft(house.deps, { actor: second, draftId, version }))).toBe('own-review');
    expect(
      await refusal(releaseReviewer(house.deps, { actor: second, draftId, personNumber: second.personNumber })),
    ).toBe('own-review');
  });

  test('are written to when they are asked, without a word of the draft', async () => {
    const { draftId, version } = await house.drafted();
    const [lawyer, council] = [await house.person(), await house.person()];
    expect(await refusal(house.ask(draftId, version))).toBe('no-reviewers');
    await house.name(draftId, lawyer);
    expect(await house.mailsTo(lawyer)).toEqual([]);
    await house.ask(draftId, version);
    expect(await house.stateOf(draftId)).toBe('in-review');
    const [mail] = await house.mailsTo(lawyer);
    expect(mail?.body).toContain(`${house.publicUrl}/in/desk/reviews/${draftId}`);
    expect(mail?.body).not.toContain('pause it on Monday');
    await house.name(draftId, council, 'works council');
    expect((await house.mailsTo(council))[0]?.body).toContain('works council');
    expect(await house.mailsTo(lawyer)).toHaveLength(1);
  });

  test('approve a version, and any change of the words makes that stale', async () => {
    const { id, draftId, version } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    expect(await refusal(house.publish(draftId, version))).toBe('not-approved');
    await house.ask(draftId, version);
    await house.opine(draftId, lawyer, version, 'approved');
    const next = await write(house.deps, { actor: house.leader, draftId, text: otherWords });
    expect(await house.stateOf(draftId)).toBe('drafting');
    expect(await refusal(house.publish(draftId, next))).toBe('not-approved');
    expect(await refusal(house.schedule(draftId, next, '2026-05-05', 9))).toBe('not-approved');
    await house.ask(draftId, next);
    expect(await refusal(house.opine(draftId, lawyer, version, 'approved'))).toBe('stale-version');
    await house.opine(draftId, lawyer, next, 'approved');
    await house.publish(draftId, next);
    expect(await house.published(id)).toMatchObject({ body: otherWords.body });
  });

  test('must all approve', async () => {
    const { draftId, version } = await house.drafted();
    const [lawyer, council] = [await house.person(), await house.person()];
    await house.name(draftId, lawyer);
    await house.name(draftId, council, 'works council');
    await house.ask(draftId, version);
    await house.opine(draftId, lawyer, version, 'approved');
    expect(await refusal(house.publish(draftId, version))).toBe('not-approved');
    expect(await refusal(house.opine(draftId, council, version, 'changes'))).toBe('changes-without-words');
    await house.opine(draftId, council, version, 'changes', 'Say from when on.');
    expect(await refusal(house.publish(draftId, version))).toBe('not-approved');
    expect((await house.mailsTo(house.leader)).map(({ body }) => body).join()).toContain('Say from when on.');
    await house.opine(draftId, council, version, 'approved', 'On reflection: fine.');
    await house.publish(draftId, version);
    expect(await readDraft(house.database.identified, draftId)).toBeNull();
  });

  test('are asked no longer only in the open', async () => {
    const { draftId, version } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    await house.ask(draftId, version);
    await releaseReviewer(house.deps, { actor: house.leader, draftId, personNumber: lawyer.personNumber });
    expect((await house.commentsOn(draftId)).at(-1)?.body).toBe(`${lawyer.name} (legal) is asked no longer.`);
    expect(await refusal(house.opine(draftId, lawyer, version, 'approved'))).toBe('no-such-draft');
    expect(
      await refusal(releaseReviewer(house.deps, { actor: house.leader, draftId, personNumber: lawyer.personNumber })),
    ).toBe('unknown-person');
  });

  test('are the only ones with an opinion; to everybody else there is no draft', async () => {
    const { draftId, version } = await house.drafted();
    await house.name(draftId, await house.person());
    await house.ask(draftId, version);
    const stranger = await house.person('organizer');
    for (const actor of [house.leader, stranger, await house.person('administrator', 'moderator', 'handler')]) {
      expect(await refusal(house.opine(draftId, actor, version, 'approved'))).toBe('no-such-draft');
    }
    const said = { draftId, version, about: aboutTheWhole, body: 'Let me in.' };
    expect(await refusal(commentOnDraft(house.deps, { actor: stranger, ...said }))).toBe('no-such-draft');
  });
});

describe('comments', () => {
  test('are about the whole or one demand, of the version that was read', async () => {
    const { id, draftId, version } = await house.drafted();
    const lawyer = await house.person();
    await house.name(draftId, lawyer);
    const comment = (actor: Actor, about: string, body: string, read = version) =>
      commentOnDraft(house.deps, { actor, draftId, version: read, about, body });
    await comment(lawyer, `${id}.2`, 'Why is there none?');
    await comment(house.leader, aboutTheWhole, 'It follows in May.', 1);
    await comment(house.leader, aboutTheWhole, 'Soon.', 99);
    for (const about of [`${id}.0`, `${id}.3`, 'other.1', '', '__proto__']) {
      expect(await refusal(comment(lawyer, about, 'Where is this?'))).toBe('unknown-part');
    }
    expect((await house.commentsOn(draftId)).map((each) => [each.number, each.about, each.version])).toEqual([
      [1, `${id}.2`, version],
      [2, aboutTheWhole, 1],
      [3, aboutTheWhole, version],
    ]);
  });

  test('written at once all stand, each with its number; and there are at most so many', async () => {
    const { draftId, version } = await house.drafted();
    const said = { actor: house.leader, draftId, version, about: aboutTheWhole };
    await Promise.all(
      Array.from({ length: 20 }, (_, at) => commentOnDraft(house.deps, { ...said, body: `No. ${String(at)}` })),
    );
    expect((await house.commentsOn(draftId)).map(({ number }) => number)).toEqual(
      Array.from({ length: 20 }, (_, at) => at + 1),
    );
    const more = Array.from({ length: commentsPerDraft - 20 }, (_, at) => ({
      ...{ draftId, number: 21 + at, personNumber: house.leader.personNumber, version, about: 'whole', body: 'x' },
      day: house.today(),
    }));
    await house.database.identified.insert(answerComment).values(more);
    expect(await refusal(commentOnDraft(house.deps, { ...said, body: 'One more.' }))).toBe('too-many-comments');
  });
});
