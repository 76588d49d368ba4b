import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { AboutProgrammeLink } from '../../programmes/components/about-programme';
import { RevisedLink } from '../../statements/components/revised-link';
import { isOverdue } from '../pledge';
import type { PledgeInList } from '../pledges.queries.server';
import { statusWords } from '../pledge-words';
import { DueText } from './pledge-timeline';

/** A pledge in short: leadership's own word, the owner, the day and the one first promised, and how often it was changed. */
export function PledgeFacts({ pledge, today }: { pledge: PledgeInList; today: string }) {
  const { id, document, leaderId, day, dueDay, status, revision, revisedDay, about } = pledge;
  return (
    <Facts
      stacked
      facts={[
        { term: 'Leadership says', detail: statusWords[status] },
        { term: 'Due', detail: <DueText {...pledge} today={today} />, late: isOverdue({ status, dueDay }, today) },
        {
          term: 'Answers for it',
          detail: (
            <>
              <Link to={`/answers/leaders/${leaderId}`}>{document.ownerName}</Link>, {document.unit}
            </>
          ),
        },
        { term: 'Promised', detail: <DateText day={day} now={today} /> },
        {
          term: 'What it said before',
          detail: (
            <>
              <RevisedLink kind="pledge" id={id} revision={revision} />
              {revision > 1 && (
                <>
                  , last on <DateText day={revisedDay} now={today} />
                </>
              )}
            </>
          ),
        },
        ...(about ? [{ term: 'About', detail: <AboutProgrammeLink about={about} /> }] : []),
      ]}
    />
  );
}
