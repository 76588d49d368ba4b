import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '~/platform/clock';
import {
  closingDays,
  closingDayWhenOpened,
  petitionStates,
  publicStates,
  stateAfter,
  transitions,
  type PetitionEvent,
} from '~/features/published/petitions/petition';

const events = Object.keys(transitions) as PetitionEvent[];
const walk = fc.array(fc.constantFrom(...events), { maxLength: 40 });

describe('the states of a petition', () => {
  test('no walk leaves the table; what lapsed or was archived never moves again, and what was rejected by an appeal alone', () => {
    fc.assert(
      fc.property(fc.constantFrom(...petitionStates), walk, (start, steps) => {
        let state = start;
        for (const step of steps) {
          const next = stateAfter(state, step);
          if (next === null) continue;
          expect(transitions[step].from).toBe(state);
          expect(['lapsed', 'archived']).not.toContain(state);
          if (state === 'rejected') expect(step).toBe('appeal');
          state = next;
        }
        expect(petitionStates).toContain(state);
      }),
    );
  });

  test('nothing opens that was not accepted, and nothing that opened is moderated again', () => {
    fc.assert(
      fc.property(walk, (steps) => {
        let state: (typeof petitionStates)[number] = 'gathering';
        let accepted = false;
        let opened = false;
        for (const step of steps) {
          const next = stateAfter(state, step);
          if (next === null) continue;
          if (opened) expect(['close', 'archive']).toContain(step);
          accepted ||= step === 'accept' || step === 'grant';
          opened ||= next === 'open';
          if (next === 'open') expect(accepted).toBe(true);
          state = next;
        }
      }),
    );
  });

  test('what gathers, lapsed, waits or was sent back is nobody else’s to read', () => {
    expect(petitionStates.filter((state) => !publicStates.some((open) => open === state))).toEqual([
      'gathering',
      'lapsed',
      'waiting',
      'sent-back',
    ]);
  });
});

describe('the closing day', () => {
  test('is 7 to 180 days ahead', () => {
    expect(closingDays('2026-02-25')).toEqual({ first: '2026-03-04', last: '2026-08-24' });
  });

  test('moves back, never forward, so that slow moderation leaves at least a week', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7, max: 180 }), fc.integer({ min: 0, max: 400 }), (ahead, moderated) => {
        const sent = '2026-05-04';
        const chosen = addDays(sent, ahead);
        const opened = addDays(sent, moderated);
        const closes = closingDayWhenOpened(chosen, opened);
        expect(closes >= chosen && closes >= addDays(opened, 7)).toBe(true);
        expect(closes === chosen || closes === addDays(opened, 7)).toBe(true);
      }),
    );
  });
});
