import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { comparePetitions, type ComparedWords } from '~/features/published/petitions/compare-petitions';
import { clockWords, moderationRecordWords } from '~/features/published/petitions/moderation-words';

const textOf = (words: readonly ComparedWords[] | null) => words?.map(({ text }) => text).join('') ?? null;
const marked = (words: readonly ComparedWords[] | null) =>
  words?.filter(({ own }) => own).map(({ text }) => text.trim());

describe('two petitions side by side', () => {
  const lines = comparePetitions(
    {
      title: 'Stop recording our keystrokes and screens',
      demands: ['Publish who can read the recordings.', 'Give everybody a chair that fits.'],
    },
    {
      title: 'Stop recording our keystrokes and calls',
      demands: ['Pay for the train.', 'Publish who could read the recordings.'],
    },
  );

  test('mark what only one of them says, and nothing else', () => {
    expect(lines[0]).toMatchObject({ what: 'Title' });
    expect(marked(lines[0]?.here ?? null)).toEqual(['screens']);
    expect(marked(lines[0]?.there ?? null)).toEqual(['calls']);
  });

  test('stand each demand beside the one that it is most like, in whatever order they are', () => {
    expect(lines.map(({ what, here, there }) => [what, textOf(here), textOf(there)]).slice(1)).toEqual([
      ['Demand 1', 'Publish who can read the recordings.', 'Publish who could read the recordings.'],
      ['Demand 2', 'Give everybody a chair that fits.', null],
      ['Their demand 1', null, 'Pay for the train.'],
    ]);
    expect(marked(lines[1]?.there ?? null)).toEqual(['could']);
  });

  test('stand what asks for much the same in other words beside each other, and mark nothing there', () => {
    const [, demand] = comparePetitions(
      { title: 'x', demands: ['Announce every new camera a month before it is switched on.'] },
      { title: 'y', demands: ['Announce every new monitoring tool to all staff four weeks before it starts.'] },
    );
    expect(textOf(demand?.there ?? null)).toContain('monitoring tool');
    expect([marked(demand?.here ?? null), marked(demand?.there ?? null)]).toEqual([[], []]);
  });

  test('lose no word and stand no demand twice, whatever they say', () => {
    const words = fc.array(fc.constantFrom('stop', 'the', 'recording', 'now', 'pay', 'train'), {
      minLength: 1,
      maxLength: 6,
    });
    const line = words.map((each) => each.join(' '));
    const petition = fc.record({ title: line, demands: fc.uniqueArray(line, { minLength: 1, maxLength: 5 }) });
    fc.assert(
      fc.property(petition, petition, (here, there) => {
        const compared = comparePetitions(here, there);
        const column = (side: 'here' | 'there') => compared.flatMap((each) => textOf(each[side]) ?? []).sort();
        expect(column('here')).toEqual([here.title, ...here.demands].sort());
        expect(column('there')).toEqual([there.title, ...there.demands].sort());
        for (const each of compared) {
          const shared = (words: readonly ComparedWords[] | null) =>
            (words ?? [])
              .filter(({ own }) => !own)
              .map(({ text }) => text)
              .join('')
              .replace(/\s/g, '');
          const isMarked = [each.here, each.there].some((words) => words?.some(({ own }) => own));
          if (isMarked) expect(shared(each.here)).toBe(shared(each.there));
        }
      }),
    );
  });
});

test.each([
  [{ waiting: 0, overdue: 0, decided: 0, inTime: 0 }, 'No petition waits for a moderator.'],
  [{ waiting: 1, overdue: 0, decided: 1, inTime: 1 }, '1 petition waits for a moderator, and not longer than it should. The one decision of the last 365 days was made in time.'], // prettier-ignore
  [{ waiting: 1, overdue: 1, decided: 1, inTime: 0 }, '1 petition waits for a moderator, longer than it should. The one decision of the last 365 days came too late.'], // prettier-ignore
  [{ waiting: 3, overdue: 1, decided: 12, inTime: 12 }, '3 petitions wait for a moderator, 1 of them longer than it should. Of 12 decisions in the last 365 days every one was made in time.'], // prettier-ignore
  [{ waiting: 3, overdue: 2, decided: 1200, inTime: 1 }, '3 petitions wait for a moderator, 2 of them longer than they should. Of 1,200 decisions in the last 365 days 1 was made in time.'], // prettier-ignore
  [{ waiting: 2, overdue: 2, decided: 5, inTime: 0 }, '2 petitions wait for a moderator, all of them longer than they should. Of 5 decisions in the last 365 days none was made in time.'], // prettier-ignore
  [{ waiting: 2, overdue: 0, decided: 5, inTime: 4 }, '2 petitions wait for a moderator, none of them longer than it should. Of 5 decisions in the last 365 days 4 were made in time.'], // prettier-ignore
])('how moderators keep to their clock: %j', (figures, words) => {
  expect(moderationRecordWords(figures)).toBe(words);
});

test.each([
  [3, false, '3 working days left'],
  [1, false, '1 working day left'],
  [0, false, 'Due today'],
  [0, true, 'Overdue'],
  [-1, true, 'Overdue by 1 working day'],
  [-12, true, 'Overdue by 12 working days'],
])('a clock with %i working days left', (left, overdue, words) => {
  expect(clockWords({ left, overdue, dueDay: '2026-05-07' })).toBe(words);
});
