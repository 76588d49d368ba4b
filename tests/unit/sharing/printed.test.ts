import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { inflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { printJob } from '~/features/published/sharing/print-job.server';
import { createPress, PressError } from '~/features/published/sharing/press.server';
import { pictureSize, pictureSvg } from '~/features/published/sharing/share-picture.server';
import type { ShareFacts } from '~/features/published/sharing/share-facts';
import { runsOf, linesOf, widthOf } from '~/platform/typesetting/typeface';
import { readPdf } from '~tests/support/read-pdf';

const facts: ShareFacts = {
  id: 'aeaqcaibaeaqcaibaeaqcaibae',
  title: 'Stop recording what we type on our work computers',
  demands: ['Switch it off.', 'Say who read it.'],
  startedBy: 'Olga Łukasiewicz',
  address: 'https://robin.example/petitions/aeaqcaibaeaqcaibaeaqcaibae',
  organisation: 'Acme',
  count: 1612,
  threshold: 2000,
  countsFrom: null,
  isOpen: true,
  closesDay: '2027-01-15',
  closedDay: null,
  deleted: false,
  today: '2026-11-24',
};
const quiet: ShareFacts = { ...facts, count: null, countsFrom: 50 };

describe.each(['poster', 'flyer'] as const)('a %s', (kind) => {
  test('says what the page says, on one page, and the same facts give the same bytes', async () => {
    const bytes = await printJob({ kind, facts });
    expect(Buffer.from(await printJob({ kind, facts })).equals(Buffer.from(bytes))).toBe(true);
    const { text, pages, pictures, tags } = readPdf(bytes);
    const words = text.replace(/\n/g, ' ');
    expect(pages).toBe(1);
    for (const said of [facts.title, ...facts.demands, 'Started by Olga Łukasiewicz', '1,612', 'of 2,000', 'Open until 15 January 2027', '24 November 2026']) expect(words).toContain(said); // prettier-ignore
    expect(words.replace(/ /g, '')).toContain(facts.address.replace('https://', ''));
    expect(words).toContain('Nobody can tell who signed');
    expect(pictures).toContain(`QR code: ${facts.address}`);
    expect(tags).toEqual(expect.arrayContaining(['Document', 'H1', 'P', 'Figure']));
  });

  test('says below the critical mass where counting starts, and draws nothing that a number could be told from', async () => {
    const { text, pictures } = readPdf(await printJob({ kind, facts: quiet }));
    expect(text).toContain('Counting starts');
    expect(text).not.toMatch(/1,?612|2,000/);
    expect(pictures.join(' ')).toContain('Counting starts at 50.');
  });

  test('has room for the longest texts, and says what is left out', async () => {
    const demand = 'Publish who can read the recordings, and when they did. '.repeat(9).slice(0, 500);
    const long = {
      ...facts,
      title: `${'Everybody '.repeat(14)}now`,
      demands: Array.from({ length: 10 }, () => demand),
    };
    const { text, pages } = readPdf(await printJob({ kind, facts: long }));
    expect(pages).toBe(1);
    expect(text).toMatch(/And \d more, on its page\.|What it asks stands on its page\./);
  });
});

describe('a share picture', () => {
  test('is a PNG of 1200 by 630 with ink on it, and the same facts give the same bytes', async () => {
    const png = Buffer.from(await printJob({ kind: 'picture', facts }));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([pictureSize.width, pictureSize.height]);
    expect(colours(png)).toBeGreaterThan(50);
    expect(png.equals(Buffer.from(await printJob({ kind: 'picture', facts })))).toBe(true);
    expect(png.equals(Buffer.from(await printJob({ kind: 'picture', facts: { ...facts, count: 1613 } })))).toBe(false);
  });

  test('names no font and no other host, whatever a title says', () => {
    const svg = pictureSvg({ ...facts, title: '<script src="//evil.example"/> & "quotes" </svg>' });
    expect(svg).not.toMatch(/<text|<script|evil|href|url\(/);
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
  });
});

describe('type', () => {
  test('is set in files that have its letters', () => {
    const faces = (text: string) => runsOf(text, 'serif').map(({ face, text: run }) => [face.name.replace(/-\d.*/, ''), run]); // prettier-ignore
    expect(faces('Łódź')).toEqual([
      ['newsreader-latin-ext', 'Ł'],
      ['newsreader-latin', 'ód'],
      ['newsreader-latin-ext', 'ź'],
    ]);
    expect(faces('да')).toEqual([['noto-sans-cyrillic', 'да']]);
    // Composed first; what nobody has is not left out unsaid; what cannot be seen is.
    expect(faces('e\u0301\u200d中')).toEqual([['newsreader-latin', 'é\u{FFFD}']]);
  });

  test('is broken into lines that fit, and loses nothing', () => {
    const text = `one two ${'x'.repeat(80)} three\nfour`;
    const lines = linesOf(text, 'sans', { size: 12, width: 100 });
    expect(Math.max(...lines.map((line) => widthOf(line, 'sans', 12)))).toBeLessThanOrEqual(100);
    expect(lines.join('').replace(/\s/g, '')).toBe(text.replace(/\s/g, ''));
    expect(lines.at(-1)).toBe('four');
  });
});

describe('a press', () => {
  test('does the same job once, refuses what is too much, and goes on afterwards', async () => {
    const press = createPress({ mostWaiting: 3 });
    const picture = (count: number) => press.print({ kind: 'picture', facts: { ...facts, count } });
    expect(picture(1)).toBe(picture(1));
    const all = Array.from({ length: 5 }, (_, count) => picture(count).then(() => 'done', (error: unknown) => (error instanceof PressError ? error.code : 'other'))); // prettier-ignore
    const said = await Promise.all(all);
    expect(said.filter((each) => each === 'done')).toHaveLength(3);
    expect(said.filter((each) => each === 'busy')).toHaveLength(2);
    await expect(picture(4)).resolves.toBeInstanceOf(Uint8Array);
    await press.close();
    await expect(picture(50)).rejects.toMatchObject({ code: 'closed' });
  });

  test('works in one thread, one job after the other, and goes on after one that fails and one that it died of', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rr-press-'));
    const file = join(folder, 'thread.mjs');
    await writeFile(
      file,
      `import { parentPort } from 'node:worker_threads';
      let jobs = 0;
      parentPort.on('message', ({ facts: { count } }) => {
        if (count === 3) process.exit(1);
        parentPort.postMessage(count === 1 ? { failed: 'impossible' } : { bytes: Uint8Array.of(count, jobs += 1) });
      });`,
    );
    const press = createPress({ threadUrl: pathToFileURL(file) });
    const print = (count: number) => press.print({ kind: 'picture', facts: { ...facts, count } }).then((bytes) => [...bytes], (error: unknown) => error instanceof PressError && error.code); // prettier-ignore
    try {
      expect(await Promise.all([0, 1, 2, 3, 4].map(print))).toEqual([[0, 1], 'failed', [2, 2], 'failed', [4, 1]]);
      expect(await print(5)).toEqual([5, 2]);
    } finally {
      await press.close();
      await rm(folder, { recursive: true });
    }
  });

  test('says that a thread did not come up', async () => {
    const press = createPress({ threadUrl: new URL('file:///nowhere.mjs') });
    await expect(press.print({ kind: 'poster', facts })).rejects.toMatchObject({ code: 'failed' });
    await press.close();
  });
});

/** Different bytes in the rows of a PNG. */
function colours(png: Buffer): number {
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.subarray(at + 4, at + 8).toString() === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  } // prettier-ignore
  return new Set(inflateSync(Buffer.concat(parts))).size;
}
