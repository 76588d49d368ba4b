import { inflateSync } from 'node:zlib';

/** What a PDF says, as programs read it: its text line by line, the descriptions of its pictures, and how many pages it has. */
export interface ReadPdf {
  readonly text: string;
  readonly pictures: readonly string[];
  readonly pages: number;
  readonly tags: readonly string[];
}

interface PdfObject {
  readonly head: string;
  readonly stream: Buffer | null;
}

/** Reads what a document of ours holds (ISO 32000-1, 7.5 and 9.10.3): no encryption, no object streams, Flate only. */
export function readPdf(bytes: Uint8Array): ReadPdf {
  const objects = objectsOf(Buffer.from(bytes));
  const all = [...objects.values()];
  const pages = all.filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head));
  const lines = pages.flatMap(({ head }) => {
    const content = objects.get(Number(/\/Contents (\d+) 0 R/.exec(head)?.[1]));
    return textOf(content?.stream?.toString('latin1') ?? '', fontsOf(head, objects));
  });
  const alts = all.flatMap(({ head }) => [...head.matchAll(/\/Alt (\((?:\\.|[^\\)])*\)|<[0-9a-f]*>)/gis)].map(([, text = '']) => stringOf(text))); // prettier-ignore
  const tags = all.flatMap(({ head }) => /\/S \/(\w+)/.exec(head)?.[1] ?? []);
  return { text: lines.join('\n'), pictures: alts, pages: pages.length, tags };
}

function objectsOf(bytes: Buffer): Map<number, PdfObject> {
  const text = bytes.toString('latin1');
  const objects = new Map<number, PdfObject>();
  for (const match of text.matchAll(/(?:^|\n)(\d+) 0 obj\n/g)) {
    const start = match.index + match[0].length;
    const head = text.slice(start, text.indexOf('endobj', start));
    const at = head.indexOf('stream\n');
    const length = Number(/\/Length (\d+)/.exec(head)?.[1] ?? 0);
    const raw = at === -1 ? null : bytes.subarray(start + at + 7, start + at + 7 + length);
    const stream = raw && head.includes('/FlateDecode') ? inflateSync(raw) : raw;
    objects.set(Number(match[1]), { head: at === -1 ? head : head.slice(0, at), stream });
  }
  return objects;
}

type Letters = ReadonlyMap<number, string>;

function fontsOf(page: string, objects: ReadonlyMap<number, PdfObject>): Map<string, Letters> {
  const resources = objects.get(Number(/\/Resources (\d+) 0 R/.exec(page)?.[1]))?.head ?? page;
  const fonts = /\/Font <<([^>]*)>>/.exec(resources)?.[1] ?? '';
  return new Map(
    [...fonts.matchAll(/\/(\w+) (\d+) 0 R/g)].map(([, name = '', number]) => {
      const head = objects.get(Number(number))?.head ?? '';
      const cmap = objects.get(Number(/\/ToUnicode (\d+) 0 R/.exec(head)?.[1]))?.stream?.toString('latin1') ?? '';
      return [name, lettersOf(cmap)];
    }),
  );
}

/** Ranges whose letters are listed one by one: `<0000> <0012> [<0000> <0041> …]`. */
function lettersOf(cmap: string): Letters {
  const letters = new Map<number, string>();
  for (const [, from = '', , list = ''] of cmap.matchAll(/<([0-9a-f]+)> <([0-9a-f]+)> \[([^\]]*)\]/gi)) {
    [...list.matchAll(/<([0-9a-f\s]*)>/gi)].forEach(([, code = ''], place) => letters.set(parseInt(from, 16) + place, utf16(code)));
  } // prettier-ignore
  return letters;
}

function textOf(content: string, fonts: ReadonlyMap<string, Letters>): string[] {
  const lines: { y: number; text: string }[] = [];
  let letters: Letters = new Map();
  let y = 0;
  for (const [, font, line, shown] of content.matchAll(/\/(\w+) [\d.]+ Tf|1 0 0 -?1 [\d.]+ ([\d.]+) Tm|\[((?:<[0-9a-f]*>|[\s\d.-])*)\] TJ/gi)) {
    if (font !== undefined) letters = fonts.get(font) ?? new Map();
    if (line !== undefined) y = Number(line);
    if (shown === undefined) continue;
    const text = [...shown.matchAll(/<([0-9a-f]*)>/gi)].map(([, hex = '']) => (hex.match(/.{4}/g) ?? []).map((code) => letters.get(parseInt(code, 16)) ?? '?').join('')).join('');
    const last = lines.at(-1);
    if (last && last.y === y) last.text += text;
    else lines.push({ y, text });
  } // prettier-ignore
  return lines.map(({ text }) => text);
}

function utf16(hex: string): string {
  return Buffer.from(hex.replace(/\s/g, ''), 'hex').swap16().toString('utf16le');
}

function stringOf(text: string): string {
  if (text.startsWith('<')) return utf16(text.slice(1, -1).replace(/^feff/i, ''));
  const inner = text.slice(1, -1).replace(/\\([nrtbf()\\])/g, (_, letter: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[letter] ?? letter); // prettier-ignore
  return inner.startsWith('þÿ') ? Buffer.from(inner.slice(2), 'latin1').swap16().toString('utf16le') : inner;
}
