import type { LoaderFunction } from '@remix-run/node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { announceToday } from '~/features/identified/announcements/announce.server';
import { randomId } from '~/features/published/petitions/random-id.server';
import { loader as announcementLoader } from '~/routes/announcement';
import { loader as feedLoader } from '~/routes/announcements.feed';
import { loader as listLoader } from '~/routes/announcements';
import { action as announceAction } from '~/routes/in.desk.announcements';
import { action as answerAction, loader as answerLoader } from '~/routes/in.desk.leadership.question';
import { action as decideAction, loader as decideLoader } from '~/routes/in.desk.moderation.question';
import { loader as moderationLoader } from '~/routes/in.desk.moderation.questions';
import { loader as homeLoader } from '~/routes/home';
import { loader as petitionLoader } from '~/routes/petition';
import { loader as questionsLoader } from '~/routes/petition.questions';
import { loader as askLoader } from '~/routes/petition.questions.ask';
import { question } from '~db/schema/published-questions';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let organizer: Actor;
let moderator: Actor;
let leader: Actor;
let petitionId: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  organizer = await house.person('organizer', 'moderator');
  moderator = await house.person('moderator');
  leader = await house.person('leadership');
  petitionId = await house.open(organizer);
});
afterAll(() => house.close());

type Params = Record<string, string>;

/** What a route answered: its data, or the status of what it threw or returned. */
async function outcome(run: unknown): Promise<unknown> {
  try {
    const value = await run;
    return value instanceof Response ? value.status : value;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

const insideArgs = async (who: Actor, params: Params, form?: Record<string, string>) => ({
  request: requestTo('/in/desk/x', await inside.signIn(who), form),
  params,
  context: inside.context,
});
const outsideArgs = (path: string, params: Params = {}) => ({
  request: requestTo(path),
  params,
  context: { ...inside.context, wing: { name: 'published' as const, db: house.database.published } },
});

async function asked(body: string): Promise<string> {
  const id = randomId();
  const row = { id, petitionId, about: 'petition' as const, body, state: 'waiting' as const, day: house.today() };
  await house.database.anonymous.insert(question).values(row);
  return id;
}

/** Everything that anybody can read of a petition and its questions, as it is sent to browsers. */
async function everythingPublic(): Promise<string> {
  const params = { petitionId };
  const loaders: readonly LoaderFunction[] = [questionsLoader, askLoader, petitionLoader, homeLoader, listLoader];
  const pages = await Promise.all(loaders.map((loader) => outcome(loader(outsideArgs('/x', params)))));
  return JSON.stringify(pages);
}

test('words that wait, or were rejected, are on no public page; those that were accepted are', async () => {
  const [waits, rejected, accepted] = ['A COELACANTH waits here?', 'A BARRELEYE was rejected!', 'A GULPER was opened?'];
  await asked(waits);
  const decide = async (body: string, form: Record<string, string>) =>
    outcome(decideAction(await insideArgs(moderator, { questionId: await asked(body) }, form)));
  const why = { reasonCode: 'no-question', words: 'There is nothing asked in it.' };
  expect(await decide(rejected, why)).toBe(302);
  expect(await decide(accepted, { reasonCode: 'meets-the-rules' })).toBe(302);
  const shown = await everythingPublic();
  expect(shown).not.toMatch(/COELACANTH|BARRELEYE/);
  expect(shown).toContain('A GULPER was opened?');
  expect(shown).toContain('There is nothing asked in it.');
});

test('the desk of a moderator shows a question with a side in it and refuses the decision', async () => {
  const questionId = await asked('Whose petition is this, and why?');
  expect(await outcome(decideLoader(await insideArgs(organizer, { questionId })))).toMatchObject({ own: true });
  const listed = await outcome(moderationLoader(await insideArgs(organizer, {})));
  expect(listed).toMatchObject({
    waiting: expect.arrayContaining([expect.objectContaining({ side: true })]) as unknown,
  });
  const form = { reasonCode: 'meets-the-rules' };
  expect(await outcome(decideAction(await insideArgs(organizer, { questionId }, form)))).toMatchObject({
    init: { status: 403 },
  });
  for (const wrong of [{}, { reasonCode: 'no-question' }, { reasonCode: 'made-up', words: 'Ten characters.' }]) {
    const answer = await outcome(decideAction(await insideArgs(moderator, { questionId }, wrong)));
    expect(answer).toMatchObject({ init: { status: 400 } });
  }
  expect(await outcome(decideAction(await insideArgs(moderator, { questionId }, form)))).toBe(302);
  expect(await outcome(decideAction(await insideArgs(moderator, { questionId }, form)))).toMatchObject({
    init: { status: 409 },
  });
  expect(await outcome(decideLoader(await insideArgs(moderator, { questionId: 'none' })))).toBe(404);
});

test('an answer is looked at before it is published, and given to open questions alone', async () => {
  const questionId = await asked('How long will it take?');
  const form = { act: 'publish', body: 'About three weeks.', base: '0' };
  expect(await outcome(answerLoader(await insideArgs(leader, { questionId })))).toBe(404);
  expect(await outcome(answerAction(await insideArgs(leader, { questionId }, form)))).toMatchObject({
    init: { status: 409 },
  });
  await decideAction(await insideArgs(moderator, { questionId }, { reasonCode: 'meets-the-rules' }));
  const look = await outcome(answerAction(await insideArgs(leader, { questionId }, { ...form, act: 'preview' })));
  expect(look).toMatchObject({ data: { preview: 'About three weeks.' } });
  expect(await outcome(answerLoader(await insideArgs(leader, { questionId })))).toMatchObject({
    question: { answer: null },
  });
  expect(await outcome(answerAction(await insideArgs(leader, { questionId }, form)))).toBe(302);
  for (const wrong of [
    { ...form, base: '1', body: 'About four weeks.' },
    { ...form, base: '-1' },
    { ...form, body: '<script>alert(1)</script>' },
  ]) {
    const answer = await outcome(answerAction(await insideArgs(leader, { questionId }, wrong)));
    expect(answer).toMatchObject({ init: { status: 400 } });
  }
});

test('there are no questions under what was never open', async () => {
  for (const id of ['none', await house.waiting(organizer)]) {
    const params = { petitionId: id };
    expect(await outcome(questionsLoader(outsideArgs('/x', params)))).toBe(404);
    expect(await outcome(askLoader(outsideArgs('/x', params)))).toBe(404);
  }
});

test('an announcement is only looked at until it is made; a second mailing of the day is refused; the feed is one for all', async () => {
  const form = { title: 'Words for all of you', body: 'The same **words** for everybody.', byMail: 'yes' };
  const post = async (act: string, more = {}) =>
    outcome(announceAction(await insideArgs(leader, {}, { ...form, act, ...more })));
  expect(await post('preview')).toMatchObject({ data: { preview: { title: form.title } } });
  expect(await everythingPublic()).not.toContain(form.title);
  expect(await post('publish')).toBe(302);
  expect(await post('publish', { title: 'Words once more' })).toMatchObject({ init: { status: 409 } });
  expect(await post('publish', { petitionId: 'a'.repeat(26), byMail: '' })).toMatchObject({ init: { status: 400 } });
  const shown = await everythingPublic();
  expect(shown).toContain(form.title);
  expect(shown).not.toContain('Words once more');
  const deps = { db: house.database.identified, clock: house.clock, settings: house.settings, publicUrl: 'x' };
  const said = { actor: leader, title: '<b>&amp; "more"</b>', body: ']]> & <i>x</i>', petitionId: null, byMail: false };
  const id = await announceToday(deps, said);
  const [one, other] = await Promise.all([feedLoader(outsideArgs('/a')), feedLoader(outsideArgs('/b?who=me'))]);
  const text = await one.text();
  expect(text).toBe(await other.text());
  expect(text).toContain('&lt;b&gt;&amp;amp; &quot;more&quot;&lt;/b&gt;');
  expect(text).not.toMatch(/<[bi]>|set-cookie/);
  expect(one.headers.has('set-cookie')).toBe(false);
  expect(await outcome(announcementLoader(outsideArgs('/x', { announcementId: id })))).toMatchObject({
    announcement: { id, mailed: false },
  });
  expect(await outcome(announcementLoader(outsideArgs('/x', { announcementId: 'none' })))).toBe(404);
});
