import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { parseListAddress, type ListFilter, type ListSort } from '~/features/published/petitions/petition-list';
import { listPetitions } from '~/features/published/petitions/petition-list.queries.server';
import { similarPetitions } from '~/features/published/petitions/similar-petitions.queries.server';
import { addDays } from '~/platform/clock';
import { deletion } from '~db/schema/published';
import { answerPetition } from '~tests/support/answering';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
const ids: Record<string, string> = {};

const demands = ['Do what the title says.'];
const background = '';

/** Petitions in every state there is. */
beforeAll(async () => {
  house = await openPetitionHouse();
  const moderator = await house.person('moderator');
  const leader = await house.person('leadership');
  // Everybody of their own, so that nobody has too many under way.
  const author = (): Promise<Actor> => house.person();
  const open = async (name: string, title: string, day: string) => {
    house.clock.set(`${day}T10:00:00Z`);
    ids[name] = await house.open(await author(), { title, demands, background });
    return ids[name];
  };
  const closed = await open('closed', 'Repair the bicycle shed by winter', '2026-01-10');
  const archived = await open('deleted', 'Serve soup on Wednesdays in the canteen', '2026-01-11');
  house.clock.set('2026-02-20T10:00:00Z');
  await house.closeDue();
  await house.count(closed, 40);
  await house.database.anonymous.insert(deletion).values({ petitionId: archived, day: '2026-02-20' });
  const overdue = await open('overdue', 'Stop recording our keystrokes at once', '2026-05-01');
  const due = await open('due', 'Publish the privacy review of the recording', '2026-05-02');
  const answered = await open('answered', 'Tell everybody whose data was exposed', '2026-05-03');
  await open('uncounted', 'Exempt nobody from monitoring by rank', '2026-05-03');
  for (const [id, days] of [
    [overdue, -1],
    [due, 5],
    [answered, 5],
  ] as const) {
    // The one that is due sooner reached its threshold a day before.
    house.clock.set(`2026-05-0${id === overdue ? '2' : '3'}T18:00:00Z`);
    await house.count(id, 120);
    await house.reach(id, addDays('2026-05-04', days));
  }
  house.clock.set('2026-05-04T10:00:00Z');
  await answerPetition(
    { db: house.database.identified, clock: house.clock, settings: house.settings },
    { actor: leader, petitionId: answered, text: { body: '', items: [{ answer: 'partly', reason: 'Some of it.' }] } },
  );
  const waiting = async (name: string, title: string) => {
    ids[name] = await house.waiting(await author(), { title, demands, background });
    return ids[name];
  };
  await waiting('waiting', 'Waiting keystrokes nobody may find');
  await house.decide(moderator, await waiting('sentBack', 'Sent-back keystrokes nobody may find'), 'send-back');
  await house.decide(moderator, await waiting('rejected', 'Rejected plan to paint the roof'), 'reject', 'outside');
  await house.decide(moderator, await waiting('hidden', 'Hidden attack on a colleague'), 'reject', 'personal-attack');
  await house.decide(moderator, await waiting('accepted', 'Accepted keystrokes not open yet'), 'accept');
});
afterAll(() => house.close());

const reading = () => ({ db: house.database.published, settings: house.settings });
async function names(filter: ListFilter, sort: ListSort = 'newest', search = '') {
  const { items } = await listPetitions(reading(), { filter, sort, search, cursor: null, size: 50 });
  return items.map(({ id }) => Object.keys(ids).find((name) => ids[name] === id));
}

describe('a list holds exactly what it says', () => {
  test.each([
    ['open', 'closing', ['overdue', 'due', 'answered', 'uncounted']],
    ['awaiting', 'longest', ['overdue', 'due']],
    ['answered', 'answered', ['answered']],
    ['closed', 'newest', ['deleted', 'closed']],
    ['rejected', 'newest', ['hidden', 'rejected']],
    ['all', 'newest', ['answered', 'closed', 'deleted', 'due', 'overdue', 'rejected', 'uncounted']],
  ] as const)('%s, by %s', async (filter, sort, expected) => {
    const found = await names(filter, sort);
    const isOrdered = sort === 'longest';
    expect(isOrdered ? found : [...found].sort()).toEqual(isOrdered ? expected : [...expected].sort());
  });

  test('each with its figures, and a rejected attack without its text', async () => {
    const { items } = await listPetitions(reading(), {
      ...{ filter: 'rejected', sort: 'newest', search: '', cursor: null, size: 50 },
    });
    expect(items.find(({ id }) => id === ids['hidden'])).toMatchObject({ title: null, rejection: 'personal-attack' });
    const all = await listPetitions(reading(), { filter: 'all', sort: 'newest', search: '', cursor: null, size: 50 });
    const of = (name: string) => all.items.find(({ id }) => id === ids[name]);
    expect(of('due')?.figures?.signers).toEqual({ kind: 'shown', value: 120 });
    expect(of('uncounted')?.figures?.signers).toEqual({ kind: 'withheld', minimum: 10 });
    expect(of('deleted')).toMatchObject({ deleted: true });
    expect(of('closed')).toMatchObject({ deleted: false, closedDay: '2026-02-20' });
  });
});

describe('search', () => {
  test('finds words in any form, in the title before the demands, and only what everybody may read', async () => {
    expect(await names('all', 'relevance', 'keystroke')).toEqual(['overdue']);
    expect(await names('all', 'relevance', 'record')).toEqual(expect.arrayContaining(['overdue', 'due']));
    expect(await names('all', 'relevance', '"privacy review" -keystrokes')).toEqual(['due']);
    expect(await names('all', 'relevance', 'roof')).toEqual(['rejected']);
    for (const filter of ['all', 'rejected'] as const) {
      expect(await names(filter, 'relevance', 'attack')).toEqual([]);
      expect(await names(filter, 'relevance', 'colleague')).toEqual([]);
    }
  });

  test.each([
    `'; drop table published.petition; --`,
    `%' or '1'='1`,
    `\\' or 1=1 --`,
    '" ( & | ! :* <-> \\',
    '((((',
    'a:*b & !!',
    '<script>alert(1)</script>',
    'x'.repeat(200),
  ])('takes %j for words', async (search) => {
    expect(await names('all', 'relevance', parseListAddress(new URLSearchParams({ q: search })).search)).toEqual([]);
    expect(await names('open')).toHaveLength(4);
  });

  test('and lists take whatever stands in an address', async () => {
    const anything = fc.string({ unit: 'binary', maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(anything, anything, async (q, at) => {
        const address = parseListAddress(new URLSearchParams({ q, at: `after_${at}_x` }));
        const { items } = await listPetitions(reading(), { ...address, size: 3 });
        expect(items.length).toBeLessThanOrEqual(3);
      }),
      { numRuns: 60 },
    );
  });
});

describe('pages', () => {
  test.each(['newest', 'closing'] as const)('by %s hold everything once, forwards and back again', async (sort) => {
    const more = await Promise.all(
      Array.from({ length: 9 }, async (_, i) =>
        house.open(await house.person(), { title: `One of many, ${String(i)}` }),
      ),
    );
    const whole = await listPetitions(reading(), { filter: 'open', sort, search: '', cursor: null, size: 100 });
    expect(whole.items.length).toBeGreaterThanOrEqual(4 + more.length);
    expect(whole).toMatchObject({ next: null, previous: null });
    const walk = async (at: string | null, way: 'next' | 'previous'): Promise<string[][]> => {
      const { cursor } = parseListAddress(new URLSearchParams(at === null ? '' : { at }));
      const page = await listPetitions(reading(), { filter: 'open', sort, search: '', cursor, size: 4 });
      const these = page.items.map(({ id }) => id);
      const on = page[way];
      last = { at: way === 'next' ? page.previous : page.next, page: these };
      return on === null ? [these] : [these, ...(await walk(on, way))];
    };
    let last: { at: string | null; page: string[] } = { at: null, page: [] };
    const forwards = await walk(null, 'next');
    expect(forwards.flat()).toEqual(whole.items.map(({ id }) => id));
    const back = await walk(last.at, 'previous');
    expect(
      [...back]
        .reverse()
        .flat()
        .concat(forwards.at(-1) ?? []),
    ).toEqual(whole.items.map(({ id }) => id));
  });

  test('by best match go on where the last ended', async () => {
    const list = (at: string | null) =>
      listPetitions(reading(), {
        ...parseListAddress(new URLSearchParams({ q: 'many', ...(at && { at }) })),
        size: 5,
      });
    const first = await list(null);
    const second = await list(first.next);
    const third = await list(second.next);
    const all = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    expect(new Set(all).size).toBe(all.length);
    expect(all.length).toBeGreaterThan(10);
  });
});

describe('similar petitions', () => {
  const similar = async (text: string) =>
    (await similarPetitions(house.database.published, text)).map(({ id }) =>
      Object.keys(ids).find((name) => ids[name] === id),
    );

  test('share words, whatever their form; what nobody may read is never among them', async () => {
    expect(await similar('Please stop the recording of keystrokes')).toEqual(['overdue']);
    expect(await similar('Tell those whose data were exposed')).toEqual(['answered']);
    expect(await similar('Waiting keystrokes nobody may find')).not.toContain('waiting');
    expect(await similar('Sent-back keystrokes nobody may find')).not.toContain('sentBack');
    expect(await similar('roof paint plan')).toEqual([]);
    expect(await similar('attack colleague hidden')).toEqual([]);
    expect(await similar('')).toEqual([]);
    expect(await similar('the of and')).toEqual([]);
  });

  test('say whether they are open or answered, at most five, and not the one asked about', async () => {
    const [found] = await similarPetitions(house.database.published, 'Tell those whose data were exposed');
    expect(found).toMatchObject({ open: true, answered: true });
    expect(await similarPetitions(house.database.published, 'One of many, surely')).toHaveLength(5);
    const except = ids['overdue'] ?? '';
    expect(await similarPetitions(house.database.published, 'stop recording keystrokes', { except })).toEqual([]);
  });

  test('are found for any text whatever', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(`it's \\ ' "x" & | ! ( ) :* <->`, "a\\'b c:\\d"),
    );
    await fc.assert(
      fc.asyncProperty(text, async (asked) => {
        expect((await similarPetitions(house.database.published, asked)).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 100 },
    );
    expect(await similar('keystrokes '.repeat(100_000))).toContain('overdue');
  });
});
