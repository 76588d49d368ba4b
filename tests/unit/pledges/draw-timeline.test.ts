import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawTimeline } from '~/features/published/pledges/draw-timeline.server';
import { isFinal, isOverdue, pledgeStatuses } from '~/features/published/pledges/pledge';
import type { TimelineFrame, TimelinePledge } from '~/features/published/pledges/pledge-timeline';
import { addDays } from '~/platform/clock';

const today = '2026-11-23';
const pledge: TimelinePledge = {
  id: 'a',
  text: 'The logger is switched off.',
  madeDay: '2026-05-04',
  dueDay: '2026-12-31',
  firstDueDay: '2026-12-31',
  endedDay: null,
  status: 'in-progress',
  milestones: [{ text: 'Pilot', day: '2026-06-01' }],
};

const somePledge = fc
  .record({
    status: fc.constantFrom(...pledgeStatuses),
    made: fc.integer({ min: 0, max: 900 }),
    lasts: fc.integer({ min: 0, max: 1800 }),
    moved: fc.integer({ min: 0, max: 200 }),
    ended: fc.integer({ min: 0, max: 900 }),
    text: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
    milestones: fc.array(fc.integer({ min: 0, max: 1800 }), { maxLength: 10 }),
  })
  .map(({ status, made, lasts, moved, ended, text, milestones }): TimelinePledge => {
    const madeDay = addDays(today, -made);
    const dueDay = addDays(madeDay, lasts);
    return {
      ...{ id: 'a', text, madeDay, dueDay, status },
      firstDueDay: addDays(dueDay, -Math.min(moved, lasts)),
      endedDay: isFinal(status) ? addDays(today, -Math.min(ended, made)) : null,
      milestones: milestones.map((day, number) => ({
        text: `Step ${String(number)}`,
        day: addDays(madeDay, Math.min(day, lasts)),
      })),
    };
  });
const pledges = fc.array(somePledge, { minLength: 1, maxLength: 20 });

function placesOf({ rows, todayX, ticks }: TimelineFrame): number[] {
  const inRows = rows.flatMap((row) => [
    ...[row.madeX, row.dueX, row.goneX, row.firstDueX ?? row.dueX, row.lateX ?? row.dueX],
    ...[row.end?.x ?? row.dueX, ...row.milestones],
  ]);
  return [todayX, ...ticks.map(({ x }) => x), ...inRows];
}

describe('the timeline', () => {
  test('keeps everything inside its frame, for any pledges, and says what the calendar says', () => {
    fc.assert(
      fc.property(pledges, (many) => {
        const { wide, narrow } = drawTimeline(many, today);
        for (const frame of [wide, narrow]) {
          expect(placesOf(frame).filter((place) => !(place >= 0 && place <= frame.width))).toEqual([]);
          expect(frame.rows).toHaveLength(many.length);
          frame.rows.forEach((row, index) => {
            const drawn = many[index] ?? pledge;
            expect(row.y).toBeGreaterThan(frame.top);
            expect(row.y).toBeLessThan(frame.bottom);
            expect(row.lateX !== null).toBe(isOverdue(drawn, today));
            expect(row.end?.status ?? null).toBe(isFinal(drawn.status) ? drawn.status : null);
            expect(row.madeX).toBeLessThanOrEqual(row.goneX);
            expect(Array.from(row.label).length).toBeLessThanOrEqual(frame === wide ? 96 : 46);
            expect(row.label).not.toMatch(/\p{Surrogate}/u);
          });
        }
      }),
      { numRuns: 50 },
    );
  });

  test('writes no day over another', () => {
    fc.assert(
      fc.property(pledges, (many) => {
        for (const { ticks } of Object.values(drawTimeline(many, today)).slice(0, 2) as TimelineFrame[]) {
          const spans = ticks.map(({ x, words, anchor }) => {
            const width = words.length * 7;
            const left = x - { start: 0, middle: width / 2, end: width }[anchor];
            return [left, left + width] as const;
          });
          spans.slice(1).forEach(([left], index) => {
            expect(left).toBeGreaterThanOrEqual(spans[index]?.[1] ?? -Infinity);
          });
        }
      }),
    );
  });

  test('draws an open pledge up to today, an overdue one beyond its day, one that is over up to its end', () => {
    const [open] = drawTimeline([pledge], today).wide.rows;
    expect(open?.goneX).toBeLessThan(open?.dueX ?? 0);
    expect([open?.lateX, open?.end, open?.firstDueX]).toEqual([null, null, null]);
    const { wide } = drawTimeline([{ ...pledge, dueDay: '2026-11-11', firstDueDay: '2026-10-01' }], today);
    const [late] = wide.rows;
    expect(late?.lateX).toBe(wide.todayX);
    expect(late?.goneX).toBe(late?.dueX);
    expect(late?.firstDueX).toBeLessThan(late?.dueX ?? 0);
    const [kept] = drawTimeline([{ ...pledge, status: 'kept', endedDay: '2026-09-01' }], today).wide.rows;
    expect(kept?.end).toEqual({ x: kept?.goneX, status: 'kept' });
  });

  test('is drawn where everything is on one day', () => {
    const day = { ...pledge, madeDay: today, dueDay: today, firstDueDay: today, milestones: [] };
    for (const place of placesOf(drawTimeline([day], today).narrow)) expect(Number.isFinite(place)).toBe(true);
  });

  test('says itself in a sentence, what was kept before what was broken', () => {
    const others = (status: TimelinePledge['status'], endedDay: string | null) => ({ ...pledge, status, endedDay });
    expect(drawTimeline([pledge], today).summary).toBe('In progress, due in 38 days.');
    const many = [pledge, others('broken', '2026-11-01'), others('kept', '2026-11-01'), others('kept', '2026-11-02')];
    const late = { ...pledge, status: 'not-started' as const, dueDay: '2026-11-01' };
    expect(drawTimeline([...many, late, late], today).summary).toBe(
      '6 pledges: 2 not started, 1 in progress, 2 kept, 1 broken. 2 are overdue. The next is due on 31 December.',
    );
  });
});
