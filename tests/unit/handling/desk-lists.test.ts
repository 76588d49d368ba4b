import { describe, expect, test } from 'vitest';
import { deadlineOf, firstWords, type DeskConcern } from '~/features/anonymous/handling/desk-concern';
import { deskFigures } from '~/features/anonymous/handling/desk-figures';
import {
  deskPageSize,
  firstQuery,
  labelsInUse,
  pageOf,
  type DeskQuery,
} from '~/features/anonymous/handling/desk-query';
import { indexConcern, type SearchIndex } from '~/features/anonymous/handling/desk-search';
import { deskConcern } from '~tests/support/handled-concerns';

const me = 'aa';
const today = '2026-11-23';

function shown(concerns: readonly DeskConcern[], query: Partial<DeskQuery>) {
  const index: SearchIndex = new Map();
  for (const concern of concerns) indexConcern(index, concern);
  return pageOf(concerns, index, { ...firstQuery, ...query }, { me, today });
}

const keys = (concerns: readonly DeskConcern[], query: Partial<DeskQuery>) =>
  shown(concerns, query).items.map(({ key }) => key);

describe('what is due', () => {
  test('first that somebody reads it, then that it is answered, then nothing', () => {
    expect(deadlineOf(deskConcern('1'), today)).toEqual({ what: 'read', day: '2026-11-27', late: false });
    const read = { acknowledgedDay: '2026-11-21', answerBy: '2026-11-22' };
    expect(deadlineOf(deskConcern('1', read), today)).toEqual({ what: 'answer', day: '2026-11-22', late: true });
    expect(deadlineOf(deskConcern('1', { ...read, answeredDay: '2026-11-22' }), today)).toBeNull();
    expect(deadlineOf(deskConcern('1', { state: 'closed' }), today)).toBeNull();
  });

  test('is late on the day after, not on the day', () => {
    expect(deadlineOf(deskConcern('1', { acknowledgeBy: today }), today)?.late).toBe(false);
    expect(deadlineOf(deskConcern('1', { acknowledgeBy: '2026-11-22' }), today)?.late).toBe(true);
  });
});

describe('the inbox', () => {
  const late = deskConcern('late', { acknowledgeBy: '2026-11-21', programme: 'p1', assignedTo: me, labels: ['Leak'] });
  const soon = deskConcern('soon', { acknowledgeBy: '2026-11-24', programme: 'p1', day: '2026-11-22' });
  const answered = deskConcern('answered', { state: 'answered', answeredDay: '2026-11-22', assignedTo: 'bb' });
  const closed = deskConcern('closed', { state: 'closed', closedFor: 'resolved', day: '2026-11-01' });
  const all = [closed, answered, soon, late];

  test('shows what is open, first what is due first and last what nothing is owed to', () => {
    expect(keys(all, {})).toEqual(['late', 'soon', 'answered']);
  });

  test('sorts by day, the same one always in the same order', () => {
    expect(keys(all, { state: 'all', sort: 'newest' })).toEqual(['soon', 'answered', 'late', 'closed']);
    expect(keys(all, { state: 'all', sort: 'oldest' })).toEqual(['closed', 'answered', 'late', 'soon']);
    expect(keys([...all].reverse(), { state: 'all', sort: 'oldest' })).toEqual(['closed', 'answered', 'late', 'soon']);
  });

  test.each<[Partial<DeskQuery>, string[]]>([
    [{ state: 'closed' }, ['closed']],
    [{ state: 'received' }, ['late', 'soon']],
    [{ programme: 'p1' }, ['late', 'soon']],
    [{ programme: 'none' }, ['answered']],
    [{ who: 'mine' }, ['late']],
    [{ who: 'nobody' }, ['soon']],
    [{ lateOnly: true }, ['late']],
    [{ label: 'Leak' }, ['late']],
    [{ label: 'Leak', who: 'nobody' }, []],
  ])('filters by %o', (query, expected) => {
    expect(keys(all, query)).toEqual(expected);
  });

  test('turns pages, and a page that is no more leads to the last', () => {
    const many = Array.from({ length: deskPageSize * 2 + 1 }, (_, n) => deskConcern(String(n).padStart(3, '0')));
    expect(shown(many, {})).toMatchObject({ total: deskPageSize * 2 + 1, page: 1, pages: 3 });
    expect(keys(many, { page: 3 })).toEqual(['100']);
    expect(shown(many, { page: 9 }).page).toBe(3);
    expect(shown([], { page: 2 })).toEqual({ items: [], total: 0, page: 1, pages: 1 });
  });

  test('names the labels that are in use, each once', () => {
    expect(
      labelsInUse([late, deskConcern('x', { labels: ['Access', 'Leak'] }), deskConcern('y', { labels: null })]),
    ).toEqual(
      ['Access', 'Leak'], // prettier-ignore
    );
  });
});

describe('the search', () => {
  const concerns = [
    deskConcern('one', {}, 'The tables were open to everybody in Zürich.'),
    deskConcern('two', { labels: ['Works council'] }, 'Screens of the night shift are kept for ever.'),
    deskConcern('shut', { messages: [] }),
  ];

  test.each([
    ['tables', ['one']],
    ['TABLES open', ['one']],
    ['open tables', ['one']],
    ['zurich', ['one']],
    ['works council', ['two']],
    ['tables screens', []],
    ['   ', ['one', 'shut', 'two']],
    ['ble', ['one']],
    ['"were open to"', ['one']],
    ['“open were” tables', []],
    ['shift "for ever', ['two']],
    ['""', ['one', 'shut', 'two']],
    ['.*', []],
  ])('finds every word anywhere: %s', (search, expected) => {
    expect(keys(concerns, { search }).sort()).toEqual(expected);
  });

  test('forgets what a concern said before', () => {
    const index: SearchIndex = new Map();
    indexConcern(index, deskConcern('one', {}, 'before'));
    indexConcern(index, deskConcern('one', {}, 'after'));
    const found = (search: string) =>
      pageOf([deskConcern('one')], index, { ...firstQuery, search }, { me, today }).total;
    expect([found('before'), found('after')]).toEqual([0, 1]);
  });
});

test('the first words stop at a word, and never in the middle of a letter', () => {
  const long = deskConcern('1', {}, `  Keys\n\nof ${'everybody '.repeat(40)}`);
  expect(firstWords(long)).toMatch(/^Keys of everybody .*everybody …$/);
  expect(firstWords(long).length).toBeLessThanOrEqual(163);
  expect(firstWords(deskConcern('1', {}, '😀'.repeat(200)))).not.toMatch(/\p{Surrogate}/u);
  expect(firstWords(deskConcern('1', { messages: [] }))).toBe('');
});

test('figures count what is open on this desk', () => {
  const concerns = [
    deskConcern('1', { programme: 'p1', assignedTo: me, acknowledgeBy: '2026-11-22' }),
    deskConcern('2', { programme: 'p1' }),
    deskConcern('3', { programme: null }),
    deskConcern('4', { state: 'closed', programme: 'p2' }),
  ];
  expect(deskFigures(concerns, { me, today })).toEqual({
    open: 3,
    late: 1,
    unread: 3,
    mine: 1,
    unassigned: 2,
    programmes: [
      { programme: 'p1', open: 2, late: 1 },
      { programme: null, open: 1, late: 0 },
    ],
  });
});
