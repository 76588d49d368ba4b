import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hintPatterns, hintsFor, mostHints, type HintKind } from '~/features/anonymous/concerns/text-hints';

/** What was hinted at, as it stands in the text. */
const found = (text: string) => hintsFor(text).map(({ start, end, kind }) => [kind, text.slice(start, end)] as const);

const cases: readonly (readonly [HintKind, string, string])[] = [
  ['mail', 'Write to anna.berg+x@mail.acme.example, please', 'anna.berg+x@mail.acme.example'],
  ['link', 'See https://wiki.acme.example/x?id=4711&u=anna today', 'https://wiki.acme.example/x?id=4711&u=anna'],
  ['path', 'It was in C:\\Users\\anna\\Desktop', 'C:\\Users\\anna'],
  ['path', 'It was in /home/anna/notes and', '/home/anna'],
  ['path', 'On \\\\fileserver\\hr\\lists it', '\\\\fileserver\\hr\\lists'],
  ['computer', 'the host 10.20.30.40 sent', '10.20.30.40'],
  ['computer', 'the host db7.berlin.corp sent', 'db7.berlin.corp'],
  ['computer', 'from LAPTOP-9X2KQ77 and', 'LAPTOP-9X2KQ77'],
  ['computer', 'from Annas-MacBook-Pro and', 'Annas-MacBook-Pro'],
  ['phone', 'call +49 30 1234-5678 or', '+49 30 1234-5678'],
  ['phone', 'call 555-123-4567 or', '555-123-4567'],
  ['date', 'it was on 2026-03-14, and', '2026-03-14'],
  ['date', 'it was on 14.03.2026, and', '14.03.2026'],
  ['date', 'it was 14th of March 2026 when', '14th of March 2026'],
  ['date', 'it was March 14, 2026 when', 'March 14, 2026'],
  ['date', 'it came last Tuesday with', 'last Tuesday'],
  ['time', 'it came at 14:32:07 with', '14:32:07'],
  ['time', 'it came at 3 pm with', '3 pm'],
  ['number', 'in ticket 88172 it says', 'ticket 88172'],
  ['number', 'in HR-20417 it says', 'HR-20417'],
  ['number', 'my badge number: A-1077 is', 'badge number: A-1077'],
  ['number', 'as INC0012345 says', 'INC0012345'],
  ['number', 'the id 123e4567-e89b-42d3-a456-426614174000 is', '123e4567-e89b-42d3-a456-426614174000'],
  ['handle', 'ask @anna.b about', '@anna.b'],
  ['sign-off', 'That is all.\nBest, Anna', 'Best, Anna'],
  ['sign-off', 'That is all.\n\nKind regards,\n\nAnna Berg\n', 'Kind regards,\n\nAnna Berg'],
  ['name', 'then Dr. Weiß asked', 'Dr. Weiß'],
  ['name', 'then Ms O’Neill asked', 'Ms O’Neill'],
  ['near-person', 'then my line manager Petra told', 'my line manager Petra'],
  ['near-person', 'My boss saw it', 'My boss'],
  ['small-group', 'in my team of three we', 'team of three'],
  ['small-group', 'because there are only 4 of us here', 'there are only 4 of us'],
  ['only-one', 'I am the only woman there', 'I am the only woman there'],
  ['only-one', 'the only SRE in Dublin can', 'the only SRE in Dublin'],
  ['job', 'As a senior payroll accountant in Cork', 'As a senior payroll accountant in Cork'],
  ['job', 'I’m head of logistics', 'I’m head of logistics'],
  ['said-before', 'As I said in the meeting. Then', 'As I said in the meeting'],
  ['said-before', 'I already complained to HR about it. Then', 'I already complained to HR about it'],
  ['private', 'during my parental leave it', 'my parental leave'],
  ['private', 'I joined in 2019 and', 'I joined in 2019'],
  ['quote', 'it said “we will look at every key you press” there', '“we will look at every key you press”'],
  ['invisible', 'the wo\u200b\u2060rds', '\u200b\u2060'],
  ['invisible', 'the wo\ufeffrds', '\ufeff'],
];

describe('what may give one away', () => {
  test.each(cases)('%s: %s', (kind, text, expected) => {
    expect(found(text)).toContainEqual([kind, expected]);
  });

  test('every kind is tried, and each has advice of its own', () => {
    const kinds = new Set(hintPatterns.map(([kind]) => kind));
    expect(new Set(cases.map(([kind]) => kind))).toEqual(kinds);
    const advice = cases.flatMap(([kind, text]) => hintsFor(text).filter((hint) => hint.kind === kind).map((hint) => hint.advice)); // prettier-ignore
    expect(new Set(advice).size).toBe(kinds.size);
  });

  test('a text that tells nothing of its writer gets no hint', () => {
    const text = `The programme records the screen of every laptop in the company, also during breaks. Nobody was told how
      long the pictures are kept or who looks at them. Some weeks ago private messages turned up in a training set, and
      the same may happen again. It should stop until there has been a review. About 20,000 people are affected.`;
    expect(found(text)).toEqual([]);
  });

  test('hints stand in order, none over another, within the text and not empty', () => {
    const pieces = fc.oneof(fc.constantFrom(...cases.map(([, text]) => text)), fc.string({ unit: 'binary' }), fc.constantFrom('\n', ' ', '@', '“')); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        let behind = 0;
        for (const { start, end } of hintsFor(text)) {
          expect(start).toBeGreaterThanOrEqual(behind);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          behind = end;
        }
      }),
      { numRuns: 500 },
    );
  });

  test('there are never more than a page can show', () => {
    expect(hintsFor('anna@acme.example '.repeat(5000))).toHaveLength(mostHints);
  });
});

describe('the work grows with the text and not faster', () => {
  test.each(hintPatterns.map(([kind, pattern]) => [kind, pattern.source] as const))(
    '%s repeats nothing without a bound: %s',
    (_, source) => {
      // Of each pattern only what repeats: escaped letters and sets taken out.
      const bare = source.replace(/\\u\{[^}]*\}|\\p\{[^}]*\}|\\./g, 'x').replace(/\[[^\]]*\]/g, 'x');
      expect(bare).not.toMatch(/[*+]|\{\d+,\}/);
      for (const [, most] of bare.matchAll(/\{(?:\d+,)?(\d+)\}/g)) expect(Number(most)).toBeLessThanOrEqual(500);
      // A repetition within a repetition runs a few times only, so no attempt looks far in many ways.
      for (const [, inner, most] of bare.matchAll(/\(([^()]*\{[^()]*)\)\{(?:\d+,)?(\d+)\}/g))
        expect(Number(most), inner).toBeLessThanOrEqual(13);
    },
  );

  const size = 64 * 1024;
  const hostile = [
    ...['a', '0', '.', '-', ' ', '@', '"', '“', '/', '\\', ':', '\n', 'A', '\u200b', '(', '#', '1:', 'a.', 'a-', 'a@', '0 ', '0.', '0-', '((((', '\\\\'], // prettier-ignore
    ...['https://', 'C:\\Users\\', 'my direct ', 'the only ', 'the only a ', 'as I said ', 'Best,\n', 'Best,\n\n    ', 'I am the only a ', 'as the a b c ', 'Anna ', 'Dr Anna ', 'ticket ', '0:0', 'a:b:', '“aaaaaaaaaaaaaaaaaaaaa', 'aaaaaaaaaaaaaaaaaaaa.', 'I have already already ', '\n\t\t\t\t', 'abcdef01-'], // prettier-ignore
  ].map((piece) => piece.repeat(Math.ceil(size / piece.length)).slice(0, size));

  test('64 KB of anything take no more than a moment of the processor', () => {
    for (const text of hostile) {
      const before = process.cpuUsage();
      hintsFor(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6, JSON.stringify(text.slice(0, 24))).toBeLessThan(3);
    }
  });
});
