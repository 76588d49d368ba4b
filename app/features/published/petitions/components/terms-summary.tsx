import { formatCount } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { askedOf, massWords, type PetitionTerms } from '../petition-terms';

export interface TermsSummaryProps {
  terms: PetitionTerms;
  minimum: number;
}

/** How a petition will run, as its author checks it before it is sent in. */
export function TermsSummary({ terms: { criticalMass, askedUnit, sponsorsWanted }, minimum }: TermsSummaryProps) {
  const sponsors =
    sponsorsWanted === 0
      ? 'None: it goes to the moderators at once.'
      : `${formatCount(sponsorsWanted)}, by a link that only you have. Then it goes to the moderators.`;
  return (
    <Facts
      stacked
      facts={[
        { term: 'Asks', detail: askedOf(askedUnit) },
        { term: 'Counting', detail: massWords(criticalMass, minimum) },
        { term: 'Sponsors', detail: sponsors },
      ]}
    />
  );
}
