import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concernRelease, type ConcernCounts, type ConcernRelease } from '~/features/published/figures/concern-releases';

const counts = (received: number, answered = 0, inTime = 0, medianDays: number | null = 5): ConcernCounts => ({
  ...{ received, answered, inTime },
  medianDays,
});
const release = (now: ConcernCounts, earlier: readonly ConcernRelease[] = []) => concernRelease(now, 10, earlier);

describe('what is told of the concerns about a programme', () => {
  test('nothing below the minimum', () => {
    expect(release(counts(9, 9, 9))).toBeNull();
    expect(release(counts(10))).toEqual({ received: 10, answered: null, inTime: null, medianDays: null });
  });

  test('answers where those not answered are none or enough, and the median with them', () => {
    expect(release(counts(20, 11))).toMatchObject({ received: 20, answered: null });
    expect(release(counts(20, 10))).toMatchObject({ received: 20, answered: 10, inTime: null, medianDays: 5 });
    expect(release(counts(20, 20, 20))).toMatchObject({ answered: 20, inTime: 20 });
    expect(release(counts(20, 20, 19))).toMatchObject({ answered: 20, inTime: null });
    expect(release(counts(40, 30, 20))).toMatchObject({ answered: 30, inTime: 20 });
  });

  test('a new number only where it is far enough from every one before; answers with the number they are part of', () => {
    const first = { received: 20, answered: 10, inTime: null, medianDays: 5 };
    expect(release(counts(29, 10), [first])).toBeNull();
    expect(release(counts(29, 29), [first])).toBeNull();
    expect(release(counts(30, 10), [first])).toEqual({ received: 30, answered: null, inTime: null, medianDays: null });
    expect(release(counts(20, 20, 20), [first])).toEqual({ received: 20, answered: 20, inTime: 20, medianDays: 5 });
    expect(release(counts(20, 10), [first])).toBeNull();
  });
});

/** Counts that only grow, each part within the one before. */
const history = fc
  .array(fc.record({ received: fc.nat(25), answered: fc.nat(25), inTime: fc.nat(25) }), { minLength: 1, maxLength: 12 })
  .map((steps) => {
    const now = { received: 0, answered: 0, inTime: 0 };
    return steps.map((step) => {
      now.received += step.received;
      const answers = Math.min(step.answered, now.received - now.answered);
      now.answered += answers;
      now.inTime += Math.min(step.inTime, answers);
      return counts(now.received, now.answered, now.inTime);
    });
  });

test('no number, no complement and no difference over time is below the minimum', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 2, max: 12 }), (days, minimum) => {
      const releases: ConcernRelease[] = [];
      for (const day of days) {
        const told = concernRelease(day, minimum, releases);
        if (told) releases.push(told);
        // What is told is true.
        for (const name of ['received', 'answered', 'inTime'] as const) {
          if (told && told[name] !== null) expect(told[name]).toBe(day[name]);
        }
        if (told?.medianDays != null) expect(told.answered).not.toBeNull();
      }
      const safe = (count: number) => count === 0 || Math.abs(count) >= minimum;
      const parts = releases.map(({ received, answered, inTime }) => ({
        received,
        answered,
        inTime,
        unanswered: received === null || answered === null ? null : received - answered,
        late: answered === null || inTime === null ? null : answered - inTime,
      }));
      for (const [index, part] of parts.entries()) {
        for (const name of ['received', 'answered', 'inTime', 'unanswered', 'late'] as const) {
          const value = part[name];
          if (value === null) continue;
          expect(safe(value), `${name} ${String(value)}`).toBe(true);
          for (const before of parts.slice(0, index)) {
            const earlier = before[name];
            if (earlier !== null) expect(safe(value - earlier), `${name} since`).toBe(true);
          }
        }
        // Of which total a part is one is always told beside it.
        if (part.answered !== null) expect(part.received).not.toBeNull();
        if (part.inTime !== null) expect(part.answered).not.toBeNull();
      }
    }),
    { numRuns: 2_000 },
  );
});
