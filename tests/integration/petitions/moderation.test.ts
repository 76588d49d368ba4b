import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decidePetition } from '~/features/identified/desks/decide-petition.server';
import { saveDraft } from '~/features/identified/drafts/save-draft.server';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { latestDecisions, waitingPetitions } from '~/features/published/petitions/moderation.queries.server';
import { petitionRecord, petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { draft, mailOutbox, person } from '~db/schema/identified';
import { moderationAct, petition } from '~db/schema/published';
import { openPetitionHouse, refusal, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
beforeAll(async () => {
  house = await openPetitionHouse();
});
afterAll(() => house.close());

const view = (id: string) => petitionView({ db: house.database.published, settings: house.settings }, id);
const stateOf = async (id: string) => (await petitionRecord(house.database.identified, id))?.state;

describe('a moderator', () => {
  test.each([
    ['accept', 'accepted'],
    ['send-back', 'sent-back'],
    ['reject', 'rejected'],
  ] as const)('may %s a petition that waits, with a public reason and a ledger entry', async (act, state) => {
    const [author, moderator] = [await house.person(), await house.person('moderator')];
    const id = await house.waiting(author);
    await house.decide(moderator, id, act);
    expect(await stateOf(id)).toBe(state);
    const record = await petitionRecord(house.database.identified, id);
    const [decided] = record?.moderation ?? [];
    expect(decided).toMatchObject({ number: 1, act, moderatorName: moderator.name, words: 'As the rules have it.' });
    expect((await house.ledger()).at(-1)).toEqual({
      v: 1,
      kind: 'moderation',
      petition: id,
      number: 1,
      act,
      text: toHex(petitionTextDigest(soundText)),
      reason: decided?.reasonCode,
      words: 'As the rules have it.',
      moderator: moderator.name,
      day: house.today(),
    });
  });

  test('tells the organizer by mail, and nobody else', async () => {
    const [author, moderator] = [await house.person(), await house.person('moderator')];
    const { identified } = house.database;
    const [{ email } = { email: '' }] = await identified
      .select({ email: person.email })
      .from(person)
      .where(eq(person.personNumber, author.personNumber));
    const id = await house.waiting(author);
    await identified.delete(mailOutbox);
    await house.decide(moderator, id, 'send-back', 'unclear');
    const mails = await identified.select().from(mailOutbox);
    expect(mails.map(({ recipient, subject }) => [recipient, subject])).toEqual([
      [email, 'Your petition was sent back to you'],
    ]);
    expect(mails[0]?.body).toContain(`${house.publicUrl}/in/desk/organizer/${id}`);
    expect(mails[0]?.body).toContain('As the rules have it.');
  });

  test.each([[[]], [['leadership']], [['administrator']], [['organizer']], [['handler']]] as const)(
    'is nobody who holds %j',
    async (roles) => {
      const [author, somebody] = [await house.person(), await house.person(...roles)];
      const id = await house.waiting(author);
      await expect(async () => {
        await house.decide(somebody, id, 'accept');
      }).rejects.toMatchObject({ code: 'not-allowed' });
      expect(await stateOf(id)).toBe('waiting');
    },
  );

  test('does not decide on a petition of their own, in any way', async () => {
    const own = await house.person('moderator');
    const id = await house.waiting(own);
    for (const act of ['accept', 'send-back', 'reject'] as const) {
      expect(await refusal(house.decide(own, id, act))).toBe('own-petition');
    }
    expect(await stateOf(id)).toBe('waiting');
    expect(await house.database.identified.select().from(draft).where(eq(draft.petitionId, id))).toHaveLength(1);
    await house.decide(await house.person('moderator'), id, 'accept');
    expect(await stateOf(id)).toBe('accepted');
  });

  test('decides once: in every other state it is too late, and nothing is written', async () => {
    const [author, moderator] = [await house.person('organizer'), await house.person('moderator')];
    const accepted = await house.waiting(author);
    await house.decide(moderator, accepted, 'accept');
    const rejected = await house.waiting(author);
    await house.decide(moderator, rejected, 'reject');
    const sentBack = await house.waiting(author);
    await house.decide(moderator, sentBack, 'send-back');
    const open = await house.open(author);
    const written = (await house.ledger()).length;
    for (const id of [accepted, rejected, sentBack, open]) {
      for (const act of ['accept', 'send-back', 'reject'] as const) {
        expect(await refusal(house.decide(moderator, id, act))).toBe('wrong-state');
      }
    }
    expect(await refusal(house.decide(moderator, 'nothing', 'accept'))).toBe('unknown-petition');
    expect(await house.ledger()).toHaveLength(written);
  });

  test('is one of ten at once: the first decides, one act and one entry stand', async () => {
    const author = await house.person();
    const id = await house.waiting(author);
    const moderators = await Promise.all(Array.from({ length: 10 }, () => house.person('moderator')));
    const written = (await house.ledger()).length;
    const acts = await Promise.allSettled(
      moderators.map((moderator, i) => house.decide(moderator, id, i % 2 === 0 ? 'accept' : 'reject')),
    );
    expect(acts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const stand = await house.database.identified.select().from(moderationAct).where(eq(moderationAct.petitionId, id));
    expect(stand).toHaveLength(1);
    expect(await house.ledger()).toHaveLength(written + 1);
    expect(await stateOf(id)).toBe(stand[0]?.act === 'accept' ? 'accepted' : 'rejected');
  });

  test('decides on the text that they read, not on one that took its place', async () => {
    const [author, moderator, other] = [
      await house.person(),
      await house.person('moderator'),
      await house.person('moderator'),
    ];
    const { identified: db } = house.database;
    const draftId = await house.draft(author);
    const id = await house.submit(author, draftId);
    const read = await house.decision(id, 'accept');
    await house.decide(other, id, 'send-back');
    const patch = { title: 'Dismiss everybody who signs petitions' };
    await saveDraft({ db, clock: house.clock }, { draftId, author: author.personNumber, patch });
    await house.submit(author, draftId);
    const deps = { db, clock: house.clock, settings: house.settings, publicUrl: house.publicUrl };
    expect(await refusal(decidePetition(deps, { actor: moderator, petitionId: id, decision: read }))).toBe(
      'text-changed',
    );
    await house.decide(moderator, id, 'accept');
    expect((await petitionRecord(db, id))?.moderation.map(({ number, act }) => [number, act])).toEqual([
      [1, 'send-back'],
      [2, 'accept'],
    ]);
  });
});

describe('what people see of it', () => {
  test('waiting and sent-back petitions are on nobody’s page; rejected ones stand there with their reason', async () => {
    const [author, moderator] = [await house.person('organizer'), await house.person('moderator')];
    const [waiting, sentBack, rejected, attack] = [
      await house.waiting(author),
      await house.waiting(author),
      await house.waiting(author),
      await house.waiting(author, { title: 'Some attack on somebody by name' }),
    ];
    await house.decide(moderator, sentBack, 'send-back');
    await house.decide(moderator, rejected, 'reject', 'outside');
    await house.decide(moderator, attack, 'reject', 'personal-attack');
    expect(await view(waiting)).toBeNull();
    expect(await view(sentBack)).toBeNull();
    expect(await view('nothing')).toBeNull();
    expect(await view(rejected)).toMatchObject({ state: 'rejected', text: soundText });
    const hidden = await view(attack);
    expect(hidden).toMatchObject({ state: 'rejected', text: null });
    expect(JSON.stringify(hidden)).not.toContain('attack on somebody');
    expect(hidden?.moderation.at(-1)).toMatchObject({ reasonCode: 'personal-attack' });
  });

  test('the desk lists what waits, longest first, and the latest decisions', async () => {
    const author = await house.person('organizer');
    house.clock.set('2026-04-01T10:00:00Z');
    const older = await house.waiting(author);
    house.clock.set('2026-05-04T10:00:00Z');
    const newer = await house.waiting(author);
    const ids = (await waitingPetitions(house.database.identified)).map(({ id }) => id);
    expect(ids[0]).toBe(older);
    expect(ids).toContain(newer);
    const moderator = await house.person('moderator');
    house.clock.set('2026-05-07T10:00:00Z');
    await house.decide(moderator, older, 'reject');
    house.clock.set('2026-05-04T10:00:00Z');
    expect((await waitingPetitions(house.database.identified)).map(({ id }) => id)).not.toContain(older);
    const [latest] = await latestDecisions(house.database.identified);
    expect(latest).toMatchObject({ petitionId: older, act: 'reject', moderatorName: moderator.name });
  });
});

test('no row says who moderated but by the name that is public', async () => {
  const columns = await house.database.identified.execute<{ name: string }>(
    sql`select column_name as name from information_schema.columns where table_schema = 'published' and column_name ~ 'person|account|email'`,
  );
  expect(columns.map(({ name }) => name)).toEqual([]);
  expect(await house.database.published.select({ id: petition.id }).from(petition).limit(1)).toHaveLength(1);
});
