import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownLines } from '~/features/published/pack/markdown-lines';
import type { PackFacts } from '~/features/published/pack/pack-facts';
import { packReadme } from '~/features/published/pack/pack-readme';
import { csv, packTables } from '~/features/published/pack/pack-tables';
import { packText } from '~/features/published/pack/pack-text';
import { embedSnippet } from '~/features/published/sharing/embed-snippet';
import { printJob } from '~/features/published/sharing/print-job.server';
import { readPdf } from '~tests/support/read-pdf';

const facts: PackFacts = {
  ...{ v: 1, organisation: 'acme', company: 'Acme', address: 'https://robin.example/petitions/abc' },
  checkpoint: { size: 4321, day: '2026-06-30' },
  petition: {
    ...{ id: 'abc', state: 'open', title: 'Stop the recording', demands: ['Stop it.', 'Say who read it.'] },
    background: '# Since April\n\nA **program** [records](https://example.org/why) us.\n\n- keys\n- screens',
    ...{ textDigest: '00', startedBy: 'a verified employee', opened: '2026-05-01', closes: '2026-08-01', closed: null },
    ...{ criticalMass: 0, threshold: 2000, register: 1, deleted: false },
  },
  ...{ signers: 1612, countsFrom: null, reached: null, due: null },
  history: [
    { day: '2026-05-02', signers: 700 },
    { day: '2026-06-30', signers: 1612 },
  ],
  units: [{ unit: 'Acme / Engineering', day: '2026-06-30', signers: 412 }],
  updates: [{ number: 1, day: '2026-05-20', body: 'We met the works council.' }],
  response: {
    ...{ author: 'Lea Leader', day: '2026-06-20', revision: 2, body: '' },
    items: [
      { demand: 'Stop it.', answer: 'Declined', reason: 'It is needed for security.' },
      { demand: 'Say who read it.', answer: null, reason: null },
    ],
  },
  moderation: [
    { number: 1, day: '2026-05-01', act: 'accept', reason: 'fits', words: 'As the rules have it.', moderator: 'Mo' },
  ],
};
const quiet: PackFacts = { ...facts, signers: null, countsFrom: 50, history: [], units: [], response: null };

describe('the files of a pack', () => {
  test('the document says everything, in order, tagged', async () => {
    const { text, tags, pictures, pages } = readPdf(await printJob({ kind: 'document', facts }));
    const words = text.replace(/\n/g, ' ');
    const parts = ['A petition at Acme', 'Stop the recording', '1,612 signatures', '1. Stop it.', 'Since April', 'A program records (https://example.org/why) us.', '• keys', 'Lea Leader', 'Declined. It is needed', 'Not answered.', 'How it grew', 'Acme / Engineering', 'We met the works council.', 'How this is checked', '/pack.zip']; // prettier-ignore
    const places = parts.map((part) => words.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(tags).toEqual(expect.arrayContaining(['H1', 'H2', 'H3', 'TH', 'TD', 'Figure']));
    expect(pictures.some((alt) => alt.includes('1,612 signatures on 30 June 2026'))).toBe(true);
    expect(pages).toBeGreaterThan(1);
  });

  test('a long one goes on over pages and loses no line', async () => {
    const long = Array.from({ length: 300 }, (_, line) => `Paragraph ${String(line)} of what somebody wrote.`);
    const { text, pages } = readPdf(await printJob({ kind: 'document', facts: { ...facts, petition: { ...facts.petition, background: long.join('\n\n') } } })); // prettier-ignore
    expect(long.filter((line) => !text.includes(line))).toEqual([]);
    expect(text).toContain(`Page ${String(pages)}`);
  });

  test('without a number no file has one of signatures', async () => {
    const files = [...packTables(quiet).map(({ text }) => text), packText(quiet), packReadme(quiet), readPdf(await printJob({ kind: 'document', facts: quiet })).text]; // prettier-ignore
    for (const file of files) expect(file).not.toMatch(/1,?612|700|412|acts\.jsonl/);
    expect(files.join('\n')).toContain('Counting starts at 50.');
    expect(packTables(quiet).find(({ name }) => name === 'history.csv')?.text).toBe('\u{FEFF}Day,Signatures\r\n');
  });

  test('whatever is written in a table is read from it again, and is no formula', () => {
    const text = fc.string({ unit: 'binary' }).filter((each) => !each.includes('\0'));
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { minLength: 1, maxLength: 4 }), (rows) => {
        const read = parse(csv(['A', 'B'], rows), { bom: true, relax_column_count: false, record_delimiter: '\r\n' });
        expect(read.slice(1)).toEqual(rows.map((row) => row.map((cell) => (/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell)))); // prettier-ignore
      }),
    );
    expect(csv(['A'], [['=HYPERLINK("//evil")'], [null], [-3]])).toBe(
      '\u{FEFF}A\r\n"\'=HYPERLINK(""//evil"")"\r\n\r\n-3\r\n',
    );
  });

  test('Markdown keeps its words', () => {
    expect(
      markdownLines('## A *b*\ntext **bold** and\nmore\n\n1. one\n2. two\n> said\n[x](https://a.example)'),
    ).toEqual([
      { kind: 'heading', words: 'A b' },
      { kind: 'text', words: 'text bold and more' },
      { kind: 'item', words: '1. one' },
      { kind: 'item', words: '2. two > said x (https://a.example)' },
    ]);
  });

  test('a frame’s snippet cannot be left by a title', () => {
    const snippet = embedSnippet({
      address: 'https://robin.example/petitions/abc',
      title: '"><script>alert(1)</script>&',
    });
    expect(snippet).not.toContain('<script');
    expect(snippet).toContain('title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;"');
    expect(snippet).toContain('sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"');
  });
});
