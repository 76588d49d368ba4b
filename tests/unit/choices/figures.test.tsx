import fc from 'fast-check';
import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test, vi } from 'vitest';
import { verdictWords } from '~/features/published/choices/choice-words';
import { choicesOf } from '~/features/published/choices/choice';
import { VerdictFigures } from '~/features/published/choices/components/verdict-figures';
import { WitnessFigures } from '~/features/published/choices/components/witness-figures';
import { saidTogether, shownChoices } from '~/features/published/choices/shown-choices';
import type { ChoiceFigures } from '~/features/published/figures/choice-figures.queries.server';
import { SeriesChart } from '~/ui/series-chart';
import { drawSeries, type SeriesInput } from '~/ui/series-chart.server';
import { shareOf } from '~/ui/share-table';

// There is no router around what is drawn here.
vi.mock('~/ui/link', () => ({
  Link: ({ to, children }: { to: string; children: ReactNode }) => <a href={to}>{children}</a>,
}));

const shown = (value: number) => ({ kind: 'shown' as const, value });
const figures = (counts: Record<string, number>): ChoiceFigures => ({
  total: shown(Object.values(counts).reduce((sum, count) => sum + count, 0)),
  choices: Object.fromEntries(Object.entries(counts).map(([choice, count]) => [choice, shown(count)])),
});
const withheld: ChoiceFigures = {
  total: { kind: 'withheld', minimum: 10 },
  choices: { answered: { kind: 'withheld', minimum: 10 } },
};
const render = (page: ReactElement) => renderToStaticMarkup(page);
const text = (markup: string) => markup.replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ');

describe('verdicts beside an answer', () => {
  const path = '/petitions/p/judge/2';

  test('are a table with bars, and a sentence; the words are in the order of the choices', () => {
    const markup = render(
      <VerdictFigures
        demand={2}
        minimum={10}
        judgePath={path}
        figures={figures({ answered: 12, partly: 6, not: 24 })}
      />,
    );
    expect(Object.keys(verdictWords)).toEqual(choicesOf.verdict);
    expect(text(markup)).toContain('It answers the demand 12 29 %');
    expect(text(markup)).toContain('It does not answer it 24 57 %');
    expect(text(markup)).toContain(
      'Of 42 employees who judged this answer, 12 say “It answers the demand”, 6 “It answers it in part” and 24 “It does not answer it”.',
    );
    expect(markup).toContain(`href="${path}"`);
    expect([...markup.matchAll(/class="bar__part" width="([\d.]+)"/g)].map(([, width]) => Number(width))).toEqual([
      28.6, 14.3, 57.1,
    ]);
  });

  test('are words alone while they are withheld: not a digit of any choice', () => {
    const markup = render(<VerdictFigures demand={2} minimum={10} judgePath={path} figures={withheld} />);
    expect(text(markup)).toContain('Fewer than 10 employees have judged this answer');
    expect(markup).not.toContain('<table');
    expect(shownChoices(withheld, verdictWords)).toBeNull();
    expect(shownChoices(undefined, verdictWords)).toBeNull();
    expect(render(<VerdictFigures demand={2} minimum={10} judgePath={null} figures={withheld} />)).toBe('');
  });

  test('say it right of one', () => {
    expect(saidTogether([{ label: 'A', count: 1 }, { label: 'B', count: 0 }], 'saw it')).toBe(
      'Of 1 employee who saw it, 1 says “A” and 0 “B”.',
    ); // prettier-ignore
  });
});

const day = (after: number) => new Date(Date.parse('2026-06-01') + after * 86_400_000).toISOString().slice(0, 10);
const inputs: fc.Arbitrary<SeriesInput> = fc
  .record({
    steps: fc.array(
      fc.record({ gap: fc.integer({ min: 1, max: 40 }), counts: fc.tuple(fc.nat(100_000), fc.nat(100_000)) }),
      { minLength: 1, maxLength: 30 },
    ),
    marks: fc.array(fc.integer({ min: -50, max: 1300 }), { maxLength: 4 }),
    after: fc.nat(50),
  })
  .map(({ steps, marks, after }) => {
    let at = 0;
    const points = steps.map(({ gap, counts }) => ({ day: day((at += gap)), counts: [...counts] }));
    const said = [...marks].sort((a, b) => a - b).map((each) => ({ day: day(each), words: 'Kept' }));
    return { labels: ['Stopped', 'Running'], points, marks: said, speaker: 'Leadership says', today: day(at + after) };
  });

describe('a picture of counts over time', () => {
  test('stays inside its frame, and draws nothing that is no number', () => {
    fc.assert(
      fc.property(inputs, (input) => {
        const drawing = drawSeries(input);
        for (const frame of [drawing.wide, drawing.narrow]) {
          expect(frame.lines).toHaveLength(2);
          expect(frame.lines.join()).not.toMatch(/NaN|Infinity|undefined/);
          for (const [, x, y] of frame.lines.join().matchAll(/([\d.]+),([\d.]+)/g)) {
            expect(Number(x)).toBeGreaterThanOrEqual(frame.left);
            expect(Number(x)).toBeLessThanOrEqual(frame.right);
            expect(Number(y)).toBeGreaterThanOrEqual(0);
            expect(Number(y)).toBeLessThanOrEqual(frame.ground);
          }
          for (const { x } of frame.marks) {
            expect(x).toBeGreaterThanOrEqual(frame.left);
            expect(x).toBeLessThanOrEqual(frame.right);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  test('has a table with every day, newest first, and leadership’s word as it stood then', () => {
    const input: SeriesInput = {
      labels: ['I see it stopped', 'I still see it running'],
      points: [
        { day: '2026-06-01', counts: [2, 9] },
        { day: '2026-06-09', counts: [12, 1_400] },
      ],
      marks: [{ day: '2026-06-05', words: 'Kept' }],
      speaker: 'Leadership says',
      today: '2026-06-20',
    };
    const markup = render(<SeriesChart title="What employees see, by day" drawing={drawSeries(input)} />);
    const table = text(markup.slice(markup.indexOf('<tbody')));
    expect(table).toMatch(/9 June 2026 12 1,400 Kept .*1 June 2026 2 9 /);
    expect(text(markup)).toContain('On 9 June 2026: 12 “I see it stopped” and 1,400 “I still see it running”.');
    expect([...markup.matchAll(/role="img"/g)]).toHaveLength(2);
  });

  test('shows a single day as lines all over', () => {
    const { wide } = drawSeries({ ...{ labels: ['a', 'b'], marks: [], speaker: '', today: '2026-06-01' }, points: [{ day: '2026-06-01', counts: [3, 4] }] }); // prettier-ignore
    expect(wide.lines[0]).toMatch(new RegExp(`^M${wide.left},.*${wide.right},`));
  });
});

describe('field witnesses beside leadership’s word', () => {
  const page = (changes: Partial<Parameters<typeof WitnessFigures>[0]> = {}) =>
    render(
      <WitnessFigures
        {...{ witnessed: 'stops', leadershipSays: <p>Kept</p>, drawing: null, units: [], minimum: 10 }}
        {...{ figures: figures({ done: 30, 'not-done': 12 }), today: '2026-06-20' }}
        {...changes}
      />,
    );

  test('show both, with the words that fit what was to be seen', () => {
    expect(text(page())).toMatch(/Leadership says Kept Employees see/);
    expect(text(page())).toContain('Of 42 employees who said what they see, 30 say “I see it stopped” and 12 “I still see it running”.'); // prettier-ignore
    expect(text(page({ witnessed: 'is-there' }))).toContain('30 say “I see it done” and 12 “I do not see it”');
  });

  test('show units only where there are any, and nothing below the minimum', () => {
    expect(page()).not.toContain('By unit');
    const units = [{ unit: 'Acme / Support', day: '2026-06-09', done: 10, notDone: 5 }];
    expect(text(page({ units }))).toMatch(/Acme \/ Support 10 67 % 5 9 June/);
    expect(text(page({ figures: withheld }))).toContain('Fewer than 10 employees have said what they see');
  });
});

test('a share of nothing is nothing', () => {
  expect(shareOf(0, 0)).toBe(0);
});
