import type { LoaderFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { programmeDigest } from '~/features/published/programmes/programme-digest';
import { findPetitions } from '~/features/published/petitions/find-petitions.queries.server';
import { listChoices } from '~/features/published/petitions/list-choices.queries.server';
import {
  parseCursor,
  wholeCompany,
  type ListChoice,
  type ListCursor,
} from '~/features/published/petitions/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { ManualClock } from '~/platform/clock';
import { productionSettings } from '~/platform/settings';
import { loader as petitionsPage } from '~/routes/petitions';
import { addManyPetitions } from '~db/factories/many-petitions';
import { moderationAct, petition } from '~db/schema/published';
import { attachment, programme, programmeRevision } from '~db/schema/published-programmes';
import { askedLists } from '~tests/bench/list-queries';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { bareProgramme } from '~tests/support/programme-documents';
import { sortsWithIndexes, watchDatabase } from '~tests/support/query-plans';

const settings = productionSettings({ organisation: 'acme', organisationName: 'Acme', timeZone: 'UTC' });
const today = '2026-11-24';
const keys = 'programmeofkeystrokes23456';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await open('canteen', { title: 'Serve soup in the canteen', askedUnit: 'Acme / Works', closesDay: '2026-12-08' });
  await open('tools', {
    title: 'Buy <b>better</b> tools',
    askedUnit: 'Acme / Works / Hall 1',
    closesDay: '2026-12-09',
  });
  await open('works', { title: 'Paint the outside', askedUnit: 'Acme / Workshop', closesDay: '2026-12-20' });
  await open('keys', {
    title: 'No keystrokes recorded',
    demands: ['Say why <script>alert(1)</script> was recorded.'],
    background: `${'Long ago. '.repeat(40)}**Recording** of _keystrokes_ began, [see](https://x.example/keystrokes). ${'And on. '.repeat(60)}`,
    closesDay: '2027-02-01',
  });
  await open('granted', { title: 'Attack that was none, as it was granted', closesDay: '2027-02-01' });
  await reject('granted', 'personal-attack');
  await open('appealed', { title: 'Attack that is appealed against', state: 'appealed' });
  await reject('appealed', 'personal-attack');
  await open('disputed', { title: 'Advertising that is appealed against', state: 'appealed' });
  await reject('disputed', 'advertising');
  await open('waiting', { title: 'Nobody may know of soup', askedUnit: 'Acme / Secret', state: 'waiting' });
  const day = '2026-10-01';
  const document = { ...bareProgramme, name: 'Recording' };
  const digest = programmeDigest(settings.organisation, keys, 1, document);
  await database.identified.insert(programme).values({ id: keys, state: 'active', revision: 1, enteredDay: day });
  await database.identified
    .insert(programmeRevision)
    .values({ programmeId: keys, number: 1, day, document, digest, editorName: 'L', reason: '' });
  for (const subjectId of ['keys', 'waiting', 'disputed']) {
    await database.identified.insert(attachment).values({ subject: 'petition', subjectId, programmeId: keys, day });
  }
});
afterAll(() => database.close());

async function open(id: string, changes: Partial<typeof petition.$inferInsert>): Promise<void> {
  const opened = { openedDay: '2026-11-01', registerId: 1, threshold: 50, criticalMass: 10 };
  const words = { title: id, demands: ['Do it.'], background: '', textDigest: new Uint8Array(32) };
  const days = { submittedDay: '2026-10-30', closesDay: '2027-01-01' };
  const state = changes.state ?? 'open';
  await database.identified
    .insert(petition)
    .values({ id, organizerName: 'Olga Organizer', ...words, ...days, ...(state === 'open' && opened), criticalMass: 10, ...changes, state }); // prettier-ignore
}

async function reject(petitionId: string, reasonCode: string): Promise<void> {
  const act = { number: 1, act: 'reject' as const, reasonText: 'No.', moderatorName: 'Mo', day: '2026-11-02' };
  await database.identified.insert(moderationAct).values({ petitionId, reasonCode, ...act });
}

type Asked = Partial<ListChoice> & { closesBy?: string; cursor?: ListCursor | null; size?: number };
const list = (asked: Asked) =>
  listPetitions(
    { db: database.published, settings },
    { filter: 'all', sort: 'newest', search: '', unit: '', programme: '', cursor: null, size: 50, ...asked },
  );
const ids = async (asked: Asked) => (await list(asked)).items.map(({ id }) => id).sort();
const search = (words: string) => list({ search: words, sort: 'relevance' });

describe('a list is narrowed', () => {
  test('by whom a petition asks: a unit with those within it, no unit with a longer name, or the company', async () => {
    expect(await ids({ unit: 'Acme / Works' })).toEqual(['canteen', 'tools']);
    expect(await ids({ unit: 'Acme / Works / Hall 1' })).toEqual(['tools']);
    expect(await ids({ unit: 'Acme' })).toEqual(['canteen', 'tools', 'works']);
    expect(await ids({ unit: wholeCompany })).toEqual(['disputed', 'granted', 'keys']);
    expect(await ids({ unit: 'Acme / %' })).toEqual([]);
  });

  test('by programme, which nothing that was rejected or waits is held against', async () => {
    expect(await ids({ programme: keys })).toEqual(['keys']);
    expect(await ids({ programme: 'nothing' })).toEqual([]);
    expect(await ids({ programme: keys, unit: 'Acme' })).toEqual([]);
  });

  test('to what closes soon, by its last day, that day included', async () => {
    const soon = await list({ filter: 'closing', sort: 'closing', closesBy: '2026-12-09' });
    expect(soon.items.map(({ id }) => id)).toEqual(['canteen', 'tools']);
    expect(await ids({ filter: 'closing', sort: 'closing', closesBy: '2026-12-08' })).toEqual(['canteen']);
  });

  test('to what there is: no unit, and no programme, that only a petition which waits is about', async () => {
    expect(await listChoices(database.published)).toEqual({
      units: ['Acme', 'Acme / Works', 'Acme / Works / Hall 1', 'Acme / Workshop'],
      programmes: [{ id: keys, name: 'Recording' }],
    });
  });
});

describe('a text that was rejected for what it says', () => {
  test('is not found while that stands, appealed against or not; once an appeal is granted it is like any other', async () => {
    expect((await search('attack')).items.map(({ id }) => id)).toEqual(['granted']);
    expect((await search('advertising')).items.map(({ id }) => id)).toEqual(['disputed']);
    const rejected = await list({ filter: 'rejected' });
    expect(rejected.items.map(({ id, title }) => [id, title])).toEqual([
      ['disputed', 'Advertising that is appealed against'],
      ['appealed', null],
    ]);
    expect((await list({ filter: 'open' })).items.find(({ id }) => id === 'granted')?.title).toMatch(/^Attack/);
  });
});

describe('words that were searched for', () => {
  const joined = (passages: readonly { text: string }[]) => passages.map(({ text }) => text).join('');
  const marked = (passages: readonly { text: string; found: boolean }[]) =>
    passages.filter(({ found }) => found).map(({ text }) => text);

  test('are marked in any form, in a title that stays as it is, and where else they stand', async () => {
    const [found] = (await search('recording "keystroke"')).items;
    const { title, excerpt } = found?.passages ?? { title: [], excerpt: [] };
    expect([joined(title), marked(title)]).toEqual(['No keystrokes recorded', ['keystrokes', 'recorded']]);
    expect([joined(excerpt ?? []), marked(excerpt ?? [])]).toEqual([
      'Say why <script>alert(1)</script> was recorded.',
      ['recorded'],
    ]);
    const [other] = (await search('better')).items;
    expect(joined(other?.passages?.title ?? [])).toBe('Buy <b>better</b> tools');
    expect(marked(other?.passages?.title ?? [])).toEqual(['better']);
  });

  test('are cut out of the background where only that has them, without its signs', async () => {
    const [found] = (await search('began')).items;
    const excerpt = found?.passages?.excerpt ?? [];
    expect(marked(excerpt)).toEqual(['began']);
    expect(joined(excerpt)).toMatch(/^…Long ago\..*Recording of _keystrokes_ began, see\. And on\..*…$/);
  });

  test('are marked nowhere where nothing was searched for', async () => {
    expect((await list({})).items.map(({ passages }) => passages)).toEqual([null, null, null, null, null, null]);
  });
});

test('the page leads every other spelling of a list to its one address, and answers that', async () => {
  const clock = new ManualClock(`${today}T12:00:00Z`);
  const context = { wing: { name: 'published', db: database.published }, settings, clock };
  const ask = async (query: string) => {
    const request = new Request(`https://robin.example/petitions${query}`);
    try {
      return await petitionsPage({ request, params: {}, context } as unknown as LoaderFunctionArgs);
    } catch (thrown) {
      if (thrown instanceof Response) return thrown.headers.get('location');
      throw thrown;
    }
  };
  for (const [asked, own] of [
    ['?q=&unit=&programme=', '/petitions'],
    ['?q=soup&show=all&sort=relevance&unit=&programme=', '/petitions?q=soup'],
    ['?show=open', '/petitions'],
    ['?utm_source=letter&show=closing', '/petitions?show=closing'],
    ['?at=after_2026-02-30_x', '/petitions'],
    ['?q=%27soup%27%20now', '/petitions?q=%27soup%27+now'],
  ] as const) {
    expect(await ask(asked)).toBe(own);
    expect(await ask(own.slice('/petitions'.length))).toMatchObject({ today });
  }
  expect(await ask('?show=closing')).toMatchObject({ items: [{ id: 'canteen' }] });
});

test('every order is that of an index: a page is read from where it begins, and nothing is sorted for it', async () => {
  const watched = watchDatabase(database.connection('published'));
  try {
    for (const { search: words = '', ...asked } of askedLists('2024-06-01').filter(({ search: each }) => !each)) {
      const cursor = asked.key === undefined ? null : parseCursor(`after_${asked.key}_p8`, asked.sort);
      await findPetitions(watched.db, { ...asked, search: words, cursor, size: 20 });
      const [statement] = watched.take();
      if (!statement) throw new Error(asked.what);
      expect([asked.what, await sortsWithIndexes(database.admin, statement)]).toEqual([asked.what, []]);
    }
  } finally {
    await watched.close();
  }
});

test('among thousands, pages one after the other are the whole list in its order; more matches than are ranked are said to be', async () => {
  await addManyPetitions(database.admin, { count: 2_500, day: today });
  const whole = await list({ size: 5_000 });
  const pages: string[] = [];
  for (let cursor: ListCursor | null = null, more = true; more;) {
    const { items, next } = await list({ cursor, size: 400 });
    pages.push(...items.map(({ id }) => id));
    cursor = next === null ? null : parseCursor(next, 'newest');
    more = cursor !== null;
  }
  expect(pages).toEqual(whole.items.map(({ id }) => id));
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.length).toBeGreaterThan(2_000);
  const opened = whole.items.filter(({ openedDay }) => openedDay !== null).map(({ openedDay, id }) => `${String(openedDay)} ${id}`); // prettier-ignore
  expect(opened).toEqual([...opened].sort().reverse());
  expect((await search('leadership')).cut).toBe(true);
  const one = await search('r77');
  expect([one.cut, one.items.length]).toEqual([false, 1]);
});
