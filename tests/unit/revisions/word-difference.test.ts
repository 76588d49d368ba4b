import fc from 'fast-check';
import { expect, test } from 'vitest';
import { wordDifference } from '~/features/published/revisions/word-difference';

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
