import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { create, type Font } from 'fontkit';

/*
 * The house's type outside browsers: what text measures, and its outlines. Files are cut by script, so a text is set as runs,
 * each in the first file that has its letters. Letters that no file has are set as U+FFFD, never left out unsaid.
 */

export type Cut = 'serif' | 'serif-strong' | 'sans' | 'sans-strong';

/** One font file. */
export interface Face {
  /** A name of its own within a document. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly font: Font;
}

/** Consecutive letters in one file. */
export interface Run {
  readonly face: Face;
  readonly text: string;
}

const require = createRequire(import.meta.url);
const scripts = ['latin', 'latin-ext', 'vietnamese', 'greek', 'greek-ext', 'cyrillic', 'cyrillic-ext', 'devanagari'];

const filesOf: Readonly<Record<Cut, readonly string[]>> = {
  serif: [...files('newsreader', 400, scripts.slice(0, 3)), ...files('noto-sans', 400, scripts)],
  'serif-strong': [...files('newsreader', 600, scripts.slice(0, 3)), ...files('noto-sans', 600, scripts)],
  sans: [...files('public-sans', 400, scripts.slice(0, 3)), ...files('noto-sans', 400, scripts)],
  'sans-strong': [...files('public-sans', 600, scripts.slice(0, 3)), ...files('noto-sans', 600, scripts)],
};

function files(family: string, weight: number, subsets: readonly string[]): string[] {
  return subsets.map((subset) => `@fontsource/${family}/files/${family}-${subset}-${String(weight)}-normal.woff`);
}

const opened = new Map<string, Face>();

function faceOf(file: string): Face {
  const known = opened.get(file);
  if (known) return known;
  const bytes = readFileSync(require.resolve(file));
  const font = create(bytes);
  if (!('layout' in font)) throw new TypeError('not a font, but a collection of them');
  const face = { name: file.replace(/^.*\/|\.woff$/g, ''), bytes, font };
  opened.set(file, face);
  return face;
}

const missing = '\u{FFFD}';

/** The text in runs, composed (Unicode NFC); control characters are left out. */
export function runsOf(text: string, cut: Cut): Run[] {
  const runs: { face: Face; text: string }[] = [];
  for (const letter of text.normalize('NFC').replace(/\p{Cc}|\p{Cf}/gu, '')) {
    const last = runs.at(-1);
    // A space, and an accent that stands alone, belong to what is before them.
    const joins = last !== undefined && /^[\s\p{M}]$/u.test(letter) && has(last.face, letter);
    const face = joins ? last.face : filesOf[cut].map(faceOf).find((each) => has(each, letter));
    const [set, words] = face ? [face, letter] : [faceOf(filesOf[cut][0] ?? ''), missing];
    if (last?.face === set) last.text += words;
    else runs.push({ face: set, text: words });
  }
  return runs;
}

function has({ font }: Face, letter: string): boolean {
  return font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0);
}

/** How wide a text is, in the units of its size. */
export function widthOf(text: string, cut: Cut, size: number): number {
  return runsOf(text, cut).reduce((sum, { face, text: run }) => {
    return sum + (face.font.layout(run).advanceWidth * size) / face.font.unitsPerEm;
  }, 0);
}

/** The text broken at spaces into lines of at most a width; a word that is wider by itself is broken anywhere. */
export function linesOf(text: string, cut: Cut, { size, width }: { size: number; width: number }): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    const space = widthOf(' ', cut, size);
    let [line, taken] = ['', 0];
    for (const word of paragraph.split(/[ \t]+/).flatMap((each) => piecesOf(each, cut, { size, width }))) {
      const wide = widthOf(word, cut, size);
      if (line !== '' && taken + space + wide <= width) [line, taken] = [`${line} ${word}`, taken + space + wide];
      else {
        if (line !== '') lines.push(line);
        [line, taken] = [word, wide];
      }
    }
    return [...lines, line];
  });
}

function piecesOf(word: string, cut: Cut, { size, width }: { size: number; width: number }): string[] {
  if (widthOf(word, cut, size) <= width) return [word];
  const pieces: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter, cut, size) > width) {
      pieces.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...pieces, piece];
}

/** At most so many lines: what is left out is said by an ellipsis. */
export function firstLines(lines: readonly string[], most: number): string[] {
  if (lines.length <= most) return [...lines];
  return lines.slice(0, most).map((line, place) => (place === most - 1 ? `${line.replace(/[\s.,;:]+$/, '')}…` : line));
}

/** One line as SVG elements, its baseline at `y`: outlines, so that whoever draws them needs no font. */
export function outlinesOf(
  text: string,
  cut: Cut,
  { size, x, y, colour }: { size: number; x: number; y: number; colour: string },
): string {
  let at = x;
  let svg = '';
  for (const { face, text: run } of runsOf(text, cut)) {
    const scale = size / face.font.unitsPerEm;
    const { glyphs, positions } = face.font.layout(run);
    for (const [place, glyph] of glyphs.entries()) {
      const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[place] ?? {};
      const d = glyph.path.toSVG();
      if (d !== '') {
        const place = `translate(${round(at + xOffset * scale)} ${round(y - yOffset * scale)})`;
        svg += `<path transform="${place} scale(${round(scale)} ${round(-scale)})" fill="${colour}" d="${d}"/>`;
      }
      at += xAdvance * scale;
    }
  }
  return svg;
}

function round(value: number): string {
  return String(Math.round(value * 1e5) / 1e5);
}
