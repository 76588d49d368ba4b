import type { AppLoadContext, LoaderFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { postUpdate } from '~/features/published/petitions/post-update.server';
import { retirePetition } from '~/features/published/petitions/end-petition.server';
import { loader as due } from '~/routes/due.calendar';
import { loader as everything } from '~/routes/everything.feed';
import { loader as petitionFeed } from '~/routes/petition.feed';
import { loader as petitions } from '~/routes/petitions.feed';
import { loader as programmes } from '~/routes/programmes.feed';
import { loader as responses } from '~/routes/responses.feed';
import { programme, programmeRevision } from '~db/schema/published-programmes';
import { inTransaction } from '~db/transaction';
import { readAtom, readCalendar } from '~tests/support/feed-format';
import { openStatementHouse } from '~tests/support/statement-house';

let house: Awaited<ReturnType<typeof openStatementHouse>>;
let answered: string;
let retired: string;
let other: string;
let waiting: string;

type Loader = (args: LoaderFunctionArgs) => Promise<Response>;

function asked(headers: Record<string, string> = {}, petitionId = ''): LoaderFunctionArgs {
  const { settings, clock, publicUrl } = house;
  const wing = { name: 'published', db: house.database.published };
  const context = { settings, clock, publicUrl, wing } as unknown as AppLoadContext;
  return { request: new Request('https://robin.example/feed', { headers }), params: { petitionId }, context };
}
const text = async (loader: Loader, petitionId?: string) => (await loader(asked({}, petitionId))).text();
const entries = async (loader: Loader, petitionId?: string) => readAtom(await text(loader, petitionId)).entries;
const titles = async (loader: Loader, petitionId?: string) =>
  (await entries(loader, petitionId)).map(({ title }) => title);

const hostile = 'Stop <script>alert(1)</script> & "recording" us ]]> now';

beforeAll(async () => {
  house = await openStatementHouse();
  const organizer = await house.person('organizer');
  answered = await house.open(organizer, { title: hostile });
  [retired, other] = [await house.open(organizer), await house.open(organizer, { title: 'Tell us who reads it' })];
  waiting = await house.waiting(organizer, { title: 'Nobody may read this one yet' });
  const { identified: db } = house.database;
  await inTransaction(db, (tx) =>
    postUpdate(tx, { petitionId: answered, body: 'We met leadership <b>today</b>.', day: house.today() }),
  );
  house.clock.set('2026-05-05T10:00:00Z');
  await house.reach(answered);
  await house.respond(answered);
  await inTransaction(db, (tx) =>
    retirePetition(tx, { petitionId: retired, reason: 'It was answered elsewhere.', day: house.today() }),
  );
  await house.closeDue();
  house.clock.set('2026-05-06T10:00:00Z');
  await house.promise(answered);
  await house.announce('To all staff', 'Words of the house.');
  await house.answerQuestion(other, 'Who reads it?', 'Two people do.');
  await db.insert(programme).values({ id: 'keys', state: 'active', revision: 1, enteredDay: house.today() });
  await db.insert(programmeRevision).values({
    ...{ programmeId: 'keys', number: 1, day: house.today(), document: { name: 'Keystroke study' } },
    ...{ digest: new Uint8Array(32), editorName: 'Ed Editor', reason: '' },
  });
});
afterAll(() => house.close());

describe('feeds', () => {
  test('of everything have everything that is public, newest first, and nothing else', async () => {
    const found = await titles(everything);
    for (const part of [
      hostile,
      'Tell us who reads it',
      'To all staff',
      'Keystroke study',
      'Who reads it?',
      'Pledge',
    ]) {
      expect(found.join('\n')).toContain(part);
    }
    expect(found.filter((title) => title.startsWith('Opened'))).toHaveLength(3);
    const all = await text(everything);
    expect(all).not.toContain(waiting);
    expect(all).not.toContain('Nobody may read');
    expect(all).not.toContain('<script');
    expect((await entries(everything)).find(({ title }) => title.startsWith('News'))?.text).toBe(
      'We met leadership <b>today</b>.',
    );
  });

  test('of petitions, answers and programmes have their own', async () => {
    const of = await titles(petitions);
    expect(of.some((title) => title.startsWith('Retired'))).toBe(true);
    expect(of.every((title) => /^(Opened|Closed|Retired|Merged)/.test(title))).toBe(true);
    expect((await titles(responses)).sort()).toEqual([
      'Answer to a question: Who reads it?',
      `Response to a petition: ${hostile}`,
    ]);
    expect(await titles(programmes)).toEqual(['New in the register of programmes: Keystroke study']);
  });

  test('of one petition have what happened with it alone; of one that is not public there is none', async () => {
    const own = await titles(petitionFeed, answered);
    expect(own.map((title) => title.split(':')[0]).sort()).toEqual(
      ['Opened', 'News from its organizers', 'Leadership owes an answer', 'Response to a petition', 'Pledge'].sort(),
    );
    expect((await titles(petitionFeed, other)).map((title) => title.split(':')[0])).toEqual([
      'Answer to a question',
      'Opened',
    ]);
    for (const none of [waiting, 'nothing']) {
      await expect(petitionFeed(asked({}, none))).rejects.toMatchObject({ status: 404 });
    }
  });

  test('are the same bytes for every reader, cookie or not, and sent again only where they changed', async () => {
    for (const loader of [everything, petitions, responses, programmes, due] satisfies Loader[]) {
      const first = await loader(asked());
      const second = await loader(asked({ cookie: 'session=somebody', 'user-agent': 'another' }));
      expect(await second.text()).toBe(await first.text());
      const etag = first.headers.get('etag') ?? '';
      expect((await loader(asked({ 'if-none-match': etag }))).status).toBe(304);
      expect(first.headers.get('cache-control')).toMatch(/^public/);
      expect(first.headers.get('set-cookie')).toBeNull();
    }
  });

  test('say nothing of a count that is withheld: they are the same bytes before and after somebody signed', async () => {
    const before = await Promise.all([text(everything), text(petitions), text(petitionFeed, other), text(due)]);
    await house.count(other, house.settings.minimum - 1);
    expect(await Promise.all([text(everything), text(petitions), text(petitionFeed, other), text(due)])).toEqual(
      before,
    );
  });
});

test('the calendar has what is due and what was, each on its day, under a name that stays', async () => {
  const events = readCalendar(await text(due));
  expect(events.map((event) => event['SUMMARY']?.split(':')[0])).toEqual(expect.arrayContaining(['Due', 'Done']));
  expect(events).toHaveLength(2);
  const before = new Set(events.map((event) => event['UID']));
  await house.reach(other, '2026-06-30');
  const after = readCalendar(await text(due));
  expect(after.filter((event) => before.has(event['UID']))).toHaveLength(2);
  expect(after.find((event) => event['DTSTART'] === '20260630')?.['URL']).toContain(other);
});
