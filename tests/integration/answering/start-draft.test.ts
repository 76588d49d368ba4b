import { count, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { petitionsTogether, type Subject } from '~/features/identified/answering/draft';
import { draftAnswering, startDraft } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import { answerDraft } from '~db/schema/identified-answers';
import { openPetitionHouse, refusal, soundText } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let leader: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  leader = await house.person('leadership');
});
afterAll(() => house.close());

const deps = () => ({ db: house.database.identified, clock: house.clock, settings: house.settings });
const start = (subjects: readonly Subject[], actor = leader) => startDraft(deps(), { actor, subjects });
const petitions = (...ids: string[]): Subject[] => ids.map((id) => ({ subject: 'petition', id }));
async function counted(signers = 120): Promise<string> {
  const id = await house.open(await house.person('organizer'));
  await house.count(id, signers);
  return id;
}
const drafts = async () => (await house.database.identified.select({ n: count() }).from(answerDraft))[0]?.n;

describe('an answer is begun', () => {
  test('with a place for every demand, in the state of drafting', async () => {
    const id = await counted();
    const draftId = await start(petitions(id));
    expect(await readDraft(house.database.identified, draftId)).toMatchObject({
      state: 'drafting',
      version: 1,
      body: '',
      reason: '',
      announce: 'no',
      writer: leader.personNumber,
      subjects: [{ subject: 'petition', id, base: 0 }],
      petitions: [{ petitionId: id, items: soundText.demands.map(() => ({ answer: null, reason: '' })) }],
      reviewers: [],
    });
    expect(await draftAnswering(house.database.identified, { subject: 'petition', id })).toBe(draftId);
  });

  test('once for the same ones, in whatever order and however often at once', async () => {
    const [one, other] = [await counted(), await counted()];
    const before = await drafts();
    const started = await Promise.all(
      Array.from({ length: 10 }, (_, at) => start(at % 2 === 0 ? petitions(one, other) : petitions(other, one, other))),
    );
    expect(new Set(started).size).toBe(1);
    expect(await drafts()).toBe((before ?? 0) + 1);
  });

  test('not where one of them stands in another draft, and then nothing is begun', async () => {
    const [one, other, third] = [await counted(), await counted(), await counted()];
    await start(petitions(one));
    const before = await drafts();
    expect(await refusal(start(petitions(one, other)))).toBe('already-drafted');
    await start(petitions(other, third));
    expect(await refusal(start(petitions(other)))).toBe('already-drafted');
    expect(await drafts()).toBe((before ?? 0) + 1);
    expect(await draftAnswering(house.database.identified, { subject: 'petition', id: third })).not.toBeNull();
  });

  test('by leadership alone', async () => {
    const id = await counted();
    for (const actor of [author, await house.person(), await house.person('moderator', 'administrator', 'handler')]) {
      await expect(async () => {
        await start(petitions(id), actor);
      }).rejects.toMatchObject({ code: 'not-allowed' });
    }
    expect(await draftAnswering(house.database.identified, { subject: 'petition', id })).toBeNull();
  });

  test('of what can be answered: not of nothing, of what waits, or of what is not counted', async () => {
    expect(await refusal(start(petitions('nothing')))).toBe('unknown-petition');
    expect(await refusal(start([{ subject: 'summary', id: 'nothing' }]))).toBe('unknown-summary');
    expect(await refusal(start(petitions(await house.waiting(author))))).toBe('wrong-state');
    expect(await refusal(start(petitions(await house.open(await house.person('organizer')))))).toBe('not-counted');
    expect(await refusal(start(petitions(await counted(), 'nothing')))).toBe('unknown-petition');
    await expect(async () => start([])).rejects.toMatchObject({ code: 'mixed-subjects' });
    const summary: Subject = { subject: 'summary', id: 'one' };
    await expect(async () => start([summary, { subject: 'summary', id: 'two' }])).rejects.toMatchObject({
      code: 'mixed-subjects',
    });
    await expect(async () => start([summary, ...petitions('one')])).rejects.toMatchObject({ code: 'mixed-subjects' });
    const many = Array.from({ length: petitionsTogether + 1 }, (_, at) => `p${String(at)}`);
    await expect(async () => start(petitions(...many))).rejects.toMatchObject({ code: 'too-many-subjects' });
  });

  test('and thrown away with all that belongs to it', async () => {
    const id = await counted();
    const draftId = await start(petitions(id));
    await house.database.identified.delete(answerDraft).where(eq(answerDraft.id, draftId));
    expect(await draftAnswering(house.database.identified, { subject: 'petition', id })).toBeNull();
    expect(await start(petitions(id))).not.toBe(draftId);
  });
});
