import fc from 'fast-check';
import { expect, test } from 'vitest';
import { commonPhrases } from '~/features/anonymous/handling/common-phrases';

const found = (draft: string, ...sources: string[]) =>
  commonPhrases(draft, sources).map(({ start, end }) => draft.slice(start, end));

const concern = 'I saw that Anna from payroll opened the table with our private messages, twice.';

test.each([
  ['Somebody reports that Anna from payroll opened it.', ['that Anna from payroll opened']],
  ['ANNA, from Payroll – opened … the table!', ['ANNA, from Payroll – opened … the table']],
  ['A table with messages was open.', []],
  ['with our private messages', ['with our private messages']],
  ['our private messages', []],
  ['', []],
])('%s', (draft, expected) => {
  expect(found(draft, concern)).toEqual(expected);
});

test('marks each stretch once, however many phrases it is made of', () => {
  expect(found(`Quote: ${concern} End.`, concern)).toEqual([concern.slice(0, -1)]);
  expect(found('that Anna from payroll, and: with our private messages', concern)).toHaveLength(2);
});

test('looks into every source, but not across two', () => {
  expect(found('one two three four', 'one two', 'three four')).toEqual([]);
  expect(found('one two three four', 'x', 'zero one two three four five')).toHaveLength(1);
});

test('stretches stand in order, apart, and hold at least four words of the source', () => {
  const words = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd’s', 'é', '1'), { maxLength: 40 })
    .map((list) => list.join(' '));
  fc.assert(
    fc.property(words, words, (draft, source) => {
      let last = -1;
      for (const { start, end } of commonPhrases(draft, [source])) {
        expect(start).toBeGreaterThan(last);
        expect(draft.slice(start, end).split(' ').length).toBeGreaterThanOrEqual(4);
        last = end;
      }
      expect(found(source, source)).toEqual(source.split(' ').length >= 4 ? [source] : []);
    }),
  );
});

test('the work grows with the texts, not with their product', () => {
  const counted = (length: number) => {
    const text = Array.from({ length }, (_, n) => `w${String(n % 7)}`).join(' ');
    return commonPhrases(text, [text]);
  };
  // With the product this would be 10^10 comparisons.
  expect(counted(100_000)).toHaveLength(1);
});
