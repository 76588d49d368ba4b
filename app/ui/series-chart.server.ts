import { scaleLinear, scaleUtc } from 'd3-scale';
import { curveStepAfter, line } from 'd3-shape';
import { formatCount } from './count';
import { formatDay } from './days';
import type { SeriesDrawing, SeriesFrame, SeriesPoint } from './series-chart';

interface Size {
  width: number;
  height: number;
  left: number;
  right: number;
  bottom: number;
  days: number;
}

const WIDE: Size = { width: 680, height: 240, left: 46, right: 12, bottom: 28, days: 4 };
const NARROW: Size = { width: 340, height: 220, left: 40, right: 10, bottom: 28, days: 2 };
const MARK_LINE = 16;
/** Words above the picture take turns in so many lines. */
const MARK_LINES = 2;

export interface SeriesInput {
  /** Names of the counts, in their order. At most two. */
  labels: readonly string[];
  /** One a day on which one of them changed, ascending; at least one. Between two of them they stood still. */
  points: readonly SeriesPoint[];
  /** What was said in between, ascending. What was said before the first day stands at its beginning. */
  marks: readonly { day: string; words: string }[];
  /** Whose words these are: "Leadership says". */
  speaker: string;
  /** Up to this day they stand as they are. */
  today: string;
}

/**
 * Draws a few counts over time as steps, once for wide and once for narrow places. Made in loaders, so that the drawing
 * library stays on the server and only paths travel.
 */
export function drawSeries(input: SeriesInput): SeriesDrawing {
  const { labels, points, speaker, marks } = input;
  return {
    ...{ labels: [...labels], points: [...points], speaker, marks: [...marks], summary: summarise(input) },
    ...{ wide: draw(WIDE, input), narrow: draw(NARROW, input) },
  };
}

function draw(size: Size, { labels, points, speaker, marks, today }: SeriesInput): SeriesFrame {
  const first = points[0]?.day ?? today;
  const end = today > first ? today : first;
  const top = 14 + (marks.length === 0 ? 0 : MARK_LINE * Math.min(marks.length, MARK_LINES));
  const ground = size.height - size.bottom;
  const right = size.width - size.right;
  const highest = points.flatMap(({ counts }) => counts).reduce((most, count) => Math.max(most, count), 1);
  const y = scaleLinear().domain([0, highest]).nice(3).range([ground, top]);
  const x = scaleUtc()
    .domain([dateOf(first), dateOf(end)])
    .range([size.left, right]);
  // A single day has no width: it stands all over.
  const xOf = (day: string) => (first === end ? size.left : round(x(dateOf(day < first ? first : day))));
  const last = points.at(-1);
  const path = (index: number) => {
    const steps = points.map(({ day, counts }): [number, number] => [xOf(day), y(counts[index] ?? 0)]);
    const stands: [number, number][] = last ? [[right, y(last.counts[index] ?? 0)]] : [];
    return line().curve(curveStepAfter).digits(1)([...steps, ...stands]) ?? '';
  };
  return {
    ...{ width: size.width, height: size.height, left: size.left, right, top, ground },
    lines: labels.map((_, index) => path(index)),
    levels: y
      .ticks(3)
      .filter(Number.isInteger)
      .map((value) => ({ y: round(y(value)), words: formatCount(value) })),
    days: dayMarks(size, first, end, xOf),
    marks: marks.map(({ day, words }, index) => {
      const at = xOf(day > end ? end : day);
      const anchor = at > (size.left + right) / 2 ? ('end' as const) : ('start' as const);
      return { x: at, y: 12 + MARK_LINE * (index % MARK_LINES), anchor, words: `${speaker}: ${words}` };
    }),
  };
}

function dayMarks({ width, right, days }: Size, first: string, end: string, xOf: (day: string) => number) {
  if (first === end) return [{ x: width - right, anchor: 'end' as const, words: dayWords(end) }];
  const from = dateOf(first).getTime();
  const span = dateOf(end).getTime() - from;
  const shown = Array.from({ length: days }, (_, index) =>
    new Date(from + (span * index) / (days - 1)).toISOString().slice(0, 10),
  );
  return [...new Set(shown)].map((day, index, all) => {
    const anchor = index === 0 ? ('start' as const) : index === all.length - 1 ? ('end' as const) : ('middle' as const);
    return { x: xOf(day), anchor, words: dayWords(day) };
  });
}

function summarise({ labels, points }: SeriesInput): string {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return 'Nothing has been counted yet.';
  const said = ({ counts }: SeriesPoint) =>
    labels.map((label, index) => `${formatCount(counts[index] ?? 0)} “${label}”`).join(' and ');
  const now = `On ${formatDay(last.day)}: ${said(last)}.`;
  return first === last ? now : `${now} When it was first shown, on ${formatDay(first.day)}: ${said(first)}.`;
}

function dayWords(day: string): string {
  return formatDay(day, day).replace(/^(\d+ \w{3})\w*$/, '$1');
}

function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
