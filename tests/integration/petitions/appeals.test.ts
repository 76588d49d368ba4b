import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { appealOwnPetition } from '~/features/identified/desks/appeal-own-petition.server';
import type { Actor } from '~/features/identified/desks/desk';
import { appealDigest } from '~/features/published/petitions/appeal-petition.server';
import { appealDays, appealLength } from '~/features/published/petitions/petition';
import { appealSchema } from '~/features/published/petitions/petition.schema';
import { petitionRecord, petitionView } from '~/features/published/petitions/petition-page.queries.server';
import { publicPetitions } from '~/features/published/public-data/petitions.queries.server';
import { addDays } from '~/platform/clock';
import { mailOutbox, person } from '~db/schema/identified';
import { moderationDecision } from '~db/schema/identified-organizing';
import { petition } from '~db/schema/published';
import { openPetitionHouse, refusal, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let first: Actor;
let second: Actor;
const start = '2026-05-04T10:00:00Z';
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  [first, second] = [await house.person('moderator'), await house.person('moderator')];
});
afterAll(() => house.close());

const words = 'Leadership can decide this: the contract with the supplier is its own.';
const appeal = (petitionId: string, actor = author) =>
  appealOwnPetition({ db: house.database.identified, clock: house.clock }, { actor, petitionId, words });
const stateOf = async (id: string) => (await petitionRecord(house.database.identified, id))?.state;
const view = (id: string) => petitionView({ db: house.database.published, settings: house.settings }, id);

async function rejected(reasonCode = 'outside', text = {}): Promise<string> {
  const id = await house.waiting(author, text);
  await house.decide(first, id, 'reject', reasonCode);
  return id;
}

async function appealed(reasonCode = 'outside', text = {}): Promise<string> {
  const id = await rejected(reasonCode, text);
  await appeal(id);
  return id;
}

describe('an organizer', () => {
  test('appeals against a rejection in public; the ledger has the digest of the words', async () => {
    const id = await appealed();
    expect(await stateOf(id)).toBe('appealed');
    expect((await view(id))?.moderation.at(-1)).toMatchObject({ number: 2, act: 'appeal', words, moderatorName: '' });
    expect((await house.ledger()).at(-1)).toEqual({
      ...{ v: 1, kind: 'moderation', petition: id, number: 2, act: 'appeal', reason: 'appeal', moderator: '' },
      text: toHex(petitionTextDigest(soundText)),
      words: toHex(appealDigest(id, 2, words)),
      day: house.today(),
    });
    expect(JSON.stringify(await house.ledger())).not.toContain(words);
  });

  test('and nobody else: not who does not organize it, moderators and leadership included', async () => {
    const id = await rejected();
    const written = (await house.ledger()).length;
    for (const other of [await house.person('organizer'), first, second, await house.person('leadership')]) {
      expect(await refusal(appeal(id, other))).toBe('not-organizer');
    }
    expect(await refusal(appeal('nothing'))).toBe('not-organizer');
    expect(await house.ledger()).toHaveLength(written);
    expect(await stateOf(id)).toBe('rejected');
  });

  test('once: not twice, not at once, not after it was upheld, nor granted', async () => {
    const id = await rejected();
    const outcomes = await Promise.allSettled([appeal(id), appeal(id), appeal(id)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await refusal(appeal(id))).toBe('already-appealed');
    await house.decide(second, id, 'uphold');
    expect(await stateOf(id)).toBe('rejected');
    expect(await refusal(appeal(id))).toBe('already-appealed');
    const granted = await appealed();
    await house.decide(second, granted, 'grant');
    expect(await refusal(appeal(granted))).toBe('already-appealed');
    expect((await petitionRecord(house.database.identified, id))?.moderation).toHaveLength(3);
  });

  test('within thirty days of the rejection, the last of them included', async () => {
    const [inTime, late] = [await rejected(), await rejected()];
    house.clock.set(`${addDays(house.today(), appealDays)}T23:59:00Z`);
    await appeal(inTime);
    house.clock.set(`${addDays(house.today(), 1)}T00:00:00Z`);
    expect(await refusal(appeal(late))).toBe('appeal-too-late');
    house.clock.set(start);
  });

  test('and against nothing but a rejection', async () => {
    const waiting = await house.waiting(author);
    const sentBack = await house.waiting(author);
    await house.decide(first, sentBack, 'send-back');
    const open = await house.open(author);
    for (const id of [waiting, sentBack, open]) expect(await refusal(appeal(id))).toBe('wrong-state');
    await house.decide(first, waiting, 'accept');
    expect(await refusal(appeal(waiting))).toBe('wrong-state');
  });

  test.each([
    ['nothing', '', false],
    ['too little', 'Please.', false],
    ['the longest', 'a'.repeat(appealLength.max), true],
    ['too much', 'a'.repeat(appealLength.max + 1), false],
    ['what cannot be seen', 'It is fine, honestly.‮', false],
  ])('writes words: %s', (_, given, right) => {
    expect(appealSchema.safeParse({ words: given }).success).toBe(right);
  });
});

describe('an appeal', () => {
  test('is decided by another moderator, never by who rejected it, by whatever name they go today', async () => {
    const id = await appealed();
    const { identified: db } = house.database;
    for (const name of [first.name, 'Another Name']) {
      expect(await refusal(house.decide({ ...first, name }, id, 'grant'))).toBe('appealed-against-you');
      expect(await refusal(house.decide({ ...first, name }, id, 'uphold'))).toBe('appealed-against-you');
    }
    await house.decide(second, id, 'grant');
    const decided = await db.select().from(moderationDecision).where(eq(moderationDecision.petitionId, id));
    expect(decided.map(({ number, personNumber }) => [number, personNumber]).sort()).toEqual([
      [1, first.personNumber],
      [3, second.personNumber],
    ]);
  });

  test('against a decision from before persons were kept goes by the public name', async () => {
    const id = await appealed();
    await house.database.identified.delete(moderationDecision).where(eq(moderationDecision.petitionId, id));
    expect(await refusal(house.decide(first, id, 'uphold'))).toBe('appealed-against-you');
    await house.decide(second, id, 'uphold');
    expect(await stateOf(id)).toBe('rejected');
  });

  test('is granted, and the petition opens with the next publication; or upheld, and it stays rejected', async () => {
    const [granted, upheld] = [await appealed(), await appealed()];
    await house.decide(second, granted, 'grant');
    await house.decide(second, upheld, 'uphold', 'another-reason');
    expect([await stateOf(granted), await stateOf(upheld)]).toEqual(['accepted', 'rejected']);
    await house.openAccepted();
    expect([await stateOf(granted), await stateOf(upheld)]).toEqual(['open', 'rejected']);
    expect(
      (await house.ledger()).filter(({ petition: of }) => of === granted).map(({ kind, act }) => act ?? kind),
    ).toEqual(['reject', 'appeal', 'grant', 'petition-opened']);
  });

  test('takes no other decision, and a petition that waits takes none of an appeal', async () => {
    const id = await appealed();
    for (const act of ['accept', 'send-back', 'reject'] as const) {
      expect(await refusal(house.decide(second, id, act))).toBe('wrong-state');
    }
    const [waiting, other] = [await house.waiting(author), await rejected()];
    for (const act of ['grant', 'uphold'] as const) {
      expect(await refusal(house.decide(second, waiting, act))).toBe('wrong-state');
      expect(await refusal(house.decide(second, other, act))).toBe('wrong-state');
    }
    await house.decide(second, id, 'uphold');
    expect(await refusal(house.decide(second, id, 'grant'))).toBe('wrong-state');
  });

  test('is told to the organizers by mail once it is decided', async () => {
    const id = await appealed();
    const { identified: db } = house.database;
    await db.delete(mailOutbox);
    await house.decide(second, id, 'grant');
    const [{ email } = { email: '' }] = await db
      .select({ email: person.email })
      .from(person)
      .where(and(eq(person.personNumber, author.personNumber)));
    const mails = await db.select().from(mailOutbox);
    expect(mails.map(({ recipient }) => recipient)).toEqual([email]);
    expect(mails[0]?.subject).toContain('granted');
    expect(mails[0]?.body).toContain('As the rules have it.');
  });
});

describe('where the text is kept back', () => {
  const attack = { title: 'Somebody by name is a liar' };
  const shown = async (id: string) => {
    const { db, settings } = { db: house.database.published, settings: house.settings };
    const items: unknown[] = [];
    for (let after: string | null = null, more = true; more; more = after !== null) {
      const page = await publicPetitions({ db, settings }, after);
      items.push(...page.items);
      after = page.next;
    }
    return JSON.stringify([await view(id), items.filter((item) => (item as { id: string }).id === id)]);
  };

  test('so are the words of the appeal, on its page and in public data, until it is granted', async () => {
    const id = await appealed('personal-attack', attack);
    for (const hidden of [attack.title, words]) expect(await shown(id)).not.toContain(hidden);
    await house.decide(second, id, 'uphold');
    for (const hidden of [attack.title, words]) expect(await shown(id)).not.toContain(hidden);
    const granted = await appealed('personal-attack', attack);
    await house.decide(second, granted, 'grant');
    for (const now of [attack.title, words]) expect(await shown(granted)).toContain(now);
    await house.openAccepted();
    expect(await shown(granted)).toContain(attack.title);
  });

  test('and elsewhere they are shown', async () => {
    expect(await shown(await appealed('outside'))).toContain(words);
  });
});

test('the database refuses what the use cases do', async () => {
  const id = await appealed();
  const set = (state: 'open' | 'waiting' | 'sent-back') =>
    house.database.identified.update(petition).set({ state }).where(eq(petition.id, id));
  for (const state of ['open', 'waiting', 'sent-back'] as const) await expect(set(state)).rejects.toThrow();
  expect(await stateOf(id)).toBe('appealed');
});
