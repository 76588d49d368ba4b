import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { StateDot } from '~/ui/tag';
import type { PledgeInList } from '../pledges.queries.server';
import { pledgeStanding } from '../pledge-words';
import { Key } from './pledge-timeline';

export interface PledgeListProps {
  pledges: readonly PledgeInList[];
  /** The company's day. */
  today: string;
  headingLevel?: 2 | 3;
  /** Where a pledge leads; its public page unless told otherwise. */
  to?: (id: string) => string;
  /** Says in whose response each was made; not on the petition's own page. */
  petitions?: boolean;
}

/** Pledges one below the other: what is promised, where it stands, who answers for it and until when. */
export function PledgeList({
  pledges,
  today,
  headingLevel,
  to = (id) => `/pledges/${id}`,
  petitions = true,
}: PledgeListProps) {
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <ul className="pledge-list">
      {pledges.map((pledge) => {
        const { id, document, petition, dueDay, firstDueDay, endedDay, status } = pledge;
        const { tone, words } = pledgeStanding(pledge, today);
        return (
          <li key={id}>
            <Heading className="pledge-list__text">
              <Link to={to(id)}>{document.text}</Link>
            </Heading>
            <p className="pledge-list__state">
              {endedDay === null ? (
                <StateDot state={tone}>{words}</StateDot>
              ) : (
                <>
                  <Key status={status} />
                  <span>{words}</span>
                </>
              )}
            </p>
            <p className="soft small">
              {document.ownerName}, {document.unit}. Due on <DateText day={dueDay} now={today} />
              {firstDueDay !== dueDay && (
                <>
                  , first promised for <DateText day={firstDueDay} now={today} />
                </>
              )}
              .
              {petitions && (
                <>
                  {' '}
                  In the response to <Link to={`/petitions/${petition.id}#response`}>{petition.title}</Link>.
                </>
              )}
            </p>
          </li>
        );
      })}
    </ul>
  );
}
