import { scaleLinear, scaleUtc } from 'd3-scale';
import { area, line } from 'd3-shape';
import { formatCount, plural } from './count';
import { formatDay } from './days';
import type { ChartDrawing, HistoryDrawing, HistoryPoint } from './history-chart';

interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  days: number;
}

const WIDE: Frame = { width: 680, height: 220, left: 52, right: 12, top: 26, bottom: 28, days: 4 };
const NARROW: Frame = { width: 340, height: 210, left: 46, right: 10, top: 26, bottom: 28, days: 2 };

/** Above this share of the scale the threshold is drawn as a line; below, it would press the curve to the ground. */
const THRESHOLD_IN_VIEW = 8;

/**
 * Draws the history of a count, once for wide and once for narrow places. Made in loaders, so that the drawing library
 * stays on the server and only paths travel.
 *
 * @param points one a day, ascending; only days and counts that may be shown
 * @param threshold the next threshold
 */
export function drawHistory(points: readonly HistoryPoint[], threshold: number): HistoryDrawing {
  return {
    points: [...points],
    summary: summarise(points, threshold),
    wide: drawFrame(WIDE, points, threshold),
    narrow: drawFrame(NARROW, points, threshold),
  };
}

function drawFrame(frame: Frame, points: readonly HistoryPoint[], threshold: number): ChartDrawing {
  const first = points[0];
  const last = points.at(-1);
  const highest = points.reduce((top, point) => Math.max(top, point.count), 1);
  const showThreshold = threshold <= highest * THRESHOLD_IN_VIEW;
  const y = scaleLinear()
    .domain([0, showThreshold ? Math.max(highest, threshold) : highest])
    .nice(3)
    .range([frame.height - frame.bottom, frame.top]);
  const x = scaleUtc()
    .domain([dateOf(first?.day ?? '2000-01-01'), dateOf(last?.day ?? '2000-01-01')])
    .range([frame.left, frame.width - frame.right]);
  // A history of one day has no width: it stands as a point at the end.
  const xOf = (point: HistoryPoint) => (points.length < 2 ? frame.width - frame.right : x(dateOf(point.day)));
  const series = [...points];
  const ground = frame.height - frame.bottom;
  return {
    width: frame.width,
    height: frame.height,
    area:
      area<HistoryPoint>()
        .x(xOf)
        .y0(ground)
        .y1((point) => y(point.count))
        .digits(1)(series) ?? '',
    line:
      line<HistoryPoint>()
        .x(xOf)
        .y((point) => y(point.count))
        .digits(1)(series) ?? '',
    last: last ? { x: round(xOf(last)), y: round(y(last.count)) } : null,
    left: frame.left,
    right: frame.width - frame.right,
    baseline: ground + 19,
    levels: y
      .ticks(3)
      .filter(Number.isInteger)
      .map((value) => ({ y: round(y(value)), words: formatCount(value) })),
    days: dayMarks(frame, points, xOf),
    threshold: showThreshold ? { y: round(y(threshold)), words: `${formatCount(threshold)}: a response is due` } : null,
  };
}

function dayMarks(frame: Frame, points: readonly HistoryPoint[], xOf: (point: HistoryPoint) => number) {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [];
  const count = Math.min(frame.days, points.length);
  if (count < 2) return [{ x: frame.width - frame.right, anchor: 'end' as const, words: dayWords(last.day) }];
  return Array.from({ length: count }, (_, i) => {
    const point = points[Math.round((i * (points.length - 1)) / (count - 1))] ?? last;
    const anchor = i === 0 ? ('start' as const) : i === count - 1 ? ('end' as const) : ('middle' as const);
    return { x: round(xOf(point)), anchor, words: dayWords(point.day) };
  });
}

function summarise(points: readonly HistoryPoint[], threshold: number): string {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return 'Nothing has been counted yet.';
  const now = `${plural(last.count, 'signature')} on ${formatDay(last.day)}`;
  const due =
    last.count >= threshold
      ? `A response was due at ${formatCount(threshold)}.`
      : `A response is due at ${formatCount(threshold)}.`;
  if (first === last) return `${now}. ${due}`;
  const course = last.count > first.count ? 'up from' : last.count < first.count ? 'down from' : 'as many as the';
  return `${now}, ${course} ${formatCount(first.count)} on ${formatDay(first.day)}. ${due}`;
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
