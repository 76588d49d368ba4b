import { Section } from '~/ui/page';
import type { Contradiction } from '../contradictions.queries.server';
import { ContradictionList } from './contradiction-list';

/** What organizers say contradicts what; nothing where nobody says so. */
export function ContradictionSection({
  contradictions,
  today,
}: {
  contradictions: readonly Contradiction[];
  today: string;
}) {
  if (contradictions.length === 0) return null;
  return (
    <Section title="Said to contradict each other" id="contradictions">
      <ContradictionList contradictions={contradictions} today={today} />
    </Section>
  );
}
