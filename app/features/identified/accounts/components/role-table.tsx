import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Field } from '~/ui/field';
import { Cluster } from '~/ui/page';
import { Table, type Column } from '~/ui/table';
import type { FoundPerson } from '../find-people.server';
import { grantableRoles, roleWords, type GrantableRole } from '../role';

export interface RoleTableProps {
  caption: string;
  people: readonly FoundPerson[];
  /** Today. */
  now: string;
  /** With a form to grant another role. */
  grants?: boolean;
}

/** People with the roles they hold, each role with a button that withdraws it. */
export function RoleTable({ caption, people, now, grants }: RoleTableProps) {
  const columns: Column<FoundPerson>[] = [
    {
      key: 'name',
      header: 'Person',
      cell: (person) => (
        <>
          {person.name}
          <br />
          <span className="small soft">{`${person.email} · ${person.personNumber} · ${person.unitPath}`}</span>
        </>
      ),
    },
    {
      key: 'roles',
      header: 'Roles',
      cell: (person) => (person.roles.length === 0 ? 'Employee' : <HeldRoles person={person} now={now} />),
    },
  ];
  if (grants) columns.push({ key: 'grant', header: 'Grant a role', cell: (person) => <Grant person={person} /> });
  return <Table caption={caption} captionHidden columns={columns} rows={people} rowKey={(each) => each.personNumber} />;
}

function HeldRoles({ person, now }: { person: FoundPerson; now: string }) {
  return person.roles.map(({ role, grantedDay }) => (
    <form method="post" key={role}>
      <Target act="withdraw" personNumber={person.personNumber} role={role} />
      <Cluster>
        <span>
          {roleWords[role].name}{' '}
          <span className="small soft">
            since <DateText day={grantedDay} now={now} />
          </span>
        </span>
        <Button tone="quiet" small aria-label={`Withdraw ${roleWords[role].name.toLowerCase()} from ${person.name}`}>
          Withdraw
        </Button>
      </Cluster>
    </form>
  ));
}

function Grant({ person }: { person: FoundPerson }) {
  const held = person.roles.map(({ role }) => role);
  const options = grantableRoles
    .filter((role) => !held.includes(role))
    .map((role) => ({ value: role, label: roleWords[role].name }));
  if (options.length === 0) return 'Every role is held.';
  return (
    <form method="post">
      <Target act="grant" personNumber={person.personNumber} />
      <Cluster>
        <Field
          kind="select"
          label={<span className="visually-hidden">{`Role for ${person.name}`}</span>}
          name="role"
          id={`role-${person.personNumber}`}
          options={options}
        />
        <Button tone="secondary" small aria-label={`Grant it to ${person.name}`}>
          Grant
        </Button>
      </Cluster>
    </form>
  );
}

interface TargetProps {
  act: 'grant' | 'withdraw';
  personNumber: string;
  role?: GrantableRole;
}

function Target({ act, personNumber, role }: TargetProps) {
  return (
    <>
      <input type="hidden" name="act" value={act} />
      <input type="hidden" name="personNumber" value={personNumber} />
      {role && <input type="hidden" name="role" value={role} />}
    </>
  );
}
