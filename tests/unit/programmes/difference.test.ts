import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changedParts, changesBetween, wordDifference } from '~/features/published/programmes/programme-difference';
import { documentParts, partValue } from '~/features/published/programmes/programme-fields';
import { partText } from '~/features/published/programmes/part-text';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

const before = (words: ReturnType<typeof wordDifference>) =>
  words.flatMap(({ kind, text }) => (kind === 'added' ? [] : [text])).join('');
const after = (words: ReturnType<typeof wordDifference>) =>
  words.flatMap(({ kind, text }) => (kind === 'removed' ? [] : [text])).join('');

test('names the words that came and went, and no others', () => {
  expect(wordDifference('Kept for 30 days.', 'Kept for 90 days.')).toEqual([
    { kind: 'same', text: 'Kept for ' },
    { kind: 'removed', text: '30' },
    { kind: 'added', text: '90' },
    { kind: 'same', text: ' days.' },
  ]);
  expect(wordDifference('', 'All of it.')).toEqual([{ kind: 'added', text: 'All of it.' }]);
  expect(wordDifference('All of it.', '')).toEqual([{ kind: 'removed', text: 'All of it.' }]);
});

test('does not pick single words out of a text that was written anew', () => {
  const [one, other] = ['As long as it is needed.', 'Until the review is done nothing is deleted and nothing is used.'];
  expect(wordDifference(one, other)).toEqual([
    { kind: 'removed', text: one },
    { kind: 'added', text: other },
  ]);
});

test('both texts can be read from it word for word, whatever they hold', () => {
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.lorem({ maxCount: 60 }));
  fc.assert(
    fc.property(text, text, (one, other) => {
      const words = wordDifference(one, other);
      expect(before(words)).toBe(one);
      expect(after(words)).toBe(other);
    }),
  );
});

test('takes bounded work where nothing is alike', () => {
  const words = (start: string) => Array.from({ length: 20_000 }, (_, n) => `${start}${String(n)}`).join(' ');
  const [one, other] = [words('a'), words('b')];
  expect(wordDifference(one, other)).toEqual([
    { kind: 'removed', text: one },
    { kind: 'added', text: other },
  ]);
});

test('a document differs exactly in the parts that were changed, lists and reviews too', () => {
  expect(changesBetween(fullProgramme, fullProgramme)).toEqual([]);
  expect(changedParts(bareProgramme, fullProgramme)).toEqual(
    documentParts.filter((part) => part !== 'name' && part !== 'status'),
  );
  const change = (part: Partial<ProgrammeDocument>) => changedParts(fullProgramme, { ...fullProgramme, ...part });
  expect(change({ owner: null })).toEqual(['owner']);
  expect(change({ incidents: [] })).toEqual(['incidents']);
  expect(change({ readers: { text: 'The data team and two suppliers.', people: 3 } })).toEqual(['readers']);
  expect(change({ reviews: { ...fullProgramme.reviews, security: null } })).toEqual(['security-review']);
  expect(changedParts(null, bareProgramme)).toEqual(['name', 'status']);
});

test('whatever changes in a part changes the words that are shown of it', () => {
  const { exemptions, incidents, questions, reviews, retention } = fullProgramme;
  const changes: Partial<ProgrammeDocument>[] = [
    { exemptions: exemptions?.map((row) => ({ ...row, exempt: !row.exempt })) ?? null },
    { exemptions: exemptions?.map((row) => ({ ...row, why: 'Another reason.' })) ?? null },
    { incidents: incidents?.map((row) => ({ ...row, day: '2026-03-03' })) ?? null },
    { questions: questions.map((question) => ({ ...question, showIf: null })) },
    { questions: questions.map((question) => ({ ...question, text: `${question.text}!` })) },
    {
      reviews: {
        ...reviews,
        privacy: {
          state: 'done',
          day: '2026-01-05',
          summary: 'High risk, accepted with conditions.',
          documents: ['ab'.repeat(32)],
        },
      },
    },
    { retention: retention && { ...retention, days: null } },
    { since: '2026-01-13' },
    { collected: { kinds: ['screen', 'keystrokes'], detail: 'One picture of the screen every ten seconds.' } },
  ];
  for (const change of changes) {
    const changed = { ...fullProgramme, ...change };
    for (const part of changedParts(fullProgramme, changed)) {
      expect(partValue(changed, part)).not.toEqual(partValue(fullProgramme, part));
      expect(partText(changed, part), part).not.toBe(partText(fullProgramme, part));
    }
    expect(changedParts(fullProgramme, changed)).toHaveLength(1);
  }
});
