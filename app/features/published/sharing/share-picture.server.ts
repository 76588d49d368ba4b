import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { firstLines, linesOf, outlinesOf, widthOf, type Cut } from '~/platform/typesetting/typeface';
import { formatCount } from '~/ui/count';
import { formatDay } from '~/ui/days';
import { sealBox, sealShapes } from './seal-shapes';
import { closingWords, countWords, type ShareFacts } from './share-facts';
import { uncountedLines } from './sheet-parts.server';

/** Of pictures that sites show beside a link. */
export const pictureSize = { width: 1200, height: 630 } as const;

const inks = { paper: '#fbf8f1', ink: '#1b2733', soft: '#515d68', rule: '#e2dbcc', accent: '#0b5d63' } as const;
const margin = 72;

let renderer: Promise<void> | null = null;

/** Compiled once a process. */
function ready(): Promise<void> {
  renderer ??= readFile(createRequire(import.meta.url).resolve('@resvg/resvg-wasm/index_bg.wasm')).then(initWasm);
  return renderer;
}

/** The picture that stands beside a link to a petition: its title and its seal, as PNG. */
export async function sharePicture(facts: ShareFacts): Promise<Uint8Array> {
  await ready();
  const drawing = new Resvg(pictureSvg(facts), { font: { loadSystemFonts: false } });
  const image = drawing.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    drawing.free();
  }
}

/** The same as SVG, without any text or font: letters are outlines. */
export function pictureSvg(facts: ShareFacts): string {
  const { width, height } = pictureSize;
  const words = 640;
  const [size, lines] = titleLines(facts.title, words);
  const line = (text: string, cut: Cut, place: { size: number; x: number; y: number; colour: string }) => outlinesOf(text, cut, place); // prettier-ignore
  const titleTop = 132;
  const title = lines.map((text, row) => line(text, 'serif-strong', { size, x: margin, y: titleTop + size + row * size * 1.14, colour: inks.ink })); // prettier-ignore
  const below = firstLines(linesOf(countWords(facts), 'sans', { size: 28, width: words }), 2).map((text, row) =>
    line(text, 'sans', { size: 28, x: margin, y: 486 + row * 38, colour: inks.ink }),
  );
  const foot = `${closingWords(facts)} As of ${formatDay(facts.today)}.`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="${width}" height="${height}" fill="${inks.paper}"/><rect width="${width}" height="10" fill="${inks.accent}"/>
${line(`A petition at ${facts.organisation}`, 'sans-strong', { size: 26, x: margin, y: 100, colour: inks.accent })}
${title.join('')}${below.join('')}
${line(foot, 'sans', { size: 24, x: margin, y: 566, colour: inks.soft })}
<g transform="translate(758 118) scale(${394 / sealBox})">${seal(facts)}</g></svg>`;
}

function titleLines(title: string, width: number): [number, string[]] {
  for (const size of [60, 54, 48, 42]) {
    const lines = linesOf(title, 'serif-strong', { size, width });
    // Room for two lines of the count.
    if (lines.length * size * 1.14 <= 300) return [size, lines];
  }
  return [42, firstLines(linesOf(title, 'serif-strong', { size: 42, width }), 6)];
}

function seal({ id, count, threshold, countsFrom, isOpen }: ShareFacts): string {
  const shapes = sealShapes({ id, count, threshold: threshold ?? 0 }).map(({ d, ink, width, round, filled }) =>
    filled
      ? `<path d="${d}" fill="${inks[ink]}"/>`
      : `<path d="${d}" fill="none" stroke="${inks[ink]}" stroke-width="${String(width)}"${round ? ' stroke-linecap="round"' : ''}/>`,
  );
  const centred = (words: string, cut: Cut, size: number, y: number, colour: string) =>
    outlinesOf(words, cut, { size, x: (sealBox - widthOf(words, cut, size)) / 2, y, colour });
  if (count === null) {
    const [above, below] = uncountedLines({ countsFrom, isOpen });
    return [
      ...shapes,
      centred(above, 'sans', 17, 126, inks.soft),
      centred(below, 'sans-strong', 22, 152, inks.soft),
    ].join('');
  }
  const figure = formatCount(count);
  const of = threshold ? centred(`of ${formatCount(threshold)}`, 'sans', 19, 168, inks.soft) : '';
  return [...shapes, centred(figure, 'serif-strong', figure.length > 5 ? 40 : 50, 138, inks.ink), of].join('');
}
