import { Section } from '~/ui/page';
import type { Clarification } from '../clarification';
import { ClarificationList } from './clarification-list';

interface ClarificationSectionProps {
  readonly clarifications: readonly Clarification[];
  readonly organizerName: string;
  /** On the company's calendar. */
  readonly today: string;
}

/** What leadership asked the organizer, on the petition's page. Nothing where nothing was asked. */
export function ClarificationSection(props: ClarificationSectionProps) {
  if (props.clarifications.length === 0) return null;
  return (
    <Section title="Leadership asked the organizer" id="questions-to-the-organizer">
      <ClarificationList {...props} />
    </Section>
  );
}
