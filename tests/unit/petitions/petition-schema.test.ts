import fc from 'fast-check';
import { parseWithZod } from '@conform-to/zod/v4';
import { describe, expect, test } from 'vitest';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { decisionSchema } from '~/features/published/petitions/moderation.schema';
import { moderationReasons } from '~/features/published/petitions/moderation';
import {
  backgroundStep,
  petitionSchema,
  titleStep,
  updateSchema,
} from '~/features/published/petitions/petition.schema';
import { isHonestText, normaliseLine, normaliseText } from '~/features/published/petitions/plain-text';
import { responseSchema } from '~/features/published/responses/response.schema';
import { draftPatchSchema } from '~/features/identified/drafts/draft.schema';

const today = '2026-05-04';
const sound = {
  title: 'Stop recording our keystrokes',
  demands: ['Pause the recording.', 'Publish who can read it.'],
  background: '',
  closesDay: '2026-06-04',
};
const schema = petitionSchema(today);
const accepts = (change: object) => schema.safeParse({ ...sound, ...change }).success;
const x = (length: number) => 'x'.repeat(length);
const refusedFields = (change: object) =>
  schema.safeParse({ ...sound, ...change }).error?.issues.map(({ path }) => path.join('.')) ?? [];

describe('the text of a petition', () => {
  test.each([
    ['title', x(9), x(10), x(150), x(151)],
    ['background', null, '', x(10_000), x(10_001)],
    ['demands', [x(9)], [x(10)], [x(500)], [x(501)]],
  ])('%s has its lengths at both ends', (field, short, shortest, longest, long) => {
    if (short !== null) expect(accepts({ [field]: short })).toBe(false);
    expect(accepts({ [field]: shortest })).toBe(true);
    expect(accepts({ [field]: longest })).toBe(true);
    expect(accepts({ [field]: long })).toBe(false);
  });

  test('asks for one to ten things, each of them once; empty fields are none', () => {
    const demands = (n: number) => Array.from({ length: n }, (_, i) => `Do thing number ${String(i)}.`);
    expect(accepts({ demands: [] })).toBe(false);
    expect(accepts({ demands: ['', '  ', undefined] })).toBe(false);
    expect(accepts({ demands: demands(10) })).toBe(true);
    expect(accepts({ demands: demands(11) })).toBe(false);
    expect(schema.parse({ ...sound, demands: ['', ...demands(2), '\n'] }).demands).toEqual(demands(2));
    expect(refusedFields({ demands: ['Pause  it all.', 'Something else.', 'Pause it\nall.'] })).toEqual(['demands.2']);
  });

  test('says of a wrong demand which field it stands in, empty ones before it counted', () => {
    expect(refusedFields({ demands: ['', 'Pause the recording.', 'short'] })).toEqual(['demands.2']);
  });

  test.each([
    ['2026-05-10', false],
    ['2026-05-11', true],
    ['2026-10-31', true],
    ['2026-11-01', false],
    ['2026-06-31', false],
    ['2026-6-1', false],
    ['soon', false],
    [undefined, false],
  ])('may close on %s: %s', (closesDay, allowed) => {
    expect(accepts({ closesDay })).toBe(allowed);
  });

  test.each([
    ['a change of direction', 'Stop \u202erecording our keys'],
    ['an isolate', 'Stop \u2066recording our keys'],
    ['an invisible space', 'Stop rec\u200bording our keys'],
    ['a zero byte', 'Stop rec\u0000ording our keys'],
    ['an escape', 'Stop rec\u001bording our keys'],
    ['half a surrogate pair', 'Stop rec\ud800ording our keys'],
    ['a tag character', 'Stop rec\u{e0041}ording our keys'],
  ])('does not take %s', (_, title) => {
    expect(accepts({ title })).toBe(false);
    expect(accepts({ demands: [title] })).toBe(false);
    expect(accepts({ background: title })).toBe(false);
  });

  test.each([
    '<script>alert(1)</script>',
    'a <b>word</b>',
    '<!-- and we also demand his resignation -->',
    '</p>',
    '<img src=x onerror=alert(1)>',
    '![a](https://evil.example/x.png)',
    'text\n[//]: # (and we also demand his resignation)',
    '> [x]: https://example.org "hidden"',
  ])('holds nothing that its page would not show: %s', (background) => {
    expect(accepts({ background })).toBe(false);
    expect(updateSchema.safeParse({ body: `Some news:\n${background}` }).success).toBe(false);
    const items = [{ answer: 'declined', reason: `No, because ${background}` }];
    expect(responseSchema(1).safeParse({ items, body: background }).success).toBe(false);
  });

  test.each([
    'a < b and c > d',
    'see <https://example.org/review>',
    '5 <3',
    '[a link](https://example.org): read it',
    '> said',
  ])('may well say: %s', (background) => {
    expect(accepts({ background })).toBe(true);
  });

  test('takes what people write in their own scripts, emoji with joiners included', () => {
    expect(accepts({ title: 'Schluss mit der Überwachung – jetzt! 👩‍💻', background: 'مرحبا بالعالم\n\n日本語' })).toBe(
      true,
    );
  });

  test('is stored in one spelling: what looks the same has the same digest', () => {
    const one = schema.parse({ ...sound, title: '  Stop  the Überwachung\t', background: 'a  \r\nb\rc\n' });
    const other = schema.parse({ ...sound, title: 'Stop the U\u0308berwachung', background: 'a\nb\nc' });
    expect(petitionTextDigest(one)).toEqual(petitionTextDigest(other));
  });

  test('whatever is posted is taken whole or refused: parsing twice changes nothing, and a digest can be made', () => {
    const text = fc.string({ unit: 'binary', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 12 }), text, (title, demands, background) => {
        const { data } = schema.safeParse({ ...sound, title, demands, background });
        if (!data) return;
        expect(schema.parse(data)).toEqual(data);
        expect(petitionTextDigest(data)).toHaveLength(32);
        expect([data.title, ...data.demands, data.background].every(isHonestText)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test.each([
    null,
    7,
    [],
    { title: { toString: 'x' } },
    { ...sound, demands: 'Pause it all.' },
    { ...sound, title: 9 },
  ])('is no petition: %j', (posted) => {
    expect(schema.safeParse(posted).success).toBe(false);
  });
});

describe('normalising', () => {
  test('is idempotent and linear on long runs of white space', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(normaliseText(normaliseText(text))).toBe(normaliseText(text));
        expect(normaliseLine(normaliseLine(text))).toBe(normaliseLine(text));
      }),
    );
    // Quadratic work on this would take minutes, and the test's own limit would end it.
    const spaces = `x${' '.repeat(2_000_000)}x`;
    expect(normaliseText(spaces)).toHaveLength(2_000_002);
    expect(normaliseLine(spaces)).toBe('x x');
  });

  test('a text far over its limit is refused before it is looked at', () => {
    expect(updateSchema.safeParse({ body: ' '.repeat(20_000_000) }).success).toBe(false);
  });
});

describe('a decision', () => {
  const decision = { reasonCode: 'unclear', words: 'Please say what is to be done.', textDigest: 'a'.repeat(64) };

  test('takes its act from its reason, whatever else is posted', () => {
    for (const { code, act } of moderationReasons) {
      if (act === 'appeal') continue;
      expect(decisionSchema.parse({ ...decision, reasonCode: code, act: 'accept' }).act).toBe(act);
    }
  });

  test('is never the organizer’s own: nobody appeals by way of the moderators’ form', () => {
    for (const reasonCode of ['appeal', '', 'nothing', '__proto__']) {
      expect(decisionSchema.safeParse({ ...decision, reasonCode }).success).toBe(false);
    }
  });

  test('needs words unless it accepts', () => {
    for (const { code, act } of moderationReasons) {
      const { success } = decisionSchema.safeParse({ ...decision, reasonCode: code, words: undefined });
      expect(success).toBe(act === 'accept');
    }
    expect(decisionSchema.safeParse({ ...decision, reasonCode: 'meets-the-rules', words: 'short' }).success).toBe(
      false,
    );
    expect(decisionSchema.safeParse({ ...decision, words: x(1_001) }).success).toBe(false);
  });

  test.each([{ reasonCode: 'because' }, { reasonCode: undefined }, { textDigest: 'A'.repeat(64) }, { textDigest: '' }])(
    'is refused with %j',
    (change) => {
      expect(decisionSchema.safeParse({ ...decision, ...change }).success).toBe(false);
    },
  );
});

describe('a response', () => {
  const item = { answer: 'partly', reason: 'Half of it, from May on.' };

  test('answers each demand, no more and no fewer, each with a reason', () => {
    expect(responseSchema(2).safeParse({ items: [item, item] }).success).toBe(true);
    for (const items of [
      [],
      [item],
      [item, item, item],
      [item, { ...item, reason: ' ' }],
      [item, { answer: 'partly' }],
    ]) {
      expect(responseSchema(2).safeParse({ items }).success).toBe(false);
    }
    expect(responseSchema(1).safeParse({ items: [{ ...item, answer: 'perhaps' }] }).success).toBe(false);
    expect(responseSchema(1).safeParse({ items: [item], body: x(10_001) }).success).toBe(false);
  });
});

describe('a draft', () => {
  test('may be unfinished, but not larger than a petition', () => {
    expect(draftPatchSchema.parse({ title: '', demands: ['a', ''], background: 'b' })).toEqual({
      title: '',
      demands: ['a'],
      background: 'b',
    });
    expect(draftPatchSchema.safeParse({ title: x(151) }).success).toBe(false);
    expect(draftPatchSchema.safeParse({ background: x(10_001) }).success).toBe(false);
    expect(draftPatchSchema.safeParse({ demands: Array.from({ length: 11 }, () => 'x') }).success).toBe(false);
    expect(draftPatchSchema.safeParse({ closesDay: '2026-02-30' }).success).toBe(false);
  });

  test('loses what no database takes', () => {
    expect(draftPatchSchema.parse({ title: 'a\0b\ud800c' }).title).toBe('abc');
  });
});

describe('a posted form', () => {
  const form = (fields: Record<string, string>) => {
    const data = new FormData();
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    return data;
  };
  const valueOf = (submission: { status?: string | undefined; value?: unknown }) =>
    submission.status === 'success' ? submission.value : 'refused';

  test('may leave out the background and the words of a response, and nothing that is needed', () => {
    const schema = backgroundStep(today);
    const closesDay = '2026-06-04';
    expect(valueOf(parseWithZod(form({ background: '', closesDay }), { schema }))).toEqual({
      background: '',
      closesDay,
    });
    expect(valueOf(parseWithZod(form({ background: 'x', closesDay: '' }), { schema }))).toBe('refused');
    expect(parseWithZod(form({ title: '' }), { schema: titleStep }).reply().error).toEqual({
      title: ['Please write a title.'],
    });
    const item = { 'items[0].answer': 'declined', 'items[0].reason': 'It cannot be done.' };
    expect(valueOf(parseWithZod(form({ ...item, body: '' }), { schema: responseSchema(1) }))).toEqual({
      items: [{ answer: 'declined', reason: 'It cannot be done.' }],
      body: '',
    });
    const decision = { reasonCode: 'meets-the-rules', words: '', textDigest: 'a'.repeat(64) };
    expect(valueOf(parseWithZod(form(decision), { schema: decisionSchema }))).toMatchObject({
      act: 'accept',
      words: '',
    });
    const sendBack = parseWithZod(form({ ...decision, reasonCode: 'unclear' }), { schema: decisionSchema });
    expect(Object.keys(sendBack.reply().error ?? {})).toEqual(['words']);
  });

  test('of a draft may empty what was there', () => {
    const posted = form({ title: '', background: '', closesDay: '', 'demands[0]': '', 'demands[1]': 'One.' });
    const submission = parseWithZod(posted, { schema: draftPatchSchema, disableAutoCoercion: true });
    expect(valueOf(submission)).toEqual({ title: '', background: '', closesDay: null, demands: ['One.'] });
  });
});
