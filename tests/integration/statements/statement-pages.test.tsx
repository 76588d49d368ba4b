import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { linkOwnContradiction } from '~/features/identified/desks/own-contradictions.server';
import { ContradictionList } from '~/features/published/contradictions/components/contradiction-list';
import { DemandAnswer } from '~/features/published/responses/components/demand-answer';
import { StatementRevisions } from '~/features/published/statements/components/statement-revisions';
import { comparedAtOnce } from '~/features/published/statements/statement-history.queries.server';
import { action, loader as deskLoader } from '~/routes/in.desk.organizer.contradictions';
import { loader as announcementLoader } from '~/routes/announcement';
import { loader as petitionLoader } from '~/routes/petition';
import { loader as pledgeLoader } from '~/routes/pledge';
import { loader } from '~/routes/statement';
import { identifiedHouse, requestTo, type IdentifiedHouse } from '~tests/support/identified-context';
import { firstResponse, openStatementHouse, soundPledge } from '~tests/support/statement-house';

let house: Awaited<ReturnType<typeof openStatementHouse>>;
let inside: IdentifiedHouse;
let author: Actor;
beforeAll(async () => {
  house = await openStatementHouse();
  inside = identifiedHouse(house.database.identified, '2026-11-23T10:00:00Z');
  author = await house.person('organizer');
});
afterAll(() => house.close());

const outside = (path: string, params: Record<string, string>) => ({
  request: requestTo(path),
  params,
  context: { ...inside.context, wing: { name: 'published' as const, db: house.database.published } },
});
const statement = (kind: string, id: string) => loader(outside(`/statements/${kind}/${id}`, { kind, id }));
const statusOf = (run: Promise<unknown>) =>
  run.then(
    () => 200,
    (thrown: unknown) => (thrown instanceof Response ? thrown.status : Promise.reject(thrown as Error)),
  );

async function answered(): Promise<string> {
  const id = await house.open(author);
  await house.respond(id);
  return id;
}

describe('the page of a statement', () => {
  test('has every revision, newest first, each with its day, author, reason, difference and digest', async () => {
    house.clock.set('2026-05-04T10:00:00Z');
    const id = await answered();
    house.clock.set('2026-07-09T10:00:00Z');
    const body = 'The data was **loosely controlled**, and it always was.';
    await house.respond(id, { ...firstResponse, body }, 1, 'We looked, and it was not.');
    const page = await statement('response', id);
    expect(page).toMatchObject({
      kind: 'response',
      place: { path: `/petitions/${id}#response` },
      revisions: [
        { revision: 2, day: '2026-07-09', authorName: 'Lena Leader', reason: 'We looked, and it was not.', said: [] },
        { revision: 1, day: '2026-05-04', authorName: 'Lena Leader', reason: '', changes: [] },
      ],
    });
    const entries = (await house.ledger()).filter((entry) => entry['kind'] === 'response' && entry['id'] === id);
    expect(page.revisions.map(({ digest }) => digest)).toEqual(entries.map(({ text }) => text).reverse());
    const html = renderToStaticMarkup(<StatementRevisions revisions={page.revisions} today={page.today} />);
    expect(html).toMatch(/id="revision-2".*id="revision-1"/s);
    expect(html).toContain('We looked, and it was not.');
    expect(html).toMatch(/<del>.*?tightly.*?<\/del>/s);
    expect(html).toMatch(/<ins>.*?loosely.*?<\/ins>/s);
    for (const { digest } of page.revisions) expect(html).toContain(digest);
  });

  test('has a place for each of many revisions, and compares some at a time', async () => {
    const id = await house.announce('What happened', 'Version 1 of it.');
    for (let base = 1; base < 25; base += 1) {
      await house.revise('announcement', id, base, { title: 'What happened', body: `Version ${base + 1} of it.` });
    }
    const compared = async (query: string) => {
      const { revisions } = await loader(
        outside(`/statements/announcement/${id}${query}`, { kind: 'announcement', id }),
      );
      expect(revisions.map(({ revision }) => revision)).toEqual(Array.from({ length: 25 }, (_, n) => 25 - n));
      return revisions.filter(({ changes }) => changes !== null && changes.length > 0).map(({ revision }) => revision);
    };
    const downFrom = (last: number) => Array.from({ length: comparedAtOnce }, (_, n) => last - n);
    expect(await compared('')).toEqual(downFrom(25));
    expect(await compared('?up-to=15')).toEqual(downFrom(15));
    expect(await compared('?up-to=3')).toEqual([3, 2]);
    for (const query of ['?up-to=0', '?up-to=-1', '?up-to=x', '?up-to=1e9', '?up-to=9999999999999', '?up-to=900']) {
      expect(await compared(query), query).toEqual(downFrom(25));
    }
    const { revisions, today } = await statement('announcement', id);
    const html = renderToStaticMarkup(<StatementRevisions revisions={revisions} today={today} />);
    expect(html).toContain('id="revision-3"');
    expect(html).toContain('href="?up-to=3#revision-3"');
  });

  test('shows words as words: no markup of theirs is the page’s', async () => {
    const id = await house.answerQuestion(await answered(), 'Who reads it?', 'Nobody <b>at all</b>.');
    await house.revise('answer', id, 1, { body: 'Nobody <script>alert(1)</script> at all.' }, 'It was <i>unclear</i>.');
    const page = await statement('answer', id);
    const html = renderToStaticMarkup(<StatementRevisions revisions={page.revisions} today={page.today} />);
    expect(html).not.toMatch(/<script|<b>|<i>/);
    expect(html).toContain('&lt;script&gt;');
  });

  test('is there for every kind, and for nothing else', async () => {
    const petition = await answered();
    const announced = await house.announce('What happened', 'The access lists were misconfigured.');
    await house.revise('summary-response', 'onesummary', 0, { body: 'We looked into it.' });
    const there = [
      ['response', petition],
      ['pledge', await house.promise(petition, soundPledge)],
      ['answer', await house.answerQuestion(petition, 'Who reads it?', 'Nobody at all.')],
      ['announcement', announced],
      ['summary-response', 'onesummary'],
    ] as const;
    for (const [kind, id] of there) expect(await statusOf(statement(kind, id)), kind).toBe(200);
    const open = await house.open(author);
    const waiting = await house.waiting(author);
    for (const [kind, id] of [
      ...[
        ['response', open],
        ['response', waiting],
        ['response', ''],
        ['', petition],
        ['petition', petition],
      ],
      ...[
        ['pledge', petition],
        ['answer', announced],
        ['constructor', petition],
        ['RESPONSE', petition],
      ],
      ...[
        ['response', `${petition}%20`],
        ['response', 'a\u0000b'],
        ['response', "' or 1=1 --"],
        ['response', '../x'],
      ],
      ...[
        ['response', 'x'.repeat(10_000)],
        ['response', petition.toUpperCase()],
      ],
    ]) {
      expect(await statusOf(statement(kind ?? '', id ?? '')), `${kind ?? ''}/${id ?? ''}`).toBe(404);
    }
  });
});

test('a demand without an answer says so, and for how long', () => {
  const answer = (props: Partial<Parameters<typeof DemandAnswer>[0]>) =>
    renderToStaticMarkup(
      <DemandAnswer item={null} openSince="2026-05-04" due={false} today="2026-06-14" reopened={null} {...props}>
        <p>What colleagues say</p>
      </DemandAnswer>,
    );
  expect(answer({})).toContain('No answer yet');
  expect(answer({})).toContain('Not answered for 41 days, since leadership responded');
  expect(answer({ due: true, today: '2026-05-05' })).toContain('Not answered for 1 day, since an answer was due');
  expect(answer({ today: '2026-05-04' })).not.toContain('Not answered for');
  expect(answer({ openSince: null })).toBe('');
  expect(answer({})).not.toContain('What colleagues say');
  const item = { answer: 'declined', reason: 'We may **not**.' } as const;
  const reopened = { dueDay: '2026-06-12', endedDay: null };
  expect(answer({ item, reopened })).toMatch(/call it none\. A better one was due on.*: overdue by 2 days/s);
  expect(answer({ item, reopened: { ...reopened, dueDay: '2026-06-14' } })).toMatch(/A better one is due on/);
  expect(answer({ item, reopened: { ...reopened, endedDay: '2026-06-13' } })).toMatch(/Answered anew on/);
  expect(answer({ item })).toMatch(/Declined.*<strong>not<\/strong>.*What colleagues say/s);
});

test('what contradicts what stands on the page of a pledge and of an announcement, too', async () => {
  const id = await answered();
  const [pledgeId, announcementId] = [await house.promise(id), await house.announce('It goes on', 'It keeps running.')];
  const sides = [
    { kind: 'pledge', id: pledgeId, revision: 1, quote: 'switched off on every laptop' },
    { kind: 'announcement', id: announcementId, revision: 1, quote: 'It keeps running' },
  ] as const;
  const deps = { db: house.database.identified, clock: house.clock, settings: house.settings };
  await linkOwnContradiction(deps, { actor: author, petitionId: id, sides, words: 'Both cannot be true.' });
  const onPledge = await pledgeLoader(outside(`/pledges/${pledgeId}`, { pledgeId }));
  const onAnnouncement = await announcementLoader(outside(`/announcements/${announcementId}`, { announcementId }));
  expect(onPledge.contradictions.map(({ words }) => words)).toEqual(['Both cannot be true.']);
  expect(onAnnouncement.contradictions).toEqual(onPledge.contradictions);
});

describe('the organizer’s page', () => {
  const params = (petitionId: string) => ({ petitionId });
  const desk = async (who: Actor, petitionId: string, query = '', form?: Record<string, string>) => ({
    request: requestTo(`/in/desk/organizer/${petitionId}/contradictions${query}`, await inside.signIn(who), form),
    params: params(petitionId),
    context: inside.context,
  });

  test('is nobody else’s, nor there before the petition opened', async () => {
    const id = await answered();
    expect(await statusOf(deskLoader(await desk(author, id)))).toBe(200);
    const other = await house.person('organizer', 'moderator', 'leadership', 'administrator');
    expect(await statusOf(deskLoader(await desk(other, id)))).toBe(404);
    expect(await statusOf(deskLoader(await desk(author, await house.waiting(author))))).toBe(404);
    const form = { act: 'withdraw', id: 'x', reason: 'It is not mine to take back.' };
    expect(await action(await desk(other, id, '', form))).toMatchObject({ init: { status: 403 } });
  });

  test('shows what was chosen from a list or by its address, and nothing for what does not exist', async () => {
    const id = await answered();
    await house.respond(id, { ...firstResponse, body: 'Otherwise.' }, 1);
    const announced = await house.announce('What happened', 'The access lists were misconfigured.');
    const sides = async (query: string) => (await deskLoader(await desk(author, id, query))).sides;
    const one = { kind: 'response', id, revision: 1 };
    expect(await sides(`?one=response/${id}/1&other=announcement/${announced}/1`)).toMatchObject([
      one,
      { kind: 'announcement', id: announced },
    ]);
    const address = encodeURIComponent(`https://x.example/statements/announcement/${announced}`);
    expect(await sides(`?one=response/${id}/1&address=${address}`)).toMatchObject([
      one,
      { id: announced, revision: 1 },
    ]);
    for (const query of [
      '?one=response/x/1&other=pledge/y/1',
      '?one=&other=',
      '?one=response%2f..%2f1&address=x',
      '',
    ]) {
      expect(await sides(query), query).toEqual([null, null]);
    }
    const { own, all } = await deskLoader(await desk(author, id));
    expect(own.map((each) => `${each.kind}/${each.id}/${String(each.revision)}`)).toEqual(
      expect.arrayContaining([`response/${id}/1`, `response/${id}/2`, `announcement/${announced}/1`]),
    );
    expect(all.length).toBeGreaterThan(own.length);
  });

  test('links what was looked at, shows it on the petition, and takes it back', async () => {
    const id = await answered();
    const announced = await house.announce('What happened', 'The access lists were misconfigured.');
    const form = {
      ...{ one: `announcement/${announced}/1`, oneQuote: 'access lists were misconfigured' },
      ...{ other: `response/${id}/1`, otherQuote: 'tightly controlled', words: 'Both <b>cannot</b> be true.' },
    };
    const send = async (change: Record<string, string>) => action(await desk(author, id, '', { ...form, ...change }));
    const onPetition = async () => (await petitionLoader(outside('/petitions/x', params(id)))).answers.contradictions;

    expect(await send({ act: 'preview' })).toMatchObject({ data: { preview: { words: form.words } } });
    const wrong = await send({ act: 'publish', otherQuote: 'loosely controlled' });
    expect(wrong).toMatchObject({
      init: { status: 400 },
      data: { result: { error: { otherQuote: [expect.stringContaining('do not stand')] } } },
    });
    const unparsed = await send({ act: 'publish', oneQuote: 'x'.repeat(500), words: '' });
    expect(unparsed).toMatchObject({ init: { status: 400 } });
    expect(await onPetition()).toEqual([]);

    expect(await send({ act: 'publish' })).toMatchObject({ status: 302 });
    const [shown] = await onPetition();
    const html = renderToStaticMarkup(<ContradictionList contradictions={await onPetition()} today="2026-11-23" />);
    const text = html
      .replace(/<q>/g, '“')
      .replace(/<\/q>/g, '”')
      .replace(/<[^>]*>/g, '')
      .replace(/\s+/g, ' ');
    expect(text).toMatch(/On \d+ \w+: “(tightly controlled|access lists were misconfigured)”\./);
    expect(html).toContain('Both &lt;b&gt;cannot&lt;/b&gt; be true.');

    const back = { act: 'withdraw', id: shown?.id ?? '' };
    expect(await send({ ...back, reason: 'No.' })).toMatchObject({ init: { status: 400 } });
    expect(await send({ ...back, reason: 'They meant other data.' })).toMatchObject({ status: 302 });
    expect(await send({ ...back, reason: 'They meant other data.' })).toMatchObject({ init: { status: 409 } });
    const after = renderToStaticMarkup(<ContradictionList contradictions={await onPetition()} today="2026-11-23" />);
    expect(after).toMatch(/Taken back.*They meant other data\./s);
    expect(after).toContain('tightly controlled');
  });
});
