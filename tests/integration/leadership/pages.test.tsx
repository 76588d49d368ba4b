import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { assignAnswer } from '~/features/identified/leadership/assign-answer.server';
import { AnswersFor } from '~/features/published/answers/components/answers-for';
import { ownersOf } from '~/features/published/answers/owners.queries.server';
import { explanationLength, questionLength } from '~/features/published/clarifications/clarification';
import { clarificationsOf } from '~/features/published/clarifications/clarifications.queries.server';
import { ClarificationSection } from '~/features/published/clarifications/components/clarification-section';
import { WaitingQuestions } from '~/features/published/clarifications/components/waiting-questions';
import * as ask from '~/routes/in.desk.leadership.ask';
import * as who from '~/routes/in.desk.leadership.who';
import * as questions from '~/routes/in.desk.organizer.questions';
import { identifiedHouse, testUrl } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let lena: Actor;
let omar: Actor;
let id: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  [lena, omar] = [await house.person('leadership'), await house.person('leadership')];
});
afterAll(() => house.close());
beforeEach(async () => {
  id = await house.open(author);
});

/** A request of somebody who is signed in, as a route is given it. */
async function argsOf(
  somebody: Actor,
  params: Record<string, string>,
  form?: Readonly<Record<string, string>>,
): Promise<LoaderFunctionArgs & ActionFunctionArgs> {
  const signedIn = identifiedHouse(house.database.identified, house.clock.now().toISOString());
  const headers = { Cookie: await signedIn.signIn(somebody) };
  const request = new Request(
    `${testUrl}/in/desk`,
    form ? { method: 'POST', headers, body: new URLSearchParams(form) } : { headers },
  );
  return { request, params, context: signedIn.context };
}

/** The status of what a route throws or gives. */
async function statusOf(answer: Promise<unknown>): Promise<number> {
  try {
    const given = await answer;
    if (given instanceof Response) return given.status;
    return (given as { init?: { status?: number } | null }).init?.status ?? 200;
  } catch (thrown) {
    if (thrown instanceof Response) return thrown.status;
    throw thrown;
  }
}

describe('who answers', () => {
  const post = async (form: Record<string, string>, actor = lena, subject = 'petition', about = id) =>
    who.action(await argsOf(actor, { subject, id: about }, form));
  const chosen = () => ({ owner: omar.personNumber, delegate: lena.personNumber, owners: '0' });

  test('is noted from a form, and the form shows what is noted', async () => {
    expect(await statusOf(post(chosen()))).toBe(302);
    const shown = await who.loader(await argsOf(lena, { subject: 'petition', id }));
    expect(shown).toMatchObject({ owner: omar.personNumber, delegate: lena.personNumber, left: null });
    expect(shown.owners.map(({ name }) => name)).toEqual([omar.name]);
    expect(await statusOf(post({ owner: lena.personNumber, delegate: '', owners: '1' }))).toBe(302);
    expect(await who.loader(await argsOf(lena, { subject: 'petition', id }))).toMatchObject({ delegate: null });
  });

  test.each<[string, Record<string, string>, number]>([
    ['nobody', { owner: '' }, 400],
    ['somebody who is none of leadership', { owner: 'nobody' }, 400],
    ['the same person twice', { owner: 'E1', delegate: 'E1' }, 400],
    ['somebody with far too long a number', { owner: 'E'.repeat(101) }, 400],
    ['a number of owners that is none', { owners: 'many' }, 400],
    ['who saw somebody else there', { owners: '3' }, 409],
  ])('refuses %s', async (_, change, status) => {
    expect(await statusOf(post({ ...chosen(), ...change }))).toBe(status);
    expect(await ownersOf(house.database.published, 'petition', id)).toEqual([]);
  });

  test('is for leadership, and for what there is', async () => {
    expect(await statusOf(post(chosen(), author))).toBe(403);
    expect(await statusOf(post(chosen(), lena, 'pledge'))).toBe(404);
    expect(await statusOf(post(chosen(), lena, 'petition', 'nothing'))).toBe(404);
    for (const params of [
      { subject: 'pledge', id },
      { subject: 'summary', id },
      { subject: 'petition', id: '' },
    ]) {
      expect(await statusOf(argsOf(lena, params).then(who.loader))).toBe(404);
    }
    const waiting = await house.waiting(author);
    expect(await statusOf(argsOf(lena, { subject: 'petition', id: waiting }).then(who.loader))).toBe(409);
  });
});

describe('asking and answering', () => {
  const question = 'Do you mean the laptops of contractors as well?';
  const asking = async (form: Record<string, string>, actor = lena) =>
    ask.action(await argsOf(actor, { petitionId: id }, form));
  const answering = async (form: Record<string, string>, actor = author) =>
    questions.action(await argsOf(actor, { petitionId: id }, form));

  test('is looked at first: nothing is published by a preview', async () => {
    expect(await statusOf(asking({ question }))).toBe(200);
    expect(await clarificationsOf(house.database.published, id)).toEqual([]);
    expect(await statusOf(asking({ question, act: 'publish' }))).toBe(302);
    expect(await statusOf(answering({ number: '1', answer: 'Theirs too.' }))).toBe(200);
    expect(await clarificationsOf(house.database.published, id)).toMatchObject([{ question, answer: null }]);
    expect(await statusOf(answering({ number: '1', answer: 'Theirs too.', act: 'publish' }))).toBe(302);
    expect(await clarificationsOf(house.database.published, id)).toMatchObject([{ answer: 'Theirs too.' }]);
  });

  test('is refused from the wrong person, twice, to nothing and too large', async () => {
    const published = { act: 'publish' };
    expect(await statusOf(asking({ question, ...published }, author))).toBe(403);
    expect(await statusOf(asking({ question: 'x'.repeat(questionLength.max + 1), ...published }))).toBe(400);
    expect(await statusOf(asking(published))).toBe(400);
    expect(await statusOf(asking({ question, ...published }))).toBe(302);
    expect(await statusOf(asking({ question, ...published }))).toBe(409);
    expect(await statusOf(answering({ number: '1', answer: 'Yes, theirs.', ...published }, omar))).toBe(404);
    expect(await statusOf(answering({ number: '2', answer: 'Yes, theirs.', ...published }))).toBe(404);
    expect(await statusOf(answering({ number: '1', ...published }))).toBe(400);
    const long = 'x'.repeat(explanationLength.max + 1);
    expect(await statusOf(answering({ number: '1', answer: long, ...published }))).toBe(400);
    expect(await clarificationsOf(house.database.published, id)).toMatchObject([{ question, answer: null }]);
    expect(await statusOf(answering({ number: '1', answer: 'Yes, theirs.', ...published }))).toBe(302);
    expect(await statusOf(answering({ number: '1', answer: 'No, not theirs.', ...published }))).toBe(409);
  });

  test('a petition that is not on the public page is not there to ask about', async () => {
    const waiting = await house.waiting(author);
    expect(await statusOf(argsOf(lena, { petitionId: waiting }).then(ask.loader))).toBe(404);
    expect(await statusOf(argsOf(lena, { petitionId: id }).then(questions.loader))).toBe(404);
  });

  test('stands on the petition’s page and on the organizer’s desk', async () => {
    await asking({ question: `**Bold** question? ${question}`, act: 'publish' });
    const clarifications = await clarificationsOf(house.database.published, id);
    const page = renderToStaticMarkup(
      <ClarificationSection clarifications={clarifications} organizerName="Ada" today={house.today()} />,
    );
    expect(page).toContain('<strong>Bold</strong>');
    expect(page).toContain('Ada has not answered yet.');
    expect(renderToStaticMarkup(<ClarificationSection clarifications={[]} organizerName="Ada" today="" />)).toBe('');
    const clarifying = { waiting: 1, answered: 0, since: house.today() };
    const desk = (petition: typeof clarifying | { waiting: 0; answered: 2; since: null } | null) =>
      renderToStaticMarkup(
        <WaitingQuestions petitions={[{ id, title: 'T', clarifying: petition }]} today={house.today()} />,
      );
    expect(desk(clarifying)).toContain(`/in/desk/organizer/${id}/questions`);
    expect(desk({ waiting: 0, answered: 2, since: null })).toBe('');
    expect(desk(null)).toBe('');
  });
});

test('who took something over when it was late is shown with those days, and who had it before stays', async () => {
  const { identified: db, published } = house.database;
  const { settings, clock, publicUrl } = house;
  const assign = (owner: Actor, owners: number) =>
    assignAnswer(
      { db, settings, clock, publicUrl },
      { actor: lena, subject: 'petition', id, owner: owner.personNumber, delegate: null, owners },
    );
  const before = clock.now();
  await assign(omar, 0);
  clock.set('2026-06-13T10:00:00Z');
  await assign(lena, 1);
  clock.set(before);
  const owners = await ownersOf(published, 'petition', id);
  const words = (dueDay: string | null) =>
    renderToStaticMarkup(<AnswersFor owners={owners} dueDay={dueDay} today="2026-06-14" />).replace(/<[^>]*>/g, '');
  expect(words('2026-06-01')).toBe(
    `${lena.name} (Company / Engineering) answers for this since 13 June, when it was 12 days overdue.` +
      `Before: ${omar.name} (Company / Engineering), from 4 May.`,
  );
  for (const onTime of ['2026-06-13', '2026-07-01', null]) expect(words(onTime)).not.toContain('overdue');
  expect(renderToStaticMarkup(<AnswersFor owners={[]} dueDay={null} today="2026-06-14" />)).toBe('');
});
