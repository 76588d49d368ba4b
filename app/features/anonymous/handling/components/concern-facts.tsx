import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Facts, type Fact } from '~/ui/facts';
import { Link } from '~/ui/link';
import { closeReasonNames, deadlineWords, stateNames } from '../handling-words';
import { deadlineOf, shutOutOf, type DeskConcern } from '../desk-concern';
import { useDesk } from './desk-context';

/** Where a concern stands, and by when what is due. */
export function ConcernFacts({ concern }: { concern: DeskConcern }) {
  const { today, nameOf, programmes } = useDesk();
  const deadline = deadlineOf(concern, today);
  const day = (value: string) => <DateText day={value} now={today} />;
  const shutOut = [...shutOutOf(concern)];
  const facts: Fact[] = [
    { term: 'State', detail: stateNames[concern.state] },
    ...(concern.closedFor ? [{ term: 'Why', detail: closeReasonNames[concern.closedFor] }] : []),
    ...(deadline ? [{ term: 'Next', detail: deadlineWords(deadline, today), late: deadline.late }] : []),
    { term: 'Came in', detail: day(concern.day) },
    { term: 'Last word', detail: day(concern.lastDay) },
    concern.acknowledgedDay
      ? { term: 'Read', detail: day(concern.acknowledgedDay) }
      : { term: 'Read by', detail: day(concern.acknowledgeBy) },
    concern.answeredDay
      ? { term: 'Answered', detail: day(concern.answeredDay) }
      : { term: 'Answer by', detail: day(concern.answerBy) },
    {
      term: 'Programme',
      detail:
        concern.programme === null ? (
          'Not listed'
        ) : (
          <Link to={`/programmes/${concern.programme}`}>{programmes.get(concern.programme) ?? concern.programme}</Link>
        ),
    },
    { term: 'Looked after by', detail: concern.assignedTo === null ? 'Nobody yet' : nameOf(concern.assignedTo) },
    ...(shutOut.length > 0 ? [{ term: 'Hidden from', detail: shutOut.map(nameOf).join(', ') }] : []),
  ];
  return (
    <Card title="Where it stands">
      <Facts facts={facts} />
    </Card>
  );
}
