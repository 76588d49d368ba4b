import { scaleUtc } from 'd3-scale';
import { addDays } from '~/platform/clock';
import { plural } from '~/ui/count';
import { formatDay } from '~/ui/days';
import { isFinal, isOverdue, pledgeStatuses } from './pledge';
import type { PledgeTimeline, TimelineFrame, TimelinePledge, TimelineRow } from './pledge-timeline';
import { pledgeStanding, statusWords } from './pledge-words';

interface Size {
  readonly width: number;
  readonly side: number;
  readonly ticks: number;
  /** Characters of a label that surely fit on its line. */
  readonly letters: number;
}

const wide: Size = { width: 680, side: 12, ticks: 6, letters: 96 };
const narrow: Size = { width: 340, side: 12, ticks: 3, letters: 46 };

/** Of the interface's type at the size of a chart's words, generously. */
const letterWidth = 7.5;

const top = 26;
const rowHeight = 50;
const bottom = 26;

/**
 * Draws pledges in time, once for wide and once for narrow places. Made in loaders, so that the drawing library stays on the
 * server and only numbers travel.
 * @param pledges in the order of the list that they stand in; at least one, @param today the company's day
 */
export function drawTimeline(pledges: readonly TimelinePledge[], today: string): PledgeTimeline {
  return {
    wide: drawFrame(wide, pledges, today),
    narrow: drawFrame(narrow, pledges, today),
    summary: summarise(pledges, today),
    pledges: [...pledges],
  };
}

function drawFrame(size: Size, pledges: readonly TimelinePledge[], today: string): TimelineFrame {
  const days = pledges.flatMap(({ madeDay, dueDay, firstDueDay, endedDay, milestones }) => [
    ...[madeDay, dueDay, firstDueDay, endedDay ?? dueDay],
    ...milestones.map(({ day }) => day),
  ]);
  const sorted = [today, ...days].sort();
  const [first, last] = [sorted[0] ?? today, sorted.at(-1) ?? today];
  // A single day has no width: a week around it has.
  const span = first === last ? [addDays(first, -3), addDays(first, 4)] : [first, last];
  const x = scaleUtc()
    .domain(span.map(dateOf))
    .range([size.side, size.width - size.side]);
  const at = (day: string) => round(x(dateOf(day)));
  const height = top + pledges.length * rowHeight + bottom;
  const anchorAt = (place: number) => anchorOf(place, size);
  return {
    width: size.width,
    height,
    top,
    bottom: height - bottom,
    todayX: at(today),
    todayAnchor: anchorAt(at(today)),
    ticks: apart(
      x.ticks(size.ticks).map((date) => {
        const place = round(x(date));
        return { x: place, words: tickWords(date, span), anchor: anchorAt(place) };
      }),
    ),
    rows: pledges.map((pledge, index) =>
      drawRow(pledge, index, { at, today, letters: size.letters, alone: pledges.length === 1 }),
    ),
  };
}

/** Leaves out what would be written over its neighbour. */
function apart(ticks: TimelineFrame['ticks']): TimelineFrame['ticks'] {
  const kept: TimelineFrame['ticks'][number][] = [];
  let end = -Infinity;
  for (const tick of ticks) {
    const width = tick.words.length * letterWidth;
    const left = tick.x - { start: 0, middle: width / 2, end: width }[tick.anchor];
    if (left < end) continue;
    kept.push(tick);
    end = left + width + letterWidth;
  }
  return kept;
}

function drawRow(
  pledge: TimelinePledge,
  index: number,
  { at, today, letters, alone }: { at: (day: string) => number; today: string; letters: number; alone: boolean },
): TimelineRow {
  const { id, text, madeDay, dueDay, firstDueDay, endedDay, status, milestones } = pledge;
  const start = top + index * rowHeight;
  const number = index + 1;
  return {
    id,
    number,
    label: shortened(alone ? text : `${String(number)}. ${text}`, letters),
    labelY: start + 15,
    y: start + 33,
    madeX: at(madeDay),
    dueX: at(dueDay),
    firstDueX: firstDueDay === dueDay ? null : at(firstDueDay),
    goneX: at(endedDay ?? (today < dueDay ? today : dueDay)),
    lateX: isOverdue({ status, dueDay }, today) ? at(today) : null,
    milestones: milestones.map(({ day }) => at(day)),
    end: endedDay !== null && isFinal(status) ? { x: at(endedDay), status } : null,
  };
}

/** "3 pledges: 1 overdue, 1 in progress, 1 kept. The next is due on 12 March." What is kept and what is broken stand alike. */
function summarise(pledges: readonly TimelinePledge[], today: string): string {
  const [only, second] = pledges;
  if (only && !second) return `${pledgeStanding(only, today).words}.`;
  const late = pledges.filter((pledge) => isOverdue(pledge, today)).length;
  const said = pledgeStatuses.flatMap((status) => {
    const many = pledges.filter((pledge) => pledge.status === status).length;
    return many === 0 ? [] : [`${String(many)} ${statusWords[status].toLowerCase()}`];
  });
  const overdue = late === 0 ? '' : ` ${plural(late, 'is', 'are')} overdue.`;
  const [next] = pledges
    .filter(({ status, dueDay }) => !isFinal(status) && dueDay >= today)
    .map(({ dueDay }) => dueDay)
    .sort();
  const due = next === undefined ? '' : ` The next is due on ${formatDay(next, today)}.`;
  return `${plural(pledges.length, 'pledge')}: ${said.join(', ')}.${overdue}${due}`;
}

function tickWords(date: Date, [first = '', last = '']: readonly string[]): string {
  const day = date.toISOString().slice(0, 10);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  const words = formatDay(day, sameYear ? day : undefined);
  // "1 March 2027" -> "Mar 2027"; within one year "1 March" -> "1 Mar".
  return sameYear ? words.replace(/^(\d+ \w{3})\w*$/, '$1') : words.replace(/^\d+ (\w{3})\w* (\d+)$/, '$1 $2');
}

function anchorOf(place: number, { width, side }: Size): 'start' | 'middle' | 'end' {
  const room = 34;
  if (place < side + room) return 'start';
  return place > width - side - room ? 'end' : 'middle';
}

function shortened(text: string, letters: number): string {
  const characters = Array.from(text);
  return characters.length <= letters
    ? text
    : `${characters
        .slice(0, letters - 1)
        .join('')
        .trimEnd()}…`;
}

const dateOf = (day: string) => new Date(`${day}T00:00:00Z`);
const round = (value: number) => Math.round(value * 10) / 10;
