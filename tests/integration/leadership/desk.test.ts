import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withdrawRole } from '~/features/identified/accounts/change-role.server';
import { startDraft } from '~/features/identified/answering/start-draft.server';
import type { Actor } from '~/features/identified/desks/desk';
import { askOrganizer } from '~/features/identified/leadership/ask-organizer.server';
import { assignAnswer } from '~/features/identified/leadership/assign-answer.server';
import { draftWords, filterRows, type DeskRow } from '~/features/identified/leadership/desk-row';
import { dueRows, earlyRows } from '~/features/identified/leadership/desk-rows.queries.server';
import { similarGroups } from '~/features/published/petitions/similar-groups.queries.server';
import { action, loader } from '~/routes/in.desk.leadership';
import { answerDraft, answerDraftSubject, leaderHolder } from '~db/schema/identified-answers';
import { answerReopened, pledge, response } from '~db/schema/published-answers';
import { statementRevision } from '~db/schema/published-statements';
import { identifiedHouse, requestTo } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let author: Actor;
let lena: Actor;
let omar: Actor;
beforeAll(async () => {
  house = await openPetitionHouse();
  author = await house.person('organizer');
  [lena, omar] = [await house.person('leadership'), await house.person('leadership')];
});
afterAll(() => house.close());

const deps = () => ({ ...house, db: house.database.identified });
const due = (reader = lena) => dueRows(deps(), reader.personNumber);
const rowOf = async (id: string, reader = lena): Promise<DeskRow> => {
  const row = [...(await due(reader)), ...(await earlyRows(deps(), reader.personNumber))].find(
    (each) => each.id === id,
  );
  if (!row) throw new Error('it is not on the desk');
  return row;
};
async function counted(text: { title?: string; demands?: string[] } = {}): Promise<string> {
  // Each by somebody else: nobody has so many petitions open.
  const id = await house.open(await house.person('organizer'), text);
  await house.count(id, 120);
  return id;
}
async function reached(dueDay: string, text: { title?: string; demands?: string[] } = {}): Promise<string> {
  const id = await counted(text);
  await house.reach(id, dueDay);
  return id;
}
const assign = (id: string, owner: Actor, delegate: Actor | null = null, owners = 0) =>
  assignAnswer(deps(), {
    ...{ actor: lena, subject: 'petition', id, owners },
    ...{ owner: owner.personNumber, delegate: delegate?.personNumber ?? null },
  });

describe('the desk', () => {
  test('has everything that waits, the one due first on top, and nothing that is answered', async () => {
    const [late, soon, done] = [await reached('2026-05-01'), await reached('2026-06-20'), await reached('2026-05-10')];
    const given = { petitionId: done, revision: 1, day: house.today(), verdictQuorum: 50, verdictPercent: 50 };
    await house.database.identified.insert(response).values({ ...given, answeredDay: house.today() });
    const answered = {
      kind: 'response',
      id: done,
      revision: 1,
      authorName: 'X',
      reason: '',
      day: house.today(),
    } as const;
    const document = {
      body: '',
      items: [
        { answer: 'declined', reason: 'No.' },
        { answer: 'declined', reason: 'No.' },
      ],
    };
    await house.database.identified
      .insert(statementRevision)
      .values({ ...answered, document, digest: new Uint8Array(32) });
    expect((await due()).map(({ id, dueDay }) => [id, dueDay])).toEqual([
      [late, '2026-05-01'],
      [soon, '2026-06-20'],
    ]);
    // Verdicts reopen a demand, and a pledge is made: both wait here too, by their day.
    const reopened = { petitionId: done, demand: 2, revision: 1, day: house.today(), dueDay: '2026-05-20' };
    await house.database.published.insert(answerReopened).values(reopened);
    await assign(done, omar);
    const [holder] = await house.database.identified
      .select()
      .from(leaderHolder)
      .where(eq(leaderHolder.personNumber, omar.personNumber));
    await house.database.identified.insert(pledge).values({
      ...{ id: 'a-pledge', petitionId: done, leaderId: holder?.leaderId ?? '', unit: 'Company', revision: 1 },
      ...{ status: 'not-started', dueDay: '2026-07-01', firstDueDay: '2026-07-01', day: house.today() },
    });
    const promised = {
      ...answered,
      kind: 'pledge',
      id: 'a-pledge',
      document: { text: 'It is switched off.' },
    } as const;
    await house.database.identified.insert(statementRevision).values({ ...promised, digest: new Uint8Array(32) });
    const rows = await due(omar);
    expect(rows.map(({ subject, id }) => [subject, id])).toEqual([
      ['petition', late],
      ['demand', `${done}.2`],
      ['petition', soon],
      ['pledge', 'a-pledge'],
    ]);
    expect(rows.map(({ title }) => title)[3]).toBe('It is switched off.');
    // Who answers for the petition answers for its demand; the pledge names its own.
    expect(filterRows(rows, 'mine').map(({ id }) => id)).toEqual([`${done}.2`, 'a-pledge']);
    expect(filterRows(rows, 'nobody').map(({ id }) => id)).toEqual([late, soon]);
    expect(rows[1]?.answers).toEqual({ subject: 'petition', id: done });
    expect(rows[3]?.answers).toBeNull();
  });

  test('shows in whose hands something is, and what is mine: as owner, and as delegate', async () => {
    const id = await reached('2026-06-01');
    expect(await rowOf(id)).toMatchObject({ owner: null, delegate: null, mine: false });
    await assign(id, lena, omar);
    const [mine, his] = [await rowOf(id, lena), await rowOf(id, omar)];
    expect(mine).toMatchObject({
      mine: true,
      owner: { name: lena.name, inOffice: true },
      delegate: { name: omar.name },
    });
    expect(his.mine).toBe(true);
    expect((await rowOf(id, await house.person('leadership'))).mine).toBe(false);
  });

  test('what an owner who lost the role answered for is nobody’s, and anybody’s to take', async () => {
    const id = await reached('2026-06-02');
    const leaver = await house.person('leadership');
    await assign(id, leaver, lena);
    await withdrawRole(deps(), { actor: 'setup', personNumber: leaver.personNumber, role: 'leadership' });
    const row = await rowOf(id);
    expect(row.owner).toMatchObject({ name: leaver.name, inOffice: false });
    expect(filterRows([row], 'nobody')).toHaveLength(1);
    await assign(id, omar, null, 1);
    expect(filterRows([await rowOf(id)], 'nobody')).toEqual([]);
  });

  test('says how far the answer is, for each of those that one draft answers', async () => {
    const [one, two, third] = [await reached('2026-06-03'), await reached('2026-06-04'), await reached('2026-06-05')];
    const subjects = [one, two].map((id) => ({ subject: 'petition', id }) as const);
    const draftId = await startDraft(deps(), { actor: lena, subjects });
    expect((await rowOf(one)).draft).toMatchObject({ draftId, state: 'drafting' });
    expect((await rowOf(two)).draft).toMatchObject({ draftId, state: 'drafting' });
    expect((await rowOf(third)).draft).toBeNull();
    const hour = { publishOn: '2026-05-30', publishHour: 9, scheduledBy: lena.personNumber };
    await house.database.identified
      .update(answerDraft)
      .set({ state: 'scheduled', ...hour })
      .where(eq(answerDraft.id, draftId));
    expect((await rowOf(two)).draft).toEqual({ draftId, state: 'scheduled', publishOn: '2026-05-30', publishHour: 9 });
    expect(draftWords(await rowOf(two), house.today())).toBe('Scheduled for 30 May, 09:00');
  });

  test('says where a response leaves a demand without an answer: it is still due', async () => {
    const id = await reached('2026-06-07');
    expect(draftWords(await rowOf(id), house.today())).toBe('Not begun');
    const given = { petitionId: id, revision: 1, day: house.today(), verdictQuorum: 50, verdictPercent: 50 };
    await house.database.identified.insert(response).values(given);
    expect(draftWords(await rowOf(id), house.today())).toBe('Answered in part');
    await house.database.identified
      .update(response)
      .set({ answeredDay: house.today() })
      .where(eq(response.petitionId, id));
    expect((await due()).map((row) => row.id)).not.toContain(id);
  });

  test('says since when the organizer was asked', async () => {
    const id = await reached('2026-06-06');
    expect((await rowOf(id)).askedSince).toBeNull();
    await askOrganizer(deps(), { actor: lena, petitionId: id, question: 'Which laptops do you mean?' });
    expect((await rowOf(id)).askedSince).toBe(house.today());
  });

  test('has what is counted but not due apart, with who has it in hand; what is not counted is nowhere', async () => {
    const [early, uncounted] = [await counted(), await house.open(author)];
    await house.count(uncounted, house.settings.minimum - 1);
    await assign(early, omar);
    const rows = await earlyRows(deps(), omar.personNumber);
    expect(rows.find(({ id }) => id === early)).toMatchObject({ dueDay: null, mine: true, count: 120 });
    expect([...rows, ...(await due())].map(({ id }) => id)).not.toContain(uncounted);
    expect((await due()).map(({ id }) => id)).not.toContain(early);
  });
});

test('petitions that ask for the same are found among those given, and among no others', async () => {
  const coffee = { title: 'Better coffee on every floor', demands: ['Buy better coffee machines for every floor.'] };
  const [one, other, unlike] = [
    await counted(coffee),
    await counted({ ...coffee, title: 'Better coffee machines for all floors' }),
    await counted({ title: 'Let us work from abroad', demands: ['Allow thirty days of work from abroad.'] }),
  ];
  const { identified } = house.database;
  expect(await similarGroups(identified, [one, unlike, other])).toEqual([[one, other]]);
  expect(await similarGroups(identified, [one, unlike])).toEqual([]);
  expect(await similarGroups(identified, [one, 'nothing'])).toEqual([]);
});

describe('the page', () => {
  const asked = async (query = '') => {
    const signedIn = identifiedHouse(house.database.identified, house.clock.now().toISOString());
    const request = requestTo(`/in/desk/leadership${query}`, await signedIn.signIn(lena));
    return loader({ request, params: {}, context: signedIn.context });
  };
  const posted = async (ids: readonly string[], actor = lena) => {
    const signedIn = identifiedHouse(house.database.identified, house.clock.now().toISOString());
    const cookie = await signedIn.signIn(actor);
    const body = new URLSearchParams(ids.map((id) => ['petition', id]));
    const request = new Request('https://petitions.example.com/in/desk/leadership', {
      ...{ method: 'POST', headers: { Cookie: cookie }, body },
    });
    return action({ request, params: {}, context: signedIn.context });
  };

  test('filters what is due by an address; what it does not know shows everything', async () => {
    const all = await asked();
    const mine = await asked('?show=mine');
    expect(mine.due).toEqual(all.due.filter((row) => row.mine));
    expect(mine.counts).toEqual(all.counts);
    expect((await asked('?show=nobody')).due.length).toBe(all.counts.nobody);
    expect((await asked('?show=%00')).due).toEqual(all.due);
  });

  test('begins one answer to those that are ticked', async () => {
    const [one, two] = [await reached('2026-06-10'), await reached('2026-06-11')];
    const answer = await posted([two, one]);
    expect(answer).toBeInstanceOf(Response);
    expect((answer as Response).headers.get('Location')).toBe(`/in/desk/leadership/${two}`);
    const subjects = await house.database.identified
      .select({ id: answerDraftSubject.subjectId })
      .from(answerDraftSubject)
      .where(eq(answerDraftSubject.draftId, (await rowOf(one)).draft?.draftId ?? ''));
    expect(subjects.map(({ id }) => id).sort()).toEqual([one, two].sort());
  });

  test.each([
    ['nothing', () => Promise.resolve([]), 400],
    ['what is not there', () => Promise.resolve(['nothing']), 404],
    ['what is not counted', async () => [await house.open(author)], 409],
    [
      'what another draft answers already',
      async () => {
        const [taken, free] = [await reached('2026-06-12'), await reached('2026-06-13')];
        await posted([taken]);
        return [taken, free];
      },
      409,
    ],
    ['more than one answer takes', () => Promise.resolve(Array.from({ length: 500 }, (_, at) => String(at))), 400],
  ])('refuses %s, with a reason', async (_, ids, status) => {
    const drafts = await house.database.identified.$count(answerDraft);
    const wanted = await ids();
    const before = Math.max(drafts, await house.database.identified.$count(answerDraft));
    expect(await posted(wanted)).toMatchObject({ init: { status }, data: { problem: expect.any(String) as string } });
    expect(await house.database.identified.$count(answerDraft)).toBe(before);
  });

  test('is leadership’s alone', async () => {
    await expect(posted([await reached('2026-06-14')], author)).rejects.toMatchObject({ status: 403 });
  });
});
