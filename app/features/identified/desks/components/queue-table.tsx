import { moderationReason, type RecordedAct } from '~/features/published/petitions/moderation';
import type { PastDecision } from '~/features/published/petitions/moderation.queries.server';
import { clockWords } from '~/features/published/petitions/moderation-words';
import { startedBy } from '~/features/published/petitions/petition-words';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Table } from '~/ui/table';
import { Tag } from '~/ui/tag';
import { conflictWords } from '../moderation-conflict';
import type { QueuedPetition } from '../moderation-queue.queries.server';

/** What waits for a moderator, most pressing first, with who may not decide and why. */
export function QueueTable({ queue, today }: { queue: readonly QueuedPetition[]; today: string }) {
  return (
    <Table
      caption="Petitions that wait, most pressing first"
      rows={queue}
      rowKey={({ id }) => id}
      isLate={({ overdue }) => overdue}
      columns={[
        {
          key: 'title',
          header: 'Petition',
          cell: ({ id, title, state }) => (
            <>
              <Link to={`/in/desk/moderation/${id}`}>{title}</Link> {state === 'appealed' && <Tag>Appeal</Tag>}
            </>
          ),
        },
        { key: 'who', header: 'Started by', cell: startedBy },
        {
          key: 'since',
          header: 'Waits since',
          cell: ({ sinceDay }) => <DateText day={sinceDay} now={today} relative="also" />,
        },
        {
          key: 'due',
          header: 'To be decided by',
          cell: (row) => (
            <span>
              <DateText day={row.dueDay} now={today} weekday />{' '}
              <span className={row.overdue ? 'late' : 'soft'}>({clockWords(row)})</span>
            </span>
          ),
        },
        { key: 'decides', header: 'Who decides', cell: decidedBy },
      ]}
    />
  );
}

function decidedBy({ conflict, deciders }: QueuedPetition) {
  if (deciders === 0) return <span className="late">Nobody: every moderator has a side in it</span>;
  if (conflict !== null) return <span className="soft">{conflictWords[conflict].short}</span>;
  return deciders === 1 ? 'You alone' : 'You, or another moderator';
}

const actWords: Readonly<Record<RecordedAct, string>> = {
  accept: 'Accepted',
  'send-back': 'Sent back',
  reject: 'Rejected',
  appeal: 'Appealed',
  grant: 'Accepted on appeal',
  uphold: 'Rejection upheld',
};

/** The latest decisions of all moderators, newest first. */
export function DecisionTable({ decisions, today }: { decisions: readonly PastDecision[]; today: string }) {
  return (
    <Table
      caption="The latest decisions of all moderators"
      captionHidden
      rows={decisions}
      rowKey={({ petitionId, number }) => `${petitionId}:${String(number)}`}
      columns={[
        {
          key: 'title',
          header: 'Petition',
          cell: ({ petitionId, title }) => <Link to={`/in/desk/moderation/${petitionId}`}>{title}</Link>,
        },
        { key: 'act', header: 'Decision', cell: ({ act }) => actWords[act] },
        { key: 'why', header: 'Reason', cell: ({ reasonCode }) => moderationReason(reasonCode)?.words },
        {
          key: 'who',
          header: 'By',
          cell: ({ moderatorName }) => (moderatorName === '' ? 'Its organizer' : moderatorName),
        },
        {
          key: 'day',
          header: 'When',
          cell: ({ day, dueDay }) => (
            <span>
              <DateText day={day} now={today} />
              {dueDay !== null && dueDay < day && <span className="late"> (late)</span>}
            </span>
          ),
        },
      ]}
    />
  );
}
