import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useNavigate } from '@remix-run/react';
import { RosterUploadForm } from '~/features/identified/roster/components/roster-upload-form';
import { readOverview, waitingUpload, type RosterOverview } from '~/features/identified/roster/roster.queries.server';
import { formatCount, plural } from '~/ui/count';
import { Facts } from '~/ui/facts';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';
import { takeRosterUpload } from './roster-upload.server';

export const meta: MetaFunction = () => [{ title: 'Roster · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber } = await requireRole(args, 'administrator');
  const { clock, settings } = args.context;
  const { db } = identifiedWing(args.context);
  const query = new URL(args.request.url).searchParams;
  return {
    overview: await readOverview(db, settings.minimum),
    minimum: settings.minimum,
    waiting: await waitingUpload(db, personNumber, clock.now()),
    applied: appliedFigures(query),
    discarded: query.has('discarded'),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { personNumber } = await requireRole(args, 'administrator');
  const result = await takeRosterUpload(args, personNumber);
  if ('uploadId' in result) return redirect(`/in/admin/roster/${result.uploadId}`);
  return data({ problem: result.problem }, { status: result.status });
}

/** What the redirect after an import says was done. It is in the address: figures, and nothing but figures. */
function appliedFigures(query: URLSearchParams) {
  const [joined, left, changed] = ['joined', 'left', 'changed'].map((name) => {
    const text = query.get(name) ?? '';
    return /^\d{1,7}$/.test(text) ? Number(text) : null;
  });
  return joined == null || left == null || changed == null ? null : { joined, left, changed };
}

export default function Roster() {
  const { overview, minimum, waiting, applied, discarded } = useLoaderData<typeof loader>();
  const navigate = useNavigate();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page>
      <PageHeader
        title="Roster"
        lead="The company’s list of employees: who may put a key on the register. Bring it up to date with a file from your HR system."
      />
      <div className="stack">
        {applied && !problem && (
          <Notice tone="success" live title="The roster is up to date">
            <p>{`${plural(applied.joined, 'person', 'people')} joined, ${formatCount(applied.left)} left, ${formatCount(applied.changed)} changed. How many joined and left is in the public ledger; who is not.`}</p>
          </Notice>
        )}
        {discarded && !problem && <Notice live title="The file was discarded. Nothing was changed." />}
        {waiting && (
          <Notice title="A file of yours waits to be confirmed">
            <p>
              <Link to={`/in/admin/roster/${waiting}`}>See what it would change</Link>. It is dropped an hour after it
              came, or when you send another.
            </p>
          </Notice>
        )}
      </div>
      <Section title="Send a file">
        <div className="stack">
          <RosterUploadForm
            problem={problem}
            progressUrl="/in/admin/roster/upload"
            onDone={(uploadId) => {
              navigate(`/in/admin/roster/${uploadId}`);
            }}
          />
          <details>
            <summary>What the file should look like</summary>
            <Facts stacked facts={fileFacts} />
          </details>
        </div>
      </Section>
      <Section title={`On the roster now: ${plural(overview.size, 'person', 'people')}`}>
        <Units overview={overview} minimum={minimum} />
      </Section>
    </Page>
  );
}

const fileFacts = [
  { term: 'Employee number', detail: 'Who somebody is for good, whatever else changes. Leading zeros count.' },
  { term: 'Name', detail: 'One column, or first name and last name.' },
  { term: 'Work e-mail', detail: 'Where sign-in codes go. Each address once.' },
  { term: 'Unit path', detail: 'Place in the organisation chart, levels separated by /, >, \\ or |.' },
  { term: 'Status', detail: 'Active (also on leave) or left. Without this column everybody in the file works here.' },
  {
    term: 'Everything else',
    detail:
      'Columns in any order and with their usual names; other columns are ignored and not stored. Comma, semicolon or tab. Whoever is missing from the file counts as having left.',
  },
];

function Units({ overview: { units, others, size }, minimum }: { overview: RosterOverview; minimum: number }) {
  if (size === 0) return <p>Nobody yet. Send a first file above.</p>;
  const rest = { unitPath: `${plural(others.units, 'smaller unit')} together`, people: others.people };
  return (
    <div className="stack">
      <Table
        caption="People by unit"
        captionHidden
        narrow
        columns={[
          { key: 'unit', header: 'Unit', cell: (unit) => unit.unitPath },
          { key: 'people', header: 'People', numeric: true, cell: (unit) => formatCount(unit.people) },
        ]}
        rows={others.units > 0 ? [...units, rest] : units}
        rowKey={(unit) => unit.unitPath}
      />
      <p className="small soft">{`Units of fewer than ${formatCount(minimum)} people are shown only together.`}</p>
    </div>
  );
}

export { PageError as ErrorBoundary };
