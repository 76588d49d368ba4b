import type { ReactNode } from 'react';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Timeline, type TimelineEntry } from '~/ui/timeline';
import { programmeEvents, type ProgrammeEvent, type TimelineRevision } from '../programme-events';
import { reviewStateWords, stateWords } from '../programme';
import { partLabels } from '../programme-fields';

/** Everything that happened to a programme, newest first. What was said of it stands beside what happened with it. */
export function ProgrammeTimeline({
  programmeId,
  revisions,
  today,
}: {
  programmeId: string;
  revisions: readonly TimelineRevision[];
  today: string;
}) {
  const entries = programmeEvents(revisions).map((event, index): TimelineEntry => ({
    key: String(index),
    when: <DateText day={event.day} now={today} relative="also" />,
    what: <Event event={event} programmeId={programmeId} />,
    kind: event.day > today ? 'ahead' : undefined,
  }));
  return <Timeline entries={entries} />;
}

function Event({ event, programmeId }: { event: ProgrammeEvent; programmeId: string }): ReactNode {
  switch (event.kind) {
    case 'since':
      return <p>Collecting begins.</p>;
    case 'review':
      return <p>{`${partLabels[event.field]}: ${reviewStateWords[event.state].toLowerCase()}.`}</p>;
    case 'incident':
      return (
        <Stack gap="tight">
          <p>
            <strong>Incident</strong>
          </p>
          <p className="plain-words">{event.text}</p>
        </Stack>
      );
    case 'revision':
      return (
        <Stack gap="tight">
          <p>
            {event.state !== null && <strong>{`${stateWords[event.state]}. `}</strong>}
            <a href={`/programmes/${programmeId}/changes#revision-${String(event.revision)}`}>
              {event.revision === 1 ? 'Entered into the register' : `Revision ${String(event.revision)}`}
            </a>
            {`, by ${event.author}.`}
          </p>
          <blockquote className="serif plain-words">“{event.reason}”</blockquote>
        </Stack>
      );
  }
}
