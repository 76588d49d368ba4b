import { describe, expect, test } from 'vitest';
import { answerAnnouncement } from '~/features/identified/answering/answer-announcement';
import type { DraftItem, DraftWords } from '~/features/identified/answering/draft';
import { changesOf } from '~/features/identified/answering/draft-changes';
import {
  draftWordsSchema,
  opinionSchema,
  reviewerSchema,
  scheduleSchema,
} from '~/features/identified/answering/draft.schema';
import {
  draftProblems,
  isUnchanged,
  textFor,
  type AnsweredSubject,
} from '~/features/identified/answering/finished-draft';

const good: DraftItem = { answer: 'partly', reason: 'Half of it, from May on.' };
const open: DraftItem = { answer: null, reason: '' };
const words = (change: Partial<DraftWords> = {}, items: DraftItem[] = [good, open]): DraftWords => ({
  ...{ body: '', petitions: [{ petitionId: 'p', items }], programmeId: null, programmeField: null, reason: '' },
  ...{ announce: 'no', ...change },
});
const petition = (change: Partial<AnsweredSubject> = {}): AnsweredSubject => ({
  ...{ subject: 'petition', id: 'p', base: 0, newest: 0, demands: ['One thing.', 'Another thing.'], published: null },
  ...change,
});
const summary = (change: Partial<AnsweredSubject> = {}): AnsweredSubject => ({
  ...{ subject: 'summary', id: 's', base: 0, newest: 0, demands: [], published: null, ...change },
});
const fields = (said: DraftWords, ...subjects: AnsweredSubject[]) =>
  draftProblems(said, subjects).map(({ field }) => field);

describe('what is missing before a draft can be published', () => {
  test('is nothing where one demand has its answer and the others are left open', () => {
    expect(fields(words(), petition())).toEqual([]);
    expect(fields(words({}, [open, good]), petition())).toEqual([]);
  });

  test.each<[string, DraftItem[], string[]]>([
    ['no answer at all', [open, open], ['petitions[0].items[0].answer']],
    ['a reason without its answer', [good, { answer: null, reason: 'Because.' }], ['petitions[0].items[1].answer']],
    ['an answer without its reason', [good, { answer: 'declined', reason: '' }], ['petitions[0].items[1].reason']],
    ['a reason that is too short', [{ answer: 'declined', reason: 'No.' }, open], ['petitions[0].items[0].reason']],
    ['HTML', [{ answer: 'declined', reason: 'It is <b>not</b> so.' }, open], ['petitions[0].items[0].reason']],
    ['a demand too few', [good], ['body']],
  ])('%s', (_, items, expected) => {
    expect(fields(words({}, items), petition())).toEqual(expected);
  });

  test('a revision says why, takes no answer away, and changes something', () => {
    const published = {
      body: '',
      items: [
        { answer: 'partly', reason: good.reason },
        { answer: 'accepted', reason: 'Done since June.' },
      ],
    } as const;
    const revised = petition({ base: 1, newest: 1, published });
    expect(fields(words({ reason: 'We know more by now.' }), revised)).toEqual(['petitions[0].items[1].answer']);
    const other: DraftItem[] = [good, { answer: 'declined', reason: 'It was a mistake.' }];
    expect(fields(words({}, other), revised)).toEqual(['reason']);
    expect(fields(words({ reason: 'Short.' }, other), revised)).toEqual(['reason']);
    expect(fields(words({ reason: 'We know more by now.' }, other), revised)).toEqual([]);
    const same: DraftItem[] = [good, { answer: 'accepted', reason: 'Done since June.' }];
    expect(fields(words({ reason: 'We know more by now.' }, same), revised)).toEqual(['body']);
    expect(isUnchanged(words({}, same), revised)).toBe(true);
    expect(fields(words({ reason: 'We know more by now.' }, other), { ...revised, newest: 2 })).toContain('');
  });

  test('to a summary it is the words themselves', () => {
    expect(fields(words({ petitions: [] }), summary())).toEqual(['body']);
    expect(fields(words({ petitions: [], body: 'It stops on Friday.' }), summary())).toEqual([]);
    expect(textFor(words({ petitions: [], body: 'x' }), summary())).toEqual({ body: 'x', items: [] });
  });
});

test('what would change is shown demand by demand, an answer in its word and its reason', () => {
  const before = { body: 'Thank you.', items: [null, { answer: 'partly', reason: 'Half of it.' }] } as const;
  const after = { body: 'Thank you.', items: [{ answer: 'accepted', reason: 'All of it.' }, before.items[1]] } as const;
  const { body, items } = changesOf(before, after);
  expect(body).toBeNull();
  expect(items.map(({ demand }) => demand)).toEqual([1]);
  expect(
    items[0]?.words
      .filter(({ kind }) => kind !== 'removed')
      .map(({ text }) => text)
      .join(''),
  ).toBe('Accepted. All of it.');
  expect(changesOf(before, before)).toEqual({ body: null, items: [] });
});

describe('forms', () => {
  const posted = { version: '3', body: '', petitions: [{ petitionId: 'p', items: [{ answer: 'none', reason: '' }] }] };
  test('take a draft as unfinished as its writer likes, and not larger than a response', () => {
    expect(draftWordsSchema.parse(posted)).toMatchObject({
      version: 3,
      petitions: [{ items: [open] }],
      announce: 'no',
    });
    for (const wrong of [
      { ...posted, body: 'x'.repeat(10_001) },
      { ...posted, petitions: Array.from({ length: 11 }, () => posted.petitions[0]) },
      { ...posted, petitions: [{ petitionId: 'p', items: [{ answer: 'none', reason: 'x'.repeat(2_001) }] }] },
      { ...posted, petitions: [{ petitionId: 'p', items: Array.from({ length: 21 }, () => ({ answer: 'none' })) }] },
      { ...posted, version: '0' },
      { ...posted, version: '1.5' },
      { ...posted, version: undefined },
      { ...posted, reason: 'x'.repeat(1_001) },
    ]) {
      expect(draftWordsSchema.safeParse(wrong).success).toBe(false);
    }
    const odd = { ...posted, body: 'a\0b\ud800' };
    expect(draftWordsSchema.parse(odd).body).toBe('ab');
  });

  test('take work addresses in any case, hours of a day, and an opinion of two', () => {
    expect(reviewerSchema.parse({ email: '  Liv@Tidewater.Example ', capacity: 'legal' }).email).toBe(
      'liv@tidewater.example',
    );
    expect(reviewerSchema.safeParse({ email: 'liv', capacity: 'legal' }).success).toBe(false);
    expect(reviewerSchema.safeParse({ email: 'liv@tidewater.example', capacity: '' }).success).toBe(false);
    const when = { version: '1', day: '2026-11-24' };
    for (const hour of ['0', '23']) expect(scheduleSchema.safeParse({ ...when, hour }).success).toBe(true);
    for (const hour of ['-1', '24', '9.5', 'nine', undefined])
      expect(scheduleSchema.safeParse({ ...when, hour }).success).toBe(false);
    expect(scheduleSchema.safeParse({ ...when, day: '2026-02-30', hour: '9' }).success).toBe(false);
    expect(opinionSchema.safeParse({ version: '1', opinion: 'approved' }).success).toBe(true);
    expect(opinionSchema.safeParse({ version: '1', opinion: 'changes' }).success).toBe(false);
    expect(opinionSchema.safeParse({ version: '1', opinion: 'perhaps', words: 'Well.' }).success).toBe(false);
  });
});

test('all staff are told that there is an answer, and where; several in one', () => {
  const of = (subject: 'petition' | 'summary', id: string, base = 0) => ({ subject, id, title: `About ${id}`, base });
  const url = 'https://robin.example';
  expect(answerAnnouncement([of('petition', 'p')], url)).toEqual({
    title: 'Leadership answered a petition',
    body: 'Leadership answered:\n\n- “About p”: <https://robin.example/petitions/p#response>',
    petitionId: 'p',
  });
  const tricky = { ...of('petition', 'p'), title: 'Stop <b>it</b> [here](https://elsewhere.example) *now*' };
  expect(answerAnnouncement([tricky], url).body).toContain(
    '“Stop \\<b\\>it\\</b\\> \\[here\\](https://elsewhere.example) \\*now\\*”',
  );
  expect(answerAnnouncement([of('petition', 'p'), of('petition', 'q', 1)], url)).toMatchObject({
    title: 'Leadership answered 2 petitions',
    petitionId: null,
  });
  expect(answerAnnouncement([of('summary', 's', 2)], url)).toMatchObject({
    title: 'Leadership revised its answer to a summary of concerns',
    body: expect.stringContaining(`${url}/summaries/s`) as string,
    petitionId: null,
  });
});
