import type { Corroboration } from '~/crypto/semaphore/statement';
import { plural } from '~/ui/count';
import { dueWords, type StandingWords } from '../petitions/petition-words';
import type { SummaryFigures } from '../figures/summary-figures.queries.server';
import { bearingOut } from './choices';

export const choiceWords: Readonly<Record<Corroboration, string>> = {
  'me-too': 'Me too',
  'saw-it': 'I saw it',
  contradicts: 'This contradicts what I know',
};

export const choiceHints: Readonly<Record<Corroboration, string>> = {
  'me-too': 'It happened to me as well.',
  'saw-it': 'I know of it, though it did not happen to me.',
  contradicts: 'What I know is otherwise.',
};

/** How many bear a summary out, as far as it is shown; null while nothing is. */
export function bornOutBy(figures: SummaryFigures | null): number | null {
  const shown = bearingOut.flatMap((choice) => {
    const figure = figures?.choices[choice];
    return figure?.kind === 'shown' ? [figure.value] : [];
  });
  return shown.length === 0 ? null : shown.reduce((sum, value) => sum + value, 0);
}

/** Where a summary stands, in one line. */
export function summaryStanding(
  { figures, answeredDay }: { readonly figures: SummaryFigures | null; readonly answeredDay: string | null },
  today: string,
): StandingWords {
  if (answeredDay !== null) return { tone: 'over', words: 'Answered by leadership' };
  if (figures?.dueDay) return dueWords(figures.dueDay, today);
  const count = bornOutBy(figures);
  return { tone: 'on', words: count === null ? 'Not counted yet' : `Borne out by ${plural(count, 'colleague')}` };
}
