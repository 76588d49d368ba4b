import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Table, type Column } from '~/ui/table';
import type { OpenSession } from '../session.queries.server';

export interface SessionListProps {
  sessions: readonly OpenSession[];
  /** The session that looks. */
  current: string;
  /** Today. */
  now: string;
}

/** Where somebody is signed in: that is all that is known of a session, so that is all there is to see. */
export function SessionList({ sessions, current, now }: SessionListProps) {
  const columns: Column<OpenSession>[] = [
    {
      key: 'where',
      header: 'Where',
      cell: ({ idHash }) => (idHash === current ? 'This browser' : `Another browser (${idHash.slice(0, 6)})`),
    },
    {
      key: 'until',
      header: 'Signed in until the end of',
      cell: ({ lastDay }) => <DateText day={lastDay} now={now} relative="also" />,
    },
    {
      key: 'end',
      header: 'End it',
      cell: ({ idHash }) => (
        <form method="post">
          <input type="hidden" name="intent" value="end-session" />
          <input type="hidden" name="session" value={idHash} />
          <Button tone="secondary" small aria-label={`Sign out ${idHash === current ? 'here' : idHash.slice(0, 6)}`}>
            Sign out
          </Button>
        </form>
      ),
    },
  ];
  return (
    <Table caption="Your sessions" captionHidden columns={columns} rows={sessions} rowKey={(each) => each.idHash} />
  );
}
