import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Stack } from '~/ui/page';
import { Table } from '~/ui/table';

export interface ListedOrganizer {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly isYou: boolean;
}

/** Who organizes a petition, and the way out for whoever reads it. */
export function OrganizerList({ organizers }: { organizers: readonly ListedOrganizer[] }) {
  return (
    <Table
      caption="Organizers"
      captionHidden
      rows={organizers}
      rowKey={({ personNumber }) => personNumber}
      columns={[
        {
          key: 'name',
          header: 'Name',
          cell: ({ name, email, isYou }) => <Named name={isYou ? `${name} (you)` : name} email={email} />,
        },
      ]}
    />
  );
}

/** Whom the organizers asked, each with the way to take it back. */
export function InvitedList({
  invited,
  today,
}: {
  invited: readonly { personNumber: string; name: string; email: string; day: string }[];
  today: string;
}) {
  return (
    <Table
      caption="Colleagues who were asked and have not answered"
      rows={invited}
      rowKey={({ personNumber }) => personNumber}
      columns={[
        { key: 'name', header: 'Name', cell: ({ name, email }) => <Named name={name} email={email} /> },
        { key: 'day', header: 'Asked', cell: ({ day }) => <DateText day={day} now={today} /> },
        {
          key: 'act',
          header: 'Take back',
          cell: ({ personNumber, name }) => (
            <form method="post">
              <input type="hidden" name="personNumber" value={personNumber} />
              <Button
                name="act"
                value="take-back"
                tone="secondary"
                small
                aria-label={`Take back what ${name} was asked`}
              >
                Take back
              </Button>
            </form>
          ),
        },
      ]}
    />
  );
}

/** An address is longer than a phone's column is wide: it stands below the name. */
function Named({ name, email }: { name: string; email: string }) {
  return (
    <>
      {name}
      <br />
      <span className="small soft long-name">{email}</span>
    </>
  );
}

/** Leaving a petition to the others: one look before it is done. */
export function LeaveForm({ alone, looked }: { alone: boolean; looked: boolean }) {
  if (alone) {
    return (
      <p>
        You are the only one. To hand the petition over, ask a colleague; once they have joined you can leave it to
        them.
      </p>
    );
  }
  return (
    <form method="post">
      <Stack>
        <p>
          The others go on without you: that is how a petition is handed over. You could come back only if they ask you.
          That you organized it stays public.
        </p>
        {looked ? (
          <Button name="act" value="leave" tone="grave">
            Yes, leave it to the others
          </Button>
        ) : (
          <Button name="act" value="look-at-leaving" tone="secondary">
            Leave this petition
          </Button>
        )}
      </Stack>
    </form>
  );
}
