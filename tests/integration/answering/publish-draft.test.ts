import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import type { DraftItem } from '~/features/identified/answering/draft';
import { publishDraft } from '~/features/identified/answering/publish-draft.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { saveDraft, startFromNewest, throwAwayDraft } from '~/features/identified/answering/write-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import type { ResponseText } from '~/features/published/responses/response';
import { responseTo } from '~/features/published/responses/responses.queries.server';
import { statementDigest } from '~/features/published/statements/statement';
import { revisionsOf } from '~/features/published/statements/statements.queries.server';
import { mailOutbox } from '~db/schema/identified';
import { answerDraftSubject, statementAuthor } from '~db/schema/identified-answers';
import { response } from '~db/schema/published-answers';
import { announcement } from '~db/schema/published-statements';
import { inTransaction } from '~db/transaction';
import { answerPetition, changedWords, write } from '~tests/support/answering';
import { openPetitionHouse, refusal } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
let other: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
  other = await house.person('leadership');
});
afterAll(() => house.close());

const deps = () => ({
  db: house.database.identified,
  clock: house.clock,
  settings: house.settings,
  publicUrl: house.publicUrl,
});
async function counted(): Promise<string> {
  const id = await house.open(await house.person('organizer'));
  await house.count(id, 120);
  return id;
}
const begin = (...ids: string[]) =>
  startDraft(deps(), { actor: leader, subjects: ids.map((id) => ({ subject: 'petition', id })) });
const publish = (draftId: string, version: number, actor = leader) => publishDraft(deps(), { actor, draftId, version });
const published = (id: string) => responseTo(house.database.published, id);

const text: ResponseText = {
  body: 'Thank you for **asking**.',
  items: [{ answer: 'accepted', reason: 'We pause it on Monday.' }, null],
};
const full: ResponseText = {
  ...text,
  items: [text.items[0] ?? null, { answer: 'declined', reason: 'Names are private.' }],
};

describe('publishing a draft', () => {
  test('leaves the response with a demand that has no answer yet, and no draft', async () => {
    const id = await counted();
    const draftId = await begin(id);
    await publish(draftId, await write(deps(), { actor: leader, draftId, text }));
    expect(await published(id)).toMatchObject({ ...text, authorName: leader.name, revision: 1, answeredDay: null });
    expect(await readDraft(deps().db, draftId)).toBeNull();
    expect(await refusal(publish(draftId, 2))).toBe('no-such-draft');
  });

  test('of several petitions together: each its own answers, one random name, entries in one run', async () => {
    const ids = [await counted(), await counted(), await counted()].sort();
    const draftId = await begin(...ids);
    const { version, words } = await changedWords(deps(), draftId, ({ petitions }) => ({
      body: 'To all three of you.',
      petitions: petitions.map((each, index) => ({
        ...each,
        items: each.items.map((): DraftItem => ({
          answer: 'partly',
          reason: `As far as number ${String(index)} goes.`,
        })),
      })),
    }));
    const written = (await house.ledger()).length;
    await publish(draftId, await saveDraft(deps(), { actor: leader, draftId, version, words }));
    const rows = await house.database.published.select().from(response);
    const names = rows.filter(({ petitionId }) => ids.includes(petitionId)).map(({ together }) => together);
    expect(new Set(names).size).toBe(1);
    expect(names[0]).toMatch(/^[a-z2-7]{26}$/);
    expect(names[0]).not.toBe(draftId);
    for (const [index, id] of ids.entries()) {
      expect((await published(id))?.items[1]?.reason).toBe(`As far as number ${String(index)} goes.`);
    }
    expect((await house.ledger()).slice(written)).toMatchObject(ids.map((id) => ({ kind: 'response', id })));
  });

  test('is all or nothing: what one of several is refused for keeps the others from standing', async () => {
    const ids = [await counted(), await counted()];
    const draftId = await begin(...ids);
    const version = await write(deps(), { actor: leader, draftId, text: full });
    const [first = '', second = ''] = [...ids].sort();
    await house.count(second, house.settings.minimum - 1);
    const written = await house.ledger();
    expect(await refusal(publish(draftId, version))).toBe('not-counted');
    expect(await published(first)).toBeNull();
    expect(await house.ledger()).toEqual(written);
    expect((await readDraft(deps().db, draftId))?.version).toBe(version);
  });

  test('breaks off half-way without a trace, and is done in full the next time', async () => {
    const id = await counted();
    const draftId = await begin(id);
    const version = await write(deps(), { actor: leader, draftId, text: full, announce: 'mail' });
    const written = await house.ledger();
    const crash = new Error('the process died');
    await expect(
      inTransaction(deps().db, async (tx) => {
        await publishDraft({ ...deps(), db: tx }, { actor: leader, draftId, version });
        throw crash;
      }),
    ).rejects.toBe(crash);
    expect(await published(id)).toBeNull();
    expect(await house.ledger()).toEqual(written);
    const links = () => deps().db.select().from(statementAuthor).where(eq(statementAuthor.id, id));
    expect(await links()).toEqual([]);
    const mails = () => deps().db.select().from(mailOutbox).where(eq(mailOutbox.forAll, true));
    expect(await mails()).toEqual([]);
    await publish(draftId, version);
    expect(await links()).toHaveLength(1);
    expect((await mails()).length).toBeGreaterThan(3);
    expect(new Set((await mails()).map(({ body }) => body)).size).toBe(1);
    expect((await house.ledger()).slice(written.length)).toMatchObject([
      { kind: 'response' },
      { kind: 'announcement' },
    ]);
    const announced = await deps().db.select().from(announcement).where(eq(announcement.petitionId, id));
    expect(announced).toHaveLength(1);
  });

  test('ten times at once leaves one response', async () => {
    const id = await counted();
    const draftId = await begin(id);
    const version = await write(deps(), { actor: leader, draftId, text: full });
    const written = (await house.ledger()).length;
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => publish(draftId, version)));
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of tries)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'no-such-draft' });
    expect(await house.ledger()).toHaveLength(written + 1);
  });

  test('is of the version that was looked at, and leadership’s alone', async () => {
    const id = await counted();
    const draftId = await begin(id);
    const version = await write(deps(), { actor: leader, draftId, text: full });
    expect(await refusal(publish(draftId, version - 1))).toBe('stale-version');
    expect(await refusal(publish(draftId, version + 1))).toBe('stale-version');
    for (const actor of [author, await house.person('moderator', 'administrator', 'handler', 'organizer')]) {
      await expect(async () => publish(draftId, version, actor)).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(await published(id)).toBeNull();
    await publish(draftId, version, other);
    expect((await published(id))?.authorName).toBe(other.name);
  });

  test('refuses what is not finished', async () => {
    const id = await counted();
    const draftId = await begin(id);
    const short: ResponseText = { body: '', items: [{ answer: 'accepted', reason: 'Yes.' }, null] };
    const nothing: ResponseText = { body: 'Only words.', items: [null, null] };
    for (const unfinished of [short, nothing]) {
      const version = await write(deps(), { actor: leader, draftId, text: unfinished });
      expect(await refusal(publish(draftId, version))).toBe('unfinished');
    }
    const { version, words } = await changedWords(deps(), draftId, ({ petitions }) => ({
      petitions: petitions.map((each) => ({ ...each, items: each.items.slice(1) })),
    }));
    expect(await refusal(saveDraft(deps(), { actor: leader, draftId, version, words }))).toBe('wrong-demands');
    expect(await published(id)).toBeNull();
  });
});

describe('revising what is published', () => {
  test('starts from its words, demands a reason, and stands beside it', async () => {
    const id = await counted();
    await answerPetition(deps(), { actor: leader, petitionId: id, text });
    const draftId = await begin(id);
    expect(await readDraft(deps().db, draftId)).toMatchObject({ body: text.body, subjects: [{ base: 1 }] });
    expect(await refusal(publish(draftId, 1))).toBe('unchanged');
    const without = await write(deps(), { actor: leader, draftId, text: full });
    expect(await refusal(publish(draftId, without))).toBe('unfinished');
    const reason = 'The works council told us more.';
    await publish(draftId, await write(deps(), { actor: leader, draftId, text: full, reason }));
    const revisions = await revisionsOf(house.database.published, 'response', id);
    expect(revisions.map((each) => [each.revision, each.reason])).toEqual([
      [1, ''],
      [2, reason],
    ]);
    expect(await published(id)).toMatchObject({ revision: 2, answeredDay: house.today() });
    expect((await house.ledger()).at(-1)).toMatchObject({
      ...{ kind: 'response', id, revision: 2, reason, author: leader.name },
      text: toHex(statementDigest('response', id, 2, full)),
    });
  });

  test('takes no answer away', async () => {
    const id = await counted();
    await answerPetition(deps(), { actor: leader, petitionId: id, text: full });
    const draftId = await begin(id);
    const version = await write(deps(), { actor: leader, draftId, text, reason: 'We think again about it.' });
    expect(await refusal(publish(draftId, version))).toBe('unfinished');
    expect((await published(id))?.revision).toBe(1);
  });

  test('that somebody else revised meanwhile is refused, loses no word, and goes on from there', async () => {
    const id = await counted();
    await answerPetition(deps(), { actor: leader, petitionId: id, text });
    const draftId = await begin(id);
    const version = await write(deps(), { actor: leader, draftId, text: full, reason: 'The second demand, too.' });
    // As another process would that had read this draft before it was thrown away and begun again.
    await deps().db.execute(
      sql`update identified.answer_draft_subject set subject_id = 'elsewhere' where draft_id = ${draftId}`,
    );
    const changed: ResponseText = { ...text, body: 'Other words, from somebody else.' };
    await answerPetition(deps(), { actor: other, petitionId: id, text: changed, reason: 'It was put badly.' });
    await deps().db.execute(
      sql`update identified.answer_draft_subject set subject_id = ${id} where draft_id = ${draftId}`,
    );

    expect(await refusal(publish(draftId, version))).toBe('stale-revision');
    expect(await readDraft(deps().db, draftId)).toMatchObject({ version, body: full.body });
    const moved = await startFromNewest(deps(), { actor: leader, draftId, version });
    expect(moved).toBe(version + 1);
    expect(await startFromNewest(deps(), { actor: leader, draftId, version: moved })).toBe(moved);
    await publish(draftId, moved);
    expect(await published(id)).toMatchObject({ revision: 3, body: full.body });
  });

  test('of one of several leaves the others as they are', async () => {
    const ids = [await counted(), await counted()].sort();
    for (const petitionId of ids) await answerPetition(deps(), { actor: leader, petitionId, text });
    const draftId = await begin(...ids);
    const { version, words } = await changedWords(deps(), draftId, ({ petitions }) => ({
      reason: 'One of them was unclear.',
      petitions: petitions.map((each, at) =>
        at === 0 ? { ...each, items: each.items.map(() => ({ answer: 'partly', reason: 'In other words.' })) } : each,
      ),
    }));
    await publish(draftId, await saveDraft(deps(), { actor: leader, draftId, version, words }));
    expect(await Promise.all(ids.map(async (id) => (await published(id))?.revision))).toEqual([2, 1]);
  });
});

describe('a draft', () => {
  test('has one version for the same words, another for any change of them', async () => {
    const draftId = await begin(await counted());
    expect(await write(deps(), { actor: leader, draftId, text })).toBe(2);
    expect(await write(deps(), { actor: other, draftId, text })).toBe(2);
    expect((await readDraft(deps().db, draftId))?.writer).toBe(leader.personNumber);
    expect(await write(deps(), { actor: other, draftId, text, announce: 'page' })).toBe(3);
    expect((await readDraft(deps().db, draftId))?.writer).toBe(other.personNumber);
  });

  test('written by two at once keeps the words of the first, and tells the second', async () => {
    const draftId = await begin(await counted());
    const { version, words } = await changedWords(deps(), draftId, () => ({}));
    const saved = await Promise.allSettled(
      ['one', 'two', 'three'].map((body) =>
        saveDraft(deps(), { actor: leader, draftId, version, words: { ...words, body } }),
      ),
    );
    expect(saved.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const each of saved)
      if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'stale-version' });
    expect((await readDraft(deps().db, draftId))?.version).toBe(2);
  });

  test('is thrown away with everything in it', async () => {
    const id = await counted();
    const draftId = await begin(id);
    expect(await refusal(throwAwayDraft(deps(), { actor: leader, draftId, version: 7 }))).toBe('stale-version');
    await throwAwayDraft(deps(), { actor: leader, draftId, version: 1 });
    expect(await readDraft(deps().db, draftId)).toBeNull();
    const places = deps().db.select().from(answerDraftSubject).where(eq(answerDraftSubject.draftId, draftId));
    expect(await places).toEqual([]);
  });
});
