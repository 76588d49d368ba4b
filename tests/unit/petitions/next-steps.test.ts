import { describe, expect, test } from 'vitest';
import { nextSteps, type StepsPetition } from '~/features/published/petitions/next-steps';

const [today, companyDay] = ['2026-06-10', '2026-06-10'];
const shown = (value: number) => ({ kind: 'shown' as const, value });
const figures = (signers: NonNullable<StepsPetition['figures']>['signers'], reached: string | null = null, due: string | null = null) => ({
  ...{ petitionId: 'abc', signers, threshold: 500, reachedDay: reached, dueDay: due },
}); // prettier-ignore
const open: StepsPetition = {
  ...{ id: 'abc', state: 'open', openedDay: '2026-06-01', closesDay: '2026-08-01', closedDay: null, deleted: false },
  ...{ threshold: 500, updates: [], response: null, figures: figures(shown(120)) },
};
const none = { kind: 'none', why: 'too-few-days' } as const;
const titles = (petition: Partial<StepsPetition>, forecast: Parameters<typeof nextSteps>[1]['forecast'] = none) =>
  nextSteps({ ...open, ...petition }, { forecast, today, companyDay }).map(({ title }) => title);
const response = { answeredDay: '2026-06-05' } as NonNullable<StepsPetition['response']>;

describe('what an organizer might do next', () => {
  test('is nothing where nothing presses', () => expect(titles({})).toEqual([]));

  test.each([
    ['below the critical mass', { figures: figures({ kind: 'withheld', minimum: 50 }) }, ['Let colleagues know that it is there']],
    ['without news for two weeks', { openedDay: '2026-05-27' }, ['Write some news']],
    ['a day before that', { openedDay: '2026-05-28' }, []],
    ['with old news', { updates: [{ number: 1, day: '2026-05-27', body: '' }] }, ['Write some news']],
    ['with few missing', { figures: figures(shown(400)) }, ['Say how few are missing']],
    ['with one more missing', { figures: figures(shown(399)) }, []],
    ['shortly before it closes', { closesDay: '2026-06-24' }, ['Hang up posters once more']],
    ['a day before that', { closesDay: '2026-06-25' }, []],
    ['shortly before it closes, with enough', { closesDay: '2026-06-24', figures: figures(shown(500)) }, []],
    ['once it is reached', { figures: figures(shown(500), '2026-06-08', '2026-07-01') }, ['Tell signers that leadership has to answer']],
    ['once it is reached and told', { figures: figures(shown(500), '2026-06-08', '2026-07-01'), updates: [{ number: 1, day: '2026-06-08', body: '' }] }, []],
    ['on the day that the answer is due', { figures: figures(shown(500), '2026-05-08', '2026-06-10'), updates: [{ number: 1, day: '2026-06-08', body: '' }] }, []],
    ['a day later', { figures: figures(shown(500), '2026-05-08', '2026-06-09') }, ['Say that the answer is late']],
    ['once it is answered', { figures: figures(shown(500), '2026-05-08', '2026-06-09'), response }, ['Ask colleagues whether it is an answer']],
    ['after it closed', { state: 'closed' }, ['Hand the pack over']],
    ['after it closed under its critical mass', { state: 'closed', deleted: true }, []],
  ] as [string, Partial<StepsPetition>, string[]][])('%s', (_, petition, expected) => {
    expect(titles(petition)).toEqual(expected);
  }); // prettier-ignore

  test('follows from the forecast', () => {
    expect(titles({}, { kind: 'none', why: 'no-growth' })).toEqual(['Reach people whom it has not reached']);
    expect(titles({}, { kind: 'far', pace: 0.1, days: 14 })).toEqual(['Look for petitions that ask for the same']);
  });

  test('says nothing that is withheld, and leads to each place once', () => {
    const steps = nextSteps(
      {
        ...open,
        openedDay: '2026-05-01',
        closesDay: '2026-06-12',
        figures: figures({ kind: 'withheld', minimum: 50 }),
      },
      { forecast: { kind: 'none', why: 'withheld' }, today, companyDay },
    );
    expect(steps.map(({ why }) => why).join(' ')).not.toMatch(/missing/);
    expect(new Set(steps.map(({ href }) => href)).size).toBe(steps.length);
  });
});
