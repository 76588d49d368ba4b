import type { ReactNode } from 'react';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Stack } from '~/ui/page';
import { Tag } from '~/ui/tag';
import { statementKindWords } from '../../statements/statement-words';
import { revisionPath } from '../contradiction';
import type { Contradiction, Said } from '../contradictions.queries.server';

export interface ContradictionListProps {
  contradictions: readonly Contradiction[];
  today: string;
  /** What its organizer can do with one that stands. */
  act?: (contradiction: Contradiction) => ReactNode;
}

/** Statements that an organizer says contradict each other, word for word, the earlier one first. */
export function ContradictionList({ contradictions, today, act }: ContradictionListProps) {
  return (
    <ol className="contradictions">
      {contradictions.map((contradiction) => (
        <li
          key={contradiction.id}
          id={`contradiction-${contradiction.id}`}
          className={contradiction.withdrawn ? 'contradictions__withdrawn' : undefined}
        >
          <Stack>
            {contradiction.withdrawn && (
              <div>
                <Tag tone="outline">Taken back</Tag>
              </div>
            )}
            <blockquote className="contradictions__sides">
              <Side said={contradiction.earlier} today={today} />
              <Side said={contradiction.later} today={today} />
            </blockquote>
            <p className="plain-words">{contradiction.words}</p>
            <p className="soft small">
              Linked by {contradiction.organizerName}, who organizes{' '}
              <Link to={`/petitions/${contradiction.petitionId}`}>{contradiction.petitionTitle}</Link>,{' '}
              <DateText day={contradiction.day} now={today} relative="also" />.
            </p>
            {contradiction.withdrawn && (
              <p className="small">
                Taken back by its organizer, <DateText day={contradiction.withdrawn.day} now={today} relative="also" />:{' '}
                <span className="serif">“{contradiction.withdrawn.reason}”</span>
              </p>
            )}
            {contradiction.withdrawn === null && act?.(contradiction)}
          </Stack>
        </li>
      ))}
    </ol>
  );
}

function Side({ said, today }: { said: Said; today: string }) {
  const { kind, revision, quote, day, authorName } = said;
  return (
    <p>
      On{' '}
      <Link to={revisionPath(said)}>
        <DateText day={day} now={today} />
      </Link>
      : <q>{quote}</q>
      {/[.!?…]$/.test(quote) ? '' : '.'}
      <span className="contradictions__where">
        {statementKindWords[kind]}
        {revision > 1 && `, revision ${String(revision)}`}, {authorName}
      </span>
    </p>
  );
}
