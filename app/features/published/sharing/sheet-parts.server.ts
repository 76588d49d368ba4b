import { inks, type Sheet, type TextPlace } from '~/platform/typesetting/sheet';
import { firstLines, linesOf } from '~/platform/typesetting/typeface';
import { formatCount } from '~/ui/count';
import { drawQr } from '~/ui/qr-code';
import { sealBox, sealShapes } from './seal-shapes';
import { countWords, type ShareFacts } from './share-facts';

interface Square {
  readonly x: number;
  readonly y: number;
  /** Of each side, in points. */
  readonly size: number;
}

/** The petition's seal with its figures in the middle. */
export function placeSeal(sheet: Sheet, facts: ShareFacts, { x, y, size }: Square): void {
  const { id, count, threshold, countsFrom, isOpen } = facts;
  const scale = size / sealBox;
  const shapes = sealShapes({ id, count, threshold: threshold ?? 0 }).map(({ d, ink, width, round = false, filled }) =>
    filled ? { d, fill: inks[ink] } : { d, stroke: inks[ink], width, round },
  );
  sheet.picture(shapes, { x, y, scale, alt: `The petition’s seal: ${countWords(facts)}` });
  const line = (words: string, centre: number, of: number, cut: TextPlace['cut'], colour: string) =>
    sheet.text(words, { x, y: y + (centre - of) * scale, width: size, size: of * scale, cut, align: 'centre', colour, role: null }); // prettier-ignore
  if (count === null) {
    const [above, below] = uncountedLines({ countsFrom, isOpen });
    line(above, 126, 17, 'sans', inks.soft);
    line(below, 152, 22, 'sans-strong', inks.soft);
    return;
  }
  const figure = formatCount(count);
  line(figure, 138, figure.length > 5 ? 40 : 50, 'serif-strong', inks.ink);
  if (threshold) line(`of ${formatCount(threshold)}`, 168, 19, 'sans', inks.soft);
}

/** What stands in the middle of a seal without a count. */
export function uncountedLines({ countsFrom, isOpen }: Pick<ShareFacts, 'countsFrom' | 'isOpen'>): [string, string] {
  return isOpen && countsFrom !== null ? ['Counting starts', `at ${formatCount(countsFrom)}`] : ['Not', 'shown'];
}

/** The way to the petition's page, for a phone's camera. */
export function placeQr(sheet: Sheet, { address }: ShareFacts, { x, y, size }: Square): void {
  const { path, size: modules } = drawQr(address);
  sheet.picture([{ d: path, fill: '#000000' }], { x, y, scale: size / modules, alt: `QR code: ${address}` });
  sheet.link(address, { x, y, width: size, height: size });
}

/** A text as large as it fits. @returns the y below it */
export function placeFitting(
  sheet: Sheet,
  words: string,
  { sizes, height, ...place }: Omit<TextPlace, 'size'> & { sizes: readonly number[]; height: number },
): number {
  const leading = place.leading ?? 1.15;
  const smallest = sizes.at(-1) ?? 12;
  const linesAt = (size: number) => linesOf(words, place.cut, { size, width: place.width });
  const size = sizes.find((each) => linesAt(each).length * each * leading <= height) ?? smallest;
  const most = Math.max(1, Math.floor(height / (size * leading)));
  return sheet.lines(firstLines(linesAt(size), most), { ...place, size, leading });
}

/** Numbered demands as far as there is room, and how many more there are. @returns the y below them */
export function placeDemands(
  sheet: Sheet,
  demands: readonly string[],
  { x, y, width, size, until }: { x: number; y: number; width: number; size: number; until: number },
): number {
  const indent = size * 1.6;
  const leading = 1.32;
  let at = y;
  for (const [place, demand] of demands.entries()) {
    const lines = linesOf(demand, 'serif', { size, width: width - indent });
    const rest = demands.length - place;
    // Below the last one that fits there has to be room for the line that says what is missing.
    const needed = lines.length * size * leading + (rest > 1 ? size * 1.8 : 0);
    if (at + needed > until) {
      const more =
        rest === demands.length ? 'What it asks stands on its page.' : `And ${String(rest)} more, on its page.`;
      return sheet.text(more, { x, y: at, width, size, cut: 'sans', colour: inks.soft });
    }
    if (demands.length > 1) sheet.text(`${String(place + 1)}.`, { x, y: at, width: indent, size, cut: 'sans-strong', colour: inks.accent, role: 'Lbl' }); // prettier-ignore
    at = sheet.lines(lines, { x: demands.length > 1 ? x + indent : x, y: at, width, size, cut: 'serif', leading });
    at += size * 0.45;
  }
  return at;
}

export const unseenWords =
  'Nobody can tell who signed: not leadership, not the organizer, not those who run the site. Its page says why, and what it cannot protect you from.';
