import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { draftAnswering } from '~/features/identified/answering/start-draft.server';
import { readDraft } from '~/features/identified/answering/stored-draft.server';
import { reviewsOf } from '~/features/identified/answering/draft-view.queries.server';
import type { Actor } from '~/features/identified/desks/desk';
import { responseTo } from '~/features/published/responses/responses.queries.server';
import { bodyLimit } from '~/server/limits';
import { action as answerAction, loader as answerLoader } from '~/routes/in.desk.leadership.petition';
import { action as reviewAction, loader as reviewLoader } from '~/routes/in.desk.review';
import { loader as reviewsLoader } from '~/routes/in.desk.reviews';
import { person } from '~db/schema/identified';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let leader: Actor;
let petitionId: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  leader = await house.person('leadership');
});
beforeEach(async () => {
  petitionId = await house.open(await house.person('organizer'));
  await house.count(petitionId, 100);
});
afterAll(() => house.close());

type Form = Readonly<Record<string, string>>;
const db = () => house.database.identified;

/** What a route answered: where it leads, its data, or the status of what it threw. */
async function outcome(run: Promise<unknown>): Promise<unknown> {
  try {
    const value = await run;
    return value instanceof Response ? (value.headers.get('Location') ?? value.status) : value;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}
const argsFor = async (who: Actor, path: string, params: Record<string, string>, form?: Form) => ({
  request: requestTo(path, await inside.signIn(who), form),
  params,
  context: inside.context,
});
const desk = (step = '') => `/in/desk/leadership/${petitionId}${step && `?step=${step}`}`;
const post = async (form: Form, who = leader) =>
  outcome(answerAction(await argsFor(who, desk(), { petitionId }, form)));
const open = async (step = 'write', who = leader) =>
  outcome(answerLoader(await argsFor(who, desk(step), { petitionId })));
const draftId = async () => (await draftAnswering(db(), { subject: 'petition', id: petitionId })) ?? '';
const review = async (who: Actor, id: string, form?: Form) => {
  const args = await argsFor(who, `/in/desk/reviews/${id}`, { draftId: id }, form);
  return outcome(form ? reviewAction(args) : reviewLoader(args));
};
const emailOf = async ({ personNumber }: Actor) =>
  (await db().select().from(person).where(eq(person.personNumber, personNumber)))[0]?.email ?? '';

const written = (version: string, more: Form = {}): Form => ({
  ...{ act: 'save', version, body: 'Thank you.', reason: '', announce: 'no', programmeId: '', programmeField: '' },
  ...{ 'petitions[0].petitionId': petitionId, 'petitions[0].items[0].answer': 'accepted' },
  ...{ 'petitions[0].items[0].reason': 'We pause it on Monday.', 'petitions[0].items[1].answer': 'none' },
  ...{ 'petitions[0].items[1].reason': '', ...more },
});
async function begun(): Promise<string> {
  await post({ act: 'start' });
  await post(written('1'));
  return draftId();
}

describe('the desk on which an answer is written', () => {
  test('leads from the first word to the page that everybody reads', async () => {
    expect(await open()).toMatchObject({ draft: null });
    expect(await post({ act: 'start' })).toBe(desk('write'));
    expect(await post(written('1', { act: 'look' }))).toBe(desk('look'));
    expect(await open('look')).toMatchObject({
      page: 'look',
      draft: { version: 2, problems: [], subjects: [{ text: { items: [{ answer: 'accepted' }, null] } }] },
    });
    expect(await post({ act: 'publish', version: '2' })).toBe(desk());
    expect(await open()).toMatchObject({ draft: null, petition: { response: { revision: 1 } } });
    expect(await post({ act: 'start' })).toBe(desk('write'));
    expect(await post(written('1', { body: 'Thank you all.', reason: 'It was too short.' }))).toBe(desk('write'));
    expect(await open('look')).toMatchObject({
      draft: {
        subjects: [{ changes: { body: [{ kind: 'same' }, { kind: 'added', text: ' all' }, { kind: 'same' }] } }],
      },
    });
  });

  test('loses no word that it refuses, and says what is wrong', async () => {
    await begun();
    const mine = written('1', { body: 'Other words of mine.' });
    expect(await post(mine)).toMatchObject({
      init: { status: 409 },
      data: { act: 'save', result: { initialValue: { body: 'Other words of mine.', petitions: [{ petitionId }] } } },
    });
    const long = 'x'.repeat(10_001);
    expect(await post(written('2', { body: long }))).toMatchObject({
      init: { status: 400 },
      data: { result: { error: { body: ['This is too long to be kept.'] }, initialValue: { body: long } } },
    });
    expect((await readDraft(db(), await draftId()))?.body).toBe('Thank you.');
  });

  test.each([
    ['another petition’s place', { 'petitions[0].petitionId': 'another' }, 400],
    ['an answer that there is none of', { 'petitions[0].items[0].answer': 'perhaps' }, 400],
    ['a demand too many', { 'petitions[0].items[2].answer': 'accepted', 'petitions[0].items[2].reason': 'More.' }, 400],
    ['a reason that is too long', { 'petitions[0].items[0].reason': 'x'.repeat(2_001) }, 400],
    ['a version that is no number', { version: 'newest' }, 400],
    ['a programme that there is none of', { programmeId: 'b'.repeat(26) }, 404],
    ['an announcement in another way', { announce: 'shout' }, 400],
  ])('refuses %s', async (_, change, status) => {
    await begun();
    const before = await readDraft(db(), await draftId());
    expect(await post(written('2', change as Form))).toMatchObject({ init: { status } });
    expect(await readDraft(db(), await draftId())).toEqual(before);
  });

  test('does nothing that has no name, and nothing to a draft that there is none of', async () => {
    for (const act of ['', 'delete', '__proto__', 'constructor', 'toString']) expect(await post({ act })).toBe(400);
    for (const act of ['publish', 'ask', 'newest', 'throw-away']) {
      expect(await post({ act, version: '1' })).toMatchObject({ init: { status: 404 } });
    }
    expect(await responseTo(house.database.published, petitionId)).toBeNull();
  });

  test('takes the answers to ten petitions, and no flood', () => {
    const limit = bodyLimit('identified', '/in/desk/leadership/x');
    const largest = 10 * 10 * 2_000 + 10_000;
    expect(limit).toBeGreaterThan(2 * largest);
    expect(limit).toBeLessThanOrEqual(1024 * 1024);
    expect(bodyLimit('identified', '/in/desk/reviews/x')).toBeLessThanOrEqual(64 * 1024);
  });
});

describe('a reviewer’s page', () => {
  test('is for who was named, and for nobody else, leadership included', async () => {
    const id = await begun();
    const [lawyer, stranger] = [await house.person(), await house.person('administrator', 'moderator', 'handler')];
    const named = { act: 'name', email: (await emailOf(lawyer)).toUpperCase(), capacity: 'legal' };
    expect(await review(lawyer, id)).toBe(404);
    expect(await post(named)).toBe(desk('review'));
    expect(await review(lawyer, id)).toMatchObject({ draft: { own: { capacity: 'legal', opinion: null } } });
    const approve = { act: 'opinion', opinion: 'approved', version: '2', words: '' };
    const comment = { act: 'comment', about: 'whole', version: '2', body: 'Let me in.' };
    for (const nobody of [stranger, leader, await house.person('leadership')]) {
      expect(await review(nobody, id)).toBe(404);
      for (const form of [approve, comment]) expect(await review(nobody, id, form)).toBe(404);
      expect(await reviewsOf(db(), nobody.personNumber)).toEqual([]);
    }
    expect(await review(lawyer, 'nothing')).toBe(404);
    expect(await outcome(reviewsLoader(await argsFor(lawyer, '/in/desk/reviews', {})))).toMatchObject({
      reviews: [{ draftId: id, capacity: 'legal', waits: false }],
    });
    expect(await post({ act: 'ask', version: '2' })).toBe(desk('review'));
    expect(await reviewsOf(db(), lawyer.personNumber)).toMatchObject([{ waits: true }]);
    expect(await post({ act: 'release', personNumber: lawyer.personNumber })).toBe(desk('review'));
    expect(await review(lawyer, id)).toBe(404);
    expect(await review(lawyer, id, approve)).toBe(404);
  });

  test('takes an opinion of the words that were read, and no other', async () => {
    const id = await begun();
    const lawyer = await house.person('leadership');
    await post({ act: 'name', email: await emailOf(lawyer), capacity: 'legal' });
    expect(await open('write', lawyer)).toMatchObject({ reviews: true });
    await post({ act: 'ask', version: '2' });
    const say = (form: Form) => review(lawyer, id, { act: 'opinion', version: '2', words: '', ...form });
    expect(await say({ opinion: 'changes' })).toMatchObject({ init: { status: 400 } });
    expect(await say({ opinion: 'perhaps' })).toMatchObject({ init: { status: 400 } });
    expect(await say({ opinion: 'approved', version: '1' })).toMatchObject({ init: { status: 409 } });
    expect(await say({ opinion: 'approved', words: 'Well said.' })).toBe(`/in/desk/reviews/${id}`);
    expect(await open('review')).toMatchObject({
      draft: {
        isCleared: true,
        reviewers: [{ opinion: 'approved', isStale: false }],
        comments: [{ body: 'Well said.' }],
      },
    });
    await post(written('2', { body: 'Other words.' }));
    expect(await open('review')).toMatchObject({ draft: { isCleared: false, reviewers: [{ isStale: true }] } });
  });
});
