import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  answersOf,
  contentOf,
  draftAsText,
  emptyDraft,
  fitsOneMessage,
  isWritten,
  questionsFor,
  type ConcernDraft,
} from '~/features/anonymous/concerns/concern-draft';
import { admit, cleanedOf, mostFiles, sizeInWords, type ChosenFile } from '~/features/anonymous/concerns/file-list';
import { maxFileBytes, maxMessageBytes } from '~/features/anonymous/concerns/manifest';
import { pageDays } from '~/features/anonymous/concerns/page-clock';
import { problemsOf, raisingSteps, stepBeside } from '~/features/anonymous/concerns/raising-steps';
import { freeSlot } from '~/features/anonymous/concerns/used-slots';
import { paddedSize } from '~/crypto/age/padding';
import { ManualClock } from '~/platform/clock';
import { memoryOutbox } from '~tests/support/memory-outbox';

const programme = {
  id: 'keystrokes',
  name: 'Keystroke recording',
  questions: [
    {
      id: 'used',
      text: 'Was it used against you?',
      kind: 'yes-no',
      options: [],
      showIf: { question: 'kind', equals: 'leak' },
    },
    { id: 'how', text: 'How?', kind: 'text', options: [], showIf: { question: 'used', equals: 'yes' } },
  ],
} as const;

const draft: ConcernDraft = {
  ...emptyDraft,
  isChosen: true,
  programme,
  field: 'readers',
  kind: 'leak',
  guided: { ...emptyDraft.guided, what: ' It lies open. ', where: ' ', wish: 'Close it.' },
  answers: { used: 'yes', how: 'A quote.' },
};

describe('a draft', () => {
  test('asks what the programme asks, and what hangs on an answer only while it is given', () => {
    expect(questionsFor(draft).map(({ id }) => id)).toEqual(['used', 'how']);
    expect(questionsFor({ ...draft, answers: { used: 'no', how: 'A quote.' } }).map(({ id }) => id)).toEqual(['used']);
    expect(questionsFor({ ...draft, kind: 'other' })).toEqual([]);
    expect(questionsFor({ ...draft, programme: null })).toEqual([]);
  });

  test('sends what was answered in the order of the form, and nothing of what is not asked any more', () => {
    expect(answersOf(draft).map(({ answer }) => answer)).toEqual(['Close it.', 'Yes', 'A quote.']);
    expect(answersOf({ ...draft, kind: 'other' }).map(({ answer }) => answer)).toEqual(['Close it.']);
    const content = contentOf(draft, 'age1pq1reporter');
    expect(content).toMatchObject({ text: 'It lies open.', programmeField: 'readers', replyTo: 'age1pq1reporter' });
    expect('leftOut' in content).toBe(false);
    expect(contentOf({ ...draft, programme: null }, '').programmeField).toBeNull();
  });

  test('can be copied whole', () => {
    const text = draftAsText(draft);
    for (const part of ['Keystroke recording', 'A leak', 'It lies open.', 'Close it.', 'A quote.'])
      expect(text).toContain(part);
  });

  test('is at stake once something was written or added', () => {
    expect(isWritten(emptyDraft)).toBe(false);
    expect(isWritten({ ...emptyDraft, guided: { ...emptyDraft.guided, since: ' ' } })).toBe(false);
    expect(isWritten({ ...emptyDraft, guided: { ...emptyDraft.guided, since: 'May' } })).toBe(true);
    expect(isWritten({ ...emptyDraft, files: [{ bytes: new Blob(), name: 'a', mediaType: 'a/b' }] })).toBe(true);
  });

  test('that fits by letters may not fit by bytes', () => {
    expect(fitsOneMessage(draft)).toBe(true);
    const wide = {
      ...emptyDraft.guided,
      what: '語'.repeat(12_000),
      where: '語'.repeat(1_500),
      affected: '語'.repeat(6_000),
    };
    expect(fitsOneMessage({ ...draft, guided: wide })).toBe(false);
  });
});

describe('the steps', () => {
  const facts = { handlers: ['a', 'b'], cleaning: false, keyOpen: true };

  test('lead on and back, and stop at the ends', () => {
    expect(stepBeside('about', -1)).toBe('about');
    expect(stepBeside('send', 1)).toBe('send');
    expect(raisingSteps.map(({ name }) => stepBeside(name, 1)).at(0)).toBe('kind');
  });

  test('a whole draft has no problems; each thing that is missing has one, at its step', () => {
    for (const { name } of raisingSteps) expect(problemsOf(name, draft, facts)).toEqual([]);
    expect(problemsOf('about', { ...draft, isChosen: false }, facts)).toHaveLength(1);
    expect(problemsOf('kind', { ...draft, kind: null }, facts)).toHaveLength(1);
    expect(problemsOf('tell', { ...draft, guided: emptyDraft.guided }, facts)).toHaveLength(1);
    expect(problemsOf('files', draft, { ...facts, cleaning: true })).toHaveLength(1);
    expect(problemsOf('readers', { ...draft, leftOut: ['a', 'b'] }, facts)).toHaveLength(1);
    expect(problemsOf('readers', { ...draft, leftOut: ['a'] }, facts)).toEqual([]);
    expect(problemsOf('safety', draft, { ...facts, keyOpen: false })).toHaveLength(1);
  });
});

describe('files', () => {
  const chosen = (size: number, kind: 'cleaning' | 'failed' = 'cleaning'): ChosenFile => ({
    number: 1,
    ownName: 'a',
    size,
    state: { kind },
  });

  test('never come to more than one message takes, padded and sealed', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: maxFileBytes + 1_000 }), { maxLength: 30 });
    fc.assert(
      fc.property(sizes, sizes, (there, more) => {
        const first = admit([], there.map((size) => ({ size }))).taken; // prettier-ignore
        const { taken } = admit(first.map(({ size }) => chosen(size)), more.map((size) => ({ size }))); // prettier-ignore
        const all = [...first, ...taken];
        expect(all.length).toBeLessThanOrEqual(mostFiles);
        const sum = all.reduce(
          (bytes, { size }) => bytes + paddedSize(size + 512) + 65_536 + 16 * Math.ceil(size / 65_536),
          0,
        );
        expect(sum).toBeLessThanOrEqual(maxMessageBytes);
      }),
    );
  });

  test('each reason has its own words, and what failed takes no room', () => {
    expect(admit([], [{ size: maxFileBytes + 1 }])).toEqual({ taken: [], problem: 'too-large' });
    expect(admit([chosen(99e6), chosen(99e6)], [{ size: 99e6 }])).toEqual({ taken: [], problem: 'too-much' });
    expect(admit([chosen(99e6), chosen(99e6, 'failed')], [{ size: 99e6 }]).problem).toBeNull();
    expect(admit(Array.from({ length: mostFiles }, () => chosen(1)), [{ size: 1 }]).problem).toBe('too-many'); // prettier-ignore
    expect(cleanedOf([chosen(1)])).toEqual([]);
  });

  test('have sizes in words', () => {
    expect([0, 999, 1_000, 12_345, 1_234_567, 99_000_000].map(sizeInWords)).toEqual([
      '0 B',
      '999 B',
      '1.0 KB',
      '12 KB',
      '1.2 MB',
      '99 MB',
    ]);
  });
});

describe('slots and days', () => {
  test('a free slot is drawn from those that were not used, on that day only', async () => {
    const outbox = memoryOutbox();
    await outbox.useSlot('2026-11-23', 1);
    const drawn = await Promise.all([0, 1].map((which) => freeSlot(outbox, '2026-11-23', () => which)));
    expect(drawn).toEqual([0, 2]);
    await outbox.useSlot('2026-11-23', 0);
    await outbox.useSlot('2026-11-23', 2);
    expect(await freeSlot(outbox, '2026-11-23')).toBeNull();
    expect(await freeSlot(outbox, '2026-11-24')).not.toBeNull();
  });

  test('which one is drawn says nothing: each comes up', async () => {
    const outbox = memoryOutbox();
    const drawn = await Promise.all(Array.from({ length: 200 }, () => freeSlot(outbox, '2026-11-23')));
    expect(new Set(drawn)).toEqual(new Set([0, 1, 2]));
  });

  test('a page that is open over midnight knows the new day', () => {
    let passed = 5_000;
    const device = new ManualClock('2026-11-23T23:59:59.000Z');
    const today = pageDays('2026-11-23T23:59:59.000Z', () => passed, device);
    expect(today()).toBe('2026-11-23');
    passed += 1_000;
    expect(today()).toBe('2026-11-24');
  });

  test('a day that the device does not believe is not used', () => {
    const day = 24 * 60 * 60 * 1_000;
    const at = (difference: number) =>
      pageDays('2026-11-23T12:00:00.000Z', () => 0, new ManualClock(new Date(Date.parse('2026-11-23T12:00:00.000Z') + difference))); // prettier-ignore
    expect(at(day)()).toBe('2026-11-23');
    expect(at(-day)()).toBe('2026-11-23');
    expect(at(day + 1)).toThrow(expect.objectContaining({ code: 'clocks-differ' }) as Error);
    expect(at(-day - 1)).toThrow(expect.objectContaining({ code: 'clocks-differ' }) as Error);
  });
});
