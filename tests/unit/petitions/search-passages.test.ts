import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  excerptOf,
  passagesOf,
  wordsOfMarkdown,
  wordsToAskAbout,
} from '~/features/published/petitions/search-passages';

const short = fc.string({ unit: 'binary', maxLength: 40 });
const joined = (passages: readonly { text: string }[] | null) => passages?.map(({ text }) => text).join('') ?? null;
/** Whether there is no half of a character in a text. */
const isWhole = (text: string) => !/\p{Surrogate}/u.test(text);
const marked = (passages: readonly { text: string; found: boolean }[] | null) =>
  (passages ?? []).filter(({ found }) => found).map(({ text }) => text);

test('passages are the text, character by character, and only whole words are marked, however they are written', () => {
  const text = 'Stop <b>RECORDING</b> recordings of Recording, re-recording & naïve “recording”';
  const passages = passagesOf(text, new Set(['recording', 'naïve']));
  expect(joined(passages)).toBe(text);
  expect(marked(passages)).toEqual(['RECORDING', 'Recording', 'recording', 'naïve', 'recording']);
  fc.assert(
    fc.property(short, fc.array(short, { maxLength: 3 }), (any, words) => {
      const found = new Set([...words, ...wordsToAskAbout([any], any)]);
      expect(joined(passagesOf(any, found))).toBe(any);
    }),
  );
});

test('asked about is each word once that may be a form of one searched for', () => {
  const texts = ['Keys, keyed & KEYS', 'monkeys know keyboards', '1612 people'];
  expect(wordsToAskAbout(texts, 'Key -1600')).toEqual(['keys', 'keyed', 'know', 'keyboards', '1612']);
  expect(wordsToAskAbout(texts, '" & | !')).toEqual([]);
});

test('an excerpt is whole words around the first that was found, on one line', () => {
  const before = 'word '.repeat(60);
  const excerpt = excerptOf(`${before}\n\nneedle   in hay ${'stack '.repeat(60)}`, new Set(['needle']));
  const line = joined(excerpt) ?? '';
  expect(marked(excerpt)).toEqual(['needle']);
  expect(line).toMatch(/^…(?:word )+needle in hay (?:stack ?)+…$/);
  expect(line.length).toBeLessThan(280);
  expect(joined(excerptOf('A needle alone.', new Set(['needle'])))).toBe('A needle alone.');
  expect(excerptOf('Nothing here.', new Set(['needle']))).toBeNull();
});

test('of any text whatever it holds what was found, half of no character, and little else', () => {
  const piece = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('needle', ' ', '😀'.repeat(200), '\n'));
  fc.assert(
    fc.property(fc.array(piece), fc.array(piece), (before, after) => {
      const text = [...before, ' needle ', ...after].join('');
      const excerpt = excerptOf(text, new Set(['needle']));
      expect(marked(excerpt)[0]?.toLowerCase()).toBe('needle');
      const line = joined(excerpt) ?? '';
      expect(line.length).toBeLessThan(460);
      expect(isWhole(line)).toBe(isWhole(text));
    }),
  );
});

test('Markdown is its words', () => {
  const text = '# Why\n\n> **Nobody** asked [us](https://x.example/a_b), `never`.\n\n- one\n2. two [not a link] (3)';
  expect(wordsOfMarkdown(text)).toBe('Why\n\nNobody asked us, never.\n\none\ntwo [not a link] (3)');
  expect(wordsOfMarkdown('['.repeat(100_000))).toHaveLength(100_000);
});
