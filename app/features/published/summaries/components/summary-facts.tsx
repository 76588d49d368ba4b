import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts, type Fact } from '~/ui/facts';
import { dueWords } from '../../petitions/petition-words';
import type { SummaryFigures } from '../../figures/summary-figures.queries.server';
import { choices } from '../choices';
import { choiceWords } from '../summary-words';

interface SummaryFactsProps {
  readonly figures: SummaryFigures;
  readonly answeredDay: string | null;
  readonly today: string;
}

/** What colleagues said of a summary, in numbers as far as they may be shown, and when leadership must answer. */
export function SummaryFacts({ figures, answeredDay, today }: SummaryFactsProps) {
  const facts: Fact[] = choices.map((choice) => {
    const figure = figures.choices[choice];
    const detail = figure.kind === 'shown' ? formatCount(figure.value) : `fewer than ${formatCount(figure.minimum)}`;
    return { term: choiceWords[choice], detail };
  });
  facts.push({ term: 'Goes to leadership at', detail: formatCount(figures.threshold) });
  if (answeredDay !== null) {
    facts.push({ term: 'Answered', detail: <DateText day={answeredDay} now={today} /> });
  } else if (figures.dueDay !== null) {
    const { tone, words } = dueWords(figures.dueDay, today);
    facts.push({ term: 'Response', detail: words, late: tone === 'late' });
  }
  return <Facts facts={facts} />;
}
