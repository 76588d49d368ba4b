import { describe, expect, test } from 'vitest';
import { programmeDigest } from '~/features/published/programmes/programme-digest';
import { fieldNames, openFields, partValue, unansweredSince } from '~/features/published/programmes/programme-fields';
import { parseProgrammeDocument, programmeLimits } from '~/features/published/programmes/programme.schema';
import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import { askedQuestions, type ReporterQuestion } from '~/features/published/programmes/reporter-questions';
import { bareProgramme, fullProgramme } from '~tests/support/programme-documents';

/** The path of the first thing that is wrong with a document, or null. */
function problemAt(document: unknown): string | null {
  const { error } = parseProgrammeDocument(document);
  return error ? (error.issues[0]?.path.join('.') ?? '') : null;
}

const withPart = (change: object): unknown => ({ ...fullProgramme, ...change });

describe('a document', () => {
  test('may leave everything open but its name and its state', () => {
    expect(problemAt(bareProgramme)).toBeNull();
    expect(problemAt(fullProgramme)).toBeNull();
    expect(openFields(bareProgramme)).toEqual(fieldNames.filter((field) => field !== 'status'));
    expect(openFields(fullProgramme)).toEqual([]);
    for (const part of ['name', 'status']) expect(problemAt({ ...bareProgramme, [part]: null })).toBe(part);
  });

  test('is strict: nothing missing, nothing besides', () => {
    for (const part of Object.keys(fullProgramme)) {
      const rest = Object.fromEntries(Object.entries(fullProgramme).filter(([name]) => name !== part));
      expect(problemAt(rest), part).toBe(part);
    }
    expect(problemAt(withPart({ secret: true }))).toBe('');
    expect(problemAt(withPart({ readers: { text: 'The data team.', people: 3, names: [] } }))).toBe('readers');
    expect(problemAt(JSON.parse('{"__proto__": {"name": "Inherited"}}'))).not.toBeNull();
    for (const nothing of [null, [], 'text', 7, true]) expect(problemAt(nothing)).toBe('');
  });

  test.each<[string, object]>([
    ['name', { name: 'ab' }],
    ['name', { name: 'a'.repeat(programmeLimits.name.max + 1) }],
    ['name', { name: 'Two\nlines' }],
    ['owner', { owner: '' }],
    ['status', { status: 'secret' }],
    ['purpose', { purpose: 'x'.repeat(programmeLimits.text.max + 1) }],
    ['purpose', { purpose: 'turned \u202e round' }],
    ['purpose', { purpose: 'zero \u0000 byte' }],
    ['purpose', { purpose: 'half \ud800 a pair' }],
    ['purpose', { purpose: 7 }],
    ['collected.kinds', { collected: { kinds: [], detail: 'Something.' } }],
    ['collected.kinds', { collected: { kinds: ['screen', 'screen'], detail: null } }],
    ['collected.kinds.0', { collected: { kinds: ['souls'], detail: null } }],
    ['since', { since: '2026-02-30' }],
    ['since', { since: 'yesterday' }],
    ['retention.days', { retention: { text: 'For a while.', days: -1 } }],
    ['retention.days', { retention: { text: 'For a while.', days: 1.5 } }],
    ['retention.text', { retention: { text: '', days: 3 } }],
    ['readers.people', { readers: { text: 'The data team.', people: null } }],
    ['readers.people', { readers: { text: 'The data team.', people: '12' } }],
    ['readers.people', { readers: { text: 'The data team.', people: 1e21 } }],
    [
      'reviews.privacy.state',
      { reviews: { ...fullProgramme.reviews, privacy: { state: 'fine', day: null, summary: null, documents: [] } } },
    ],
    [
      'reviews.privacy.documents.0',
      {
        reviews: {
          ...fullProgramme.reviews,
          privacy: { state: 'done', day: null, summary: null, documents: ['../../etc/passwd'] },
        },
      },
    ],
    ['exemptions.0.exempt', { exemptions: [{ rank: 'Directors', exempt: 'yes', why: null }] }],
    ['exemptions', { exemptions: Array(21).fill({ rank: 'Directors', exempt: true, why: null }) }],
    ['incidents.0.day', { incidents: [{ day: null, text: 'Something.' }] }],
    ['incidents', { incidents: Array(31).fill({ day: '2026-01-01', text: 'Something.' }) }],
  ])('is refused at %s', (path, change) => {
    expect(problemAt(withPart(change))).toBe(path);
  });

  test('stands in one spelling', () => {
    const { data } = parseProgrammeDocument(withPart({ purpose: '  Cafe\u0301 \r\n of words  \n' }));
    expect(data?.purpose).toBe('Café\n of words');
  });

  test('is told apart by its digest in every word, and by house, programme and revision', () => {
    const digest = (...args: Parameters<typeof programmeDigest>) =>
      Buffer.from(programmeDigest(...args)).toString('hex');
    const own = digest('acme', 'p', 1, fullProgramme);
    const reordered = Object.fromEntries(Object.entries(fullProgramme).reverse()) as unknown as ProgrammeDocument;
    expect(digest('acme', 'p', 1, reordered)).toBe(own);
    const others = [
      digest('other', 'p', 1, fullProgramme),
      digest('acme', 'q', 1, fullProgramme),
      digest('acme', 'p', 2, fullProgramme),
      ...Object.keys(fullProgramme).flatMap((part) => {
        const value = fullProgramme[part as keyof ProgrammeDocument];
        if (typeof value !== 'string') return [];
        return [digest('acme', 'p', 1, { ...fullProgramme, [part]: `${value}!` })];
      }),
    ];
    expect(new Set([own, ...others]).size).toBe(others.length + 1);
  });
});

describe('a question stands open', () => {
  const on = (day: string, document: Partial<ProgrammeDocument>) => ({
    day,
    document: { ...bareProgramme, ...document },
  });

  test('since the first revision that left it open without a break', () => {
    const revisions = [
      on('2026-01-01', {}),
      on('2026-02-01', { optOut: 'There is none.' }),
      on('2026-03-01', { optOut: null, purpose: 'To see.' }),
      on('2026-04-01', { purpose: 'To see.' }),
    ];
    expect(unansweredSince('opt-out', revisions)).toBe('2026-03-01');
    expect(unansweredSince('purpose', revisions)).toBeNull();
    expect(unansweredSince('readers', revisions)).toBe('2026-01-01');
    expect(unansweredSince('readers', [])).toBeNull();
  });

  test('an answer that there is nothing is an answer', () => {
    const nothing = { ...bareProgramme, incidents: [], exemptions: [] };
    expect(openFields(nothing)).not.toContain('incidents');
    expect(partValue(nothing, 'exemptions')).toEqual([]);
  });
});

describe('questions to reporters', () => {
  const question = (id: string, change: Partial<ReporterQuestion> = {}): ReporterQuestion => ({
    id,
    text: 'What happened there?',
    kind: 'yes-no',
    options: [],
    showIf: null,
    ...change,
  });
  const problem = (...questions: unknown[]) => problemAt(withPart({ questions }));
  const after = (id: string, equals: string) => ({ showIf: { question: id, equals } });

  test.each<[string, unknown[]]>([
    ['questions.1.id', [question('a'), question('a')]],
    ['questions.0.id', [question('kind')]],
    ['questions.0.id', [question('A b')]],
    ['questions.0.showIf.question', [question('a', after('a', 'yes'))]],
    ['questions.0.showIf.question', [question('a', after('b', 'yes')), question('b', after('a', 'yes'))]],
    ['questions.1.showIf.question', [question('a', { kind: 'text' }), question('b', after('a', 'yes'))]],
    ['questions.1.showIf.equals', [question('a'), question('b', after('a', 'maybe'))]],
    ['questions.0.showIf.equals', [question('a', after('kind', 'nothing'))]],
    ['questions.0.options', [question('a', { kind: 'choice', options: ['One only'] })]],
    ['questions.0.options', [question('a', { kind: 'choice', options: ['Twice', 'Twice'] })]],
    ['questions.0.options', [question('a', { options: ['Yes', 'No'] })]],
    ['questions.0.kind', [{ ...question('a'), kind: 'script' }]],
    ['questions', Array.from({ length: 21 }, (_, index) => question(`q${String(index)}`))],
  ])('are refused at %s', (path, questions) => {
    expect(problem(...questions)).toBe(path);
  });

  test('are asked only where what they depend on is asked and answered so', () => {
    const asked = (kind: string | null, answers: Record<string, string>) =>
      askedQuestions(fullProgramme.questions, kind, answers).map(({ id }) => id);
    expect(asked(null, {})).toEqual(['seen']);
    expect(asked('leak', {})).toEqual(['seen', 'leaked']);
    expect(asked('leak', { seen: 'yes' })).toEqual(['seen', 'where', 'leaked']);
    expect(asked('other', { seen: 'yes', where: 'In a report' })).toEqual(['seen', 'where', 'report']);
    expect(asked('other', { seen: 'no', where: 'In a report' })).toEqual(['seen']);
    expect(asked('other', JSON.parse('{"__proto__": {"seen": "yes"}}') as Record<string, string>)).toEqual(['seen']);
  });
});
