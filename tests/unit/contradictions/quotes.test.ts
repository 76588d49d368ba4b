import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { contradictionDigest, standsIn } from '~/features/published/contradictions/contradiction';
import {
  contradictionSchema,
  readReference,
  readRevisionAddress,
} from '~/features/published/contradictions/contradiction.schema';
import { normaliseLine } from '~/features/published/petitions/plain-text';

describe('words stand in a text', () => {
  test.each([
    ['as they were written', 'tightly **controlled**', 'It is tightly **controlled**.'],
    ['as they are shown', 'tightly controlled', 'It is tightly **controlled**.'],
    ['across marks within marks', 'is tightly controlled now', 'It **is *tightly* controlled** now.'],
    ['across a line end', 'tightly controlled', 'It is tightly\ncontrolled.'],
    ['with other white space', 'tightly  controlled', 'It is tightly\tcontrolled.'],
    ['with the words of a link', 'see the register of it', 'Please see [the register](https://x.example/a) of it.'],
    ['in a heading or a list', 'No one reads it', '# Who?\n\n- No one reads it'],
    ['with a name in code', 'the keylog process', 'We end the `keylog` process.'],
    ['in another spelling of one letter', 'caf\u00e9 closed', 'The cafe\u0301 closed.'],
    ['with what only looks like marks', '2 * 3 and snake_case_name', 'That is 2 * 3 and snake_case_name.'],
  ])('%s', (_, quote, text) => {
    expect(standsIn(quote, ['Something else.', text])).toBe(true);
  });

  test.each([
    ['said otherwise', 'loosely controlled', 'It is tightly controlled.'],
    ['in another case', 'Tightly controlled', 'It is tightly controlled.'],
    ['a word cut at its start', 'controlled', 'It is uncontrolled.'],
    ['a word cut at its end', 'we control', 'That we controlled it.'],
    ['a word cut between a letter and its mark', 'is lax', 'It is lax\u0302.'],
    ['with words left out', 'It is controlled', 'It is tightly controlled.'],
    ['with dots for what was left out', 'It is … controlled', 'It is tightly controlled.'],
    ['with marks that were not there', 'tightly **controlled**', 'It is tightly controlled.'],
    ['with a sign taken out of a sum', '2 3', 'That is 2 * 3.'],
    ['with a sign taken out of a name', 'snakecase', 'That is snake_case.'],
    ['nothing but white space', ' \n ', 'It is tightly controlled.'],
  ])('but not %s', (_, quote, text) => {
    expect(standsIn(quote, [text])).toBe(false);
  });

  test('never across two texts', () => {
    expect(standsIn('it was. It will', ['As it was.', 'It will be.'])).toBe(false);
  });

  test('a run of whole words stands there, and one with a word changed does not', () => {
    const word = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(fc.array(word, { minLength: 3, maxLength: 40 }), fc.nat(), fc.nat(), (words, a, b) => {
        const [from, to] = [a % words.length, b % words.length].sort((x, y) => x - y) as [number, number];
        const run = words.slice(from, to + 1);
        expect(standsIn(run.join(' '), [words.join(' ')])).toBe(true);
        expect(standsIn([...run, 'ZZZ'].join(' '), [words.join(' ')])).toBe(false);
      }),
    );
  });

  test('what stands there is, marks aside, in the text: whatever both hold', () => {
    const text = fc.string({ unit: fc.constantFrom('*', '_', '`', '[', ']', '(', ')', 'a', 'b', ' ', '\n', '#', '-') });
    const bare = (value: string) => normaliseLine(value).replace(/[^ab]/g, '');
    fc.assert(
      fc.property(text, text, (quote, said) => {
        if (standsIn(quote, [said])) expect(bare(said)).toContain(bare(quote));
      }),
    );
  });

  test('takes bounded work on text made to be slow', () => {
    for (const unit of ['**a ', '*', '_a*b`', '[a](', '`a', 'a ', '[[[[', '](']) {
      const start = process.cpuUsage();
      standsIn('b'.repeat(400), [unit.repeat(10_000 / unit.length)]);
      const { user } = process.cpuUsage(start);
      expect(user / 1_000, unit).toBeLessThan(500);
    }
  });
});

test('the ledger’s digest covers both sides, both quotes and the words, each by its length', () => {
  const [kind, id] = ['pledge', 'def'] as const;
  const earlier = { kind: 'response', id: 'abc', revision: 1, quote: 'tightly controlled' } as const;
  const later = { kind, id, revision: 2, quote: 'für alle offen' };
  const fields = ['contradiction/v1', 'response/abc/1', earlier.quote, 'pledge/def/2', later.quote, 'Both cannot be.'];
  const bytes = fields.flatMap((field) => {
    const text = Buffer.from(field);
    return [Buffer.from([0, 0, 0, text.length]), text];
  });
  const digest = createHash('sha256').update(Buffer.concat(bytes)).digest('hex');
  expect(toHex(contradictionDigest(earlier, later, 'Both cannot be.'))).toBe(digest);
  expect(toHex(contradictionDigest(later, earlier, 'Both cannot be.'))).not.toBe(digest);
});

test('a revision is named by kind, name and number, and by nothing else', () => {
  expect(readReference('response/abc/2')).toEqual({ kind: 'response', id: 'abc', revision: 2 });
  for (const text of [
    ...['', 'response/abc', 'response/abc/0', 'response/abc/01', 'response/abc/-1', 'response/abc/1e9', 'response//1'],
    ...['petition/abc/1', 'constructor/abc/1', '__proto__/abc/1', 'response/a b/1', 'response/a\u0000/1'],
    ...['response/abc/9999999', 'response/../1', 'response/abc/1/2', `response/${'a'.repeat(101)}/1`],
  ]) {
    expect(readReference(text), text).toBeNull();
  }
});

test('a revision is found by the address of its page', () => {
  const abc = { kind: 'pledge', id: 'abc' };
  expect(readRevisionAddress('https://x.example/statements/pledge/abc')).toEqual({ ...abc, revision: null });
  expect(readRevisionAddress('/statements/pledge/abc#revision-3')).toEqual({ ...abc, revision: 3 });
  expect(readRevisionAddress('/statements/pledge/abc?up-to=3#revision-3')).toEqual({ ...abc, revision: 3 });
  for (const text of [
    '',
    '/pledges/abc',
    '/statements/pledge/',
    '/statements/pledge/abc#revision-0',
    '/statements/x/y',
  ]) {
    expect(readRevisionAddress(text), text).toBeNull();
  }
});

describe('what is posted', () => {
  const sound = {
    ...{ one: 'response/abc/1', other: 'announcement/def/1' },
    ...{ oneQuote: 'tightly controlled', otherQuote: 'lists were misconfigured' },
    words: 'One of them cannot be true.',
  };
  const problems = (change: Record<string, unknown>) =>
    contradictionSchema.safeParse({ ...sound, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

  test('is taken as it stands, on one line', () => {
    expect(problems({})).toEqual([]);
    expect(contradictionSchema.parse({ ...sound, oneQuote: ' tightly \r\n controlled ' }).oneQuote).toBe(
      'tightly controlled',
    );
  });

  test.each<[field: string, what: string, value: unknown]>([
    ['one', 'nothing', ''],
    ['other', 'of no kind', 'nothing/abc/1'],
    ['oneQuote', 'nothing', ''],
    ['oneQuote', 'too short', 'short'],
    ['oneQuote', 'too long', 'a '.repeat(201)],
    ['otherQuote', 'a million characters', 'x'.repeat(1_000_000)],
    ['otherQuote', 'turned around', 'tightly \u202e controlled'],
    ['otherQuote', 'with a control in it', 'tightly\u0000 controlled'],
    ['otherQuote', 'not there', undefined],
    ['words', 'too short', 'No.'],
    ['words', 'too long', 'x'.repeat(1_001)],
  ])('is refused where %s is %s', (field, _, value) => {
    expect(problems({ [field]: value })).toEqual([field]);
  });
});
