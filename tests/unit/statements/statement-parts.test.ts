import { describe, expect, test } from 'vitest';
import { unansweredSince } from '~/features/published/responses/unanswered';
import type { StatementDocuments, StatementKind, StatementRevision } from '~/features/published/statements/statement';
import {
  changedParts,
  partsSaid,
  quotableTexts,
  statementParts,
} from '~/features/published/statements/statement-parts';
import { isStatementKind, revisedWords } from '~/features/published/statements/statement-words';
import { firstResponse, soundPledge } from '~tests/support/statement-house';

function revision<K extends StatementKind>(kind: K, document: StatementDocuments[K], number = 1): StatementRevision<K> {
  return { kind, id: 'x', revision: number, document, authorName: 'Lena', reason: '', day: '2026-05-04' };
}

const changedIn = <K extends StatementKind>(kind: K, before: StatementDocuments[K], after: StatementDocuments[K]) =>
  changedParts(revision(kind, before), revision(kind, after, 2)).map(({ label }) => label);

describe('what a revision changed', () => {
  test('in a response: words to the whole, and each demand’s answer and reason apart', () => {
    const [one, two] = firstResponse.items;
    if (!one || !two) throw new Error('two items');
    const items = (...changed: typeof firstResponse.items) => ({ ...firstResponse, items: changed });
    expect(changedIn('response', firstResponse, firstResponse)).toEqual([]);
    expect(changedIn('response', firstResponse, { ...firstResponse, body: '' })).toEqual([
      'To the petition as a whole',
    ]);
    expect(changedIn('response', firstResponse, items(one, { ...two, answer: 'accepted' }))).toEqual([
      'Demand 2, the answer',
    ]);
    expect(changedIn('response', firstResponse, items({ ...one, reason: 'Because.' }, two))).toEqual([
      'Demand 1, the reason',
    ]);
    expect(changedIn('response', items(one, null), items(one, two))).toEqual([
      'Demand 2, the answer',
      'Demand 2, the reason',
    ]);
  });

  test('in a pledge: each thing that it says, and no other', () => {
    const changes: { readonly [field in keyof typeof soundPledge]: (typeof soundPledge)[field] } = {
      text: 'The logger is removed.',
      howSeen: 'It is not installed.',
      witnessed: 'is-there',
      ownerName: 'Otto Owner',
      unit: 'Company / Security',
      dueDay: '2026-10-01',
      milestones: [],
      status: 'in-progress',
      evidence: [{ title: 'The change', url: 'https://example.com/change' }],
    };
    const labels = Object.entries(changes).map(([field, value]) => {
      const changed = changedIn('pledge', soundPledge, { ...soundPledge, [field]: value });
      expect(changed, field).toHaveLength(1);
      return changed[0];
    });
    expect(new Set(labels).size).toBe(labels.length);
    const address = [{ title: 'The change', url: 'https://example.com/other' }];
    expect(
      changedIn('pledge', { ...soundPledge, evidence: changes.evidence }, { ...soundPledge, evidence: address }),
    ).toEqual(['Evidence']);
    const later = [{ text: 'Switched off in Sales', day: '2026-08-02' }];
    expect(changedIn('pledge', soundPledge, { ...soundPledge, milestones: later })).toEqual(['On the way']);
  });

  test('in everything else: its title and its words', () => {
    for (const kind of ['answer', 'summary-response'] as const) {
      expect(changedIn(kind, { body: 'One.' }, { body: 'Two.' })).toEqual(['The answer']);
    }
    const said = { title: 'A title', body: 'Words.' };
    expect(changedIn('announcement', said, { ...said, title: 'Another' })).toEqual(['Title']);
    expect(changedIn('announcement', said, { ...said, body: 'Others.' })).toEqual(['Words']);
  });

  test('word by word', () => {
    const [part] = changedParts(
      revision('answer', { body: 'The data is tightly controlled.' }),
      revision('answer', { body: 'The data was loosely controlled.' }, 2),
    );
    expect(part?.words.filter(({ kind }) => kind === 'removed').map(({ text }) => text)).toEqual(['is', 'tightly']);
    expect(part?.words.filter(({ kind }) => kind === 'added').map(({ text }) => text)).toEqual(['was', 'loosely']);
  });
});

test('a first revision is told without what it does not say', () => {
  const bare = { body: '', items: [null, { answer: 'accepted', reason: 'It is right so.' }] } as const;
  expect(partsSaid(revision('response', bare)).map(({ label }) => label)).toEqual([
    'Demand 2, the answer',
    'Demand 2, the reason',
  ]);
  expect(statementParts('response', bare)).toHaveLength(5);
});

test('what can be quoted is what somebody wrote, and by when: no label, no answer out of a list', () => {
  expect(quotableTexts('response', firstResponse)).toEqual([
    firstResponse.body,
    ...firstResponse.items.map((item) => item?.reason),
  ]);
  expect(quotableTexts('pledge', soundPledge)).toEqual([
    ...[soundPledge.text, soundPledge.howSeen, '1 September 2026', '1 August 2026: Switched off in Sales'],
  ]);
  expect(quotableTexts('announcement', { title: 'A title', body: 'Words.' })).toEqual(['A title', 'Words.']);
});

test('how often it was revised, in words', () => {
  expect([1, 2, 3].map(revisedWords)).toEqual(['Never revised', 'Revised once', 'Revised 2 times']);
  for (const kind of ['toString', '__proto__', 'petition', '']) expect(isStatementKind(kind), kind).toBe(false);
});

test('a missing answer counts from the day on which one was due, or else from the response that left it out', () => {
  const response = { firstDay: '2026-05-04' };
  expect(unansweredSince(null, null, '2026-06-01')).toBeNull();
  expect(unansweredSince(null, '2026-06-01', '2026-06-01')).toBeNull();
  expect(unansweredSince(null, '2026-06-01', '2026-06-02')).toBe('2026-06-01');
  expect(unansweredSince(response, '2026-06-01', '2026-06-01')).toBe('2026-05-04');
  expect(unansweredSince(response, '2026-06-01', '2026-06-02')).toBe('2026-06-01');
});
