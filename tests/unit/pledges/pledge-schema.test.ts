import { parseWithZod } from '@conform-to/zod/v4';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { everyPledge, parsePledgeAddress, pledgeFilters, pledgesHref } from '~/features/published/pledges/pledge-list';
import { evidencePerPledge, milestonesPerPledge } from '~/features/published/pledges/pledge-rules';
import { isEvidenceUrl, newPledgeSchema, revisedPledgeSchema } from '~/features/published/pledges/pledge.schema';
import { hostOf } from '~/features/published/pledges/pledge-words';

const id = 'abcdefghijklmnopqrstuvwxy2';
const sound: Readonly<Record<string, string>> = {
  id,
  base: '0',
  text: 'The logger is switched off.',
  howSeen: 'No process of that name runs.',
  witnessed: 'stops',
  owner: 'E0001',
  dueDay: '2026-12-31',
  status: 'not-started',
};

function parse(schema: typeof newPledgeSchema | typeof revisedPledgeSchema, change: Record<string, string>) {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...sound, ...change })) form.set(name, value);
  return parseWithZod(form, { schema });
}
const made = (change: Record<string, string> = {}) => parse(newPledgeSchema, change);
const errorsOf = (submission: ReturnType<typeof parse>) => submission.reply().error ?? {};

describe('a pledge as it is posted', () => {
  test('is read with its milestones by day and its evidence, empty rows left out', () => {
    const submission = made({
      'milestones[0].text': 'Everybody',
      'milestones[0].day': '2026-12-20',
      'milestones[1].text': '',
      'milestones[1].day': '',
      'milestones[2].text': '  Pilot   in Sales ',
      'milestones[2].day': '2026-12-01',
      'evidence[0].title': 'The change ticket',
      'evidence[0].url': ' https://tickets.example/1?a=b#c ',
      'evidence[1].title': '',
      'evidence[1].url': ' ',
    });
    expect(submission.status === 'success' && submission.value).toMatchObject({
      base: 0,
      milestones: [
        { text: 'Pilot in Sales', day: '2026-12-01' },
        { text: 'Everybody', day: '2026-12-20' },
      ],
      evidence: [{ title: 'The change ticket', url: 'https://tickets.example/1?a=b#c' }],
    });
  });

  test.each([
    ['text', 'too short'],
    ['text', 'x'.repeat(301)],
    ['howSeen', ''],
    ['howSeen', 'x'.repeat(501)],
    ['witnessed', 'maybe'],
    ['dueDay', '2026-02-30'],
    ['dueDay', 'tomorrow'],
    ['status', 'overdue'],
    ['owner', ''],
    ['id', 'not a name'],
    ['base', '-1'],
    ['programmeId', '../x'],
    ['programmeField', 'salary'],
    ['text', `Invisible \u202e marks here`],
  ])('is refused for %s %j', (name, value) => {
    expect(Object.keys(errorsOf(made({ [name]: value })))).toEqual([name]);
  });

  test('says what is wrong with a row of that very row', () => {
    const submission = made({
      'milestones[3].text': 'Pilot',
      'evidence[2].title': 'A ticket',
      'evidence[2].url': 'javascript:alert(1)',
    });
    expect(Object.keys(errorsOf(submission))).toEqual(['milestones[3].day', 'evidence[2].url']);
  });

  test('takes so many rows and no more, and no milestone twice', () => {
    const milestones = (many: number) =>
      Object.fromEntries(
        Array.from({ length: many }, (_, index) => [
          [`milestones[${String(index)}].text`, `Step ${String(index)}`],
          [`milestones[${String(index)}].day`, '2026-12-01'],
        ]).flat() as [string, string][],
      );
    expect(made(milestones(milestonesPerPledge)).status).toBe('success');
    expect(Object.keys(errorsOf(made(milestones(milestonesPerPledge + 1))))).toEqual(['milestones']);
    const evidence = Object.fromEntries(
      Array.from({ length: evidencePerPledge + 1 }, (_, index) => [
        [`evidence[${String(index)}].title`, 'A ticket'],
        [`evidence[${String(index)}].url`, '/programmes'],
      ]).flat() as [string, string][],
    );
    expect(Object.keys(errorsOf(made(evidence)))).toEqual(['evidence']);
    const twice = { ...milestones(2), 'milestones[1].text': 'Step 0' };
    expect(errorsOf(made(twice))).toEqual({ milestones: ['Two milestones have the same words.'] });
  });

  test('is changed with a reason only', () => {
    expect(Object.keys(errorsOf(parse(revisedPledgeSchema, {})))).toEqual(['reason']);
    expect(parse(revisedPledgeSchema, { reason: 'The vendor was late.' }).status).toBe('success');
    expect(parse(revisedPledgeSchema, { reason: 'The vendor was late.', owner: '' }).status).toBe('success');
  });

  test('is replaced by another only where it is superseded', () => {
    const change = { reason: 'Another one takes its place.', replacedBy: id };
    expect(Object.keys(errorsOf(parse(revisedPledgeSchema, change)))).toEqual(['replacedBy']);
    expect(parse(revisedPledgeSchema, { ...change, status: 'superseded' }).status).toBe('success');
    expect(Object.keys(errorsOf(parse(revisedPledgeSchema, { ...change, replacedBy: '../x' })))).toEqual([
      'replacedBy',
    ]);
  });
});

describe('an address of evidence', () => {
  test.each([
    'https://a.example',
    'https://a.example:8443/x?y=1#z',
    '/programmes/abc#readers',
    '/',
    'HTTPS://A.example/x',
  ])('may be %s', (url) => {
    expect(isEvidenceUrl(url)).toBe(true);
  });

  test.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:x',
    'http://a.example',
    'ftp://a.example/x',
    '//evil.example',
    String.raw`/\evil.example`,
    String.raw`\\evil.example`,
    String.raw`https:\\evil.example`,
    String.raw`https://good.example\@evil.example`,
    'https:evil.example',
    'https:///evil.example',
    'https://user:word@a.example',
    'https://a.example@evil.example',
    'https://localhost/x',
    'https://[::1]/x',
    'https://a.example/ x',
    'https://a.example/\u202e',
    'https://',
    'programmes/abc',
    '',
    `https://a.example/${'x'.repeat(500)}`,
  ])('may not be %j', (url) => {
    expect(isEvidenceUrl(url)).toBe(false);
  });

  test('that is taken is followed by browsers to the host that is shown, over https or on this site', () => {
    const start = fc.constantFrom('https://', '/', 'https:', '//', '\\', 'javascript:', 'data:', 'https://a.example');
    fc.assert(
      fc.property(start, fc.string({ unit: 'binary-ascii', maxLength: 40 }), (scheme, rest) => {
        const url = scheme + rest;
        if (!isEvidenceUrl(url)) return;
        const followed = new URL(url, 'https://here.example/pledges');
        expect(followed.protocol).toBe('https:');
        expect(followed.host).toBe(hostOf(url) ?? 'here.example');
        expect(followed.username + followed.password).toBe('');
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('the address of a list', () => {
  test('says again what it was read from', () => {
    const address = { filter: 'overdue', owner: id, unit: 'Company / IT & Ops', programme: id } as const;
    expect(parsePledgeAddress(new URL(pledgesHref(address, 3), 'https://x.example').searchParams)).toEqual({
      ...address,
      page: 3,
    });
    expect(pledgesHref(everyPledge)).toBe('/pledges');
    for (const filter of pledgeFilters) {
      const read = parsePledgeAddress(
        new URL(pledgesHref({ ...everyPledge, filter }), 'https://x.example').searchParams,
      );
      expect(read).toEqual({ ...everyPledge, filter, page: 1 });
    }
  });

  test('leaves out what is not understood, whatever it is', () => {
    const text = fc.string({ unit: 'binary', maxLength: 400 });
    fc.assert(
      fc.property(text, text, text, text, text, (show, owner, unit, programme, page) => {
        const read = parsePledgeAddress(new URLSearchParams({ show, owner, unit, programme, page }));
        expect(pledgeFilters).toContain(read.filter);
        expect(read.owner).toMatch(/^(?:[a-z2-7]{26})?$/);
        expect(read.programme).toMatch(/^(?:[a-z2-7]{26})?$/);
        expect(read.unit.length).toBeLessThanOrEqual(300);
        expect(read.unit).not.toMatch(/[\p{Surrogate}\p{Cc}]/u);
        expect(Number.isInteger(read.page) && read.page >= 1 && read.page <= 10_000).toBe(true);
      }),
    );
  });
});
