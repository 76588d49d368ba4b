import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { AccountError, type AccountErrorCode } from '~/features/identified/accounts/account-error';
import { changeRoleSchema } from '~/features/identified/accounts/change-role.schema';
import { grantRole, withdrawRole } from '~/features/identified/accounts/change-role.server';
import { RoleTable } from '~/features/identified/accounts/components/role-table';
import { findPeople, roleHolders } from '~/features/identified/accounts/find-people.server';
import { grantableRoles, roleWords } from '~/features/identified/accounts/role';
import { undecidablePetitions } from '~/features/identified/desks/moderation-queue.queries.server';
import { UndecidableNotice } from '~/features/identified/desks/components/undecidable-notice';
import { dayOf } from '~/platform/clock';
import { Button } from '~/ui/button';
import { Facts } from '~/ui/facts';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Roles · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  const { personNumber: actor } = await requireRole(args, 'administrator');
  const { clock, settings } = args.context;
  const deps = { db: identifiedWing(args.context).db, clock };
  const query = new URL(args.request.url).searchParams;
  const words = (query.get('q') ?? '').trim();
  return {
    words,
    found: words === '' ? null : await findPeople(deps, { actor, words }),
    holders: await roleHolders(deps, { actor }),
    undecidable: (await undecidablePetitions({ ...deps, settings })).length,
    done: query.get('done'),
    today: dayOf(clock.now()),
  };
}

export async function action(args: ActionFunctionArgs) {
  const { personNumber: actor } = await requireRole(args, 'administrator');
  const deps = { db: identifiedWing(args.context).db, clock: args.context.clock };
  const parsed = changeRoleSchema.safeParse(Object.fromEntries(await args.request.formData()));
  if (!parsed.success) throw new Response(null, { status: 400 });
  const { act, personNumber, role } = parsed.data;
  try {
    await (act === 'grant' ? grantRole : withdrawRole)(deps, { actor, personNumber, role });
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    return data({ problem: refusals[error.code] ?? error.code }, { status: 409 });
  }
  const q = new URL(args.request.url).searchParams.get('q');
  return redirect(`/in/admin/roles?${new URLSearchParams({ ...(q ? { q } : {}), done: act }).toString()}`);
}

const refusals: Partial<Record<AccountErrorCode, string>> = {
  'not-administrator': 'Your own role was withdrawn a moment ago, so you cannot change roles any more.',
  'unknown-person': 'There is nobody with that number at work here (any more).',
  'already-granted': 'That person holds the role already.',
  'not-granted': 'That person does not hold the role (any more).',
  'last-administrator': 'This is the last administrator. Grant the role to somebody else first: nobody else could.',
  'last-handler':
    'This is the last handler whose key is in force. Another has to be let in first: nobody else could read concerns.',
};

export default function Roles() {
  const { words, found, holders, undecidable, done, today } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page>
      <PageHeader
        title="Roles"
        lead="Who moderates, who answers, who administers. Every grant and every withdrawal is an entry in the public ledger, with the name."
      />
      <div className="stack">
        <UndecidableNotice petitions={undecidable} />
        {problem && <Notice tone="error" title={problem} />}
        {!problem && done === 'grant' && (
          <Notice tone="success" live title="The role is granted, and the ledger says so." />
        )}
        {!problem && done === 'withdraw' && (
          <Notice tone="success" live title="The role is withdrawn, at once, and the ledger says so." />
        )}
      </div>
      <Section title="Who holds a role">
        {holders.length === 0 ? (
          <p>Nobody yet. Find somebody below.</p>
        ) : (
          <RoleTable caption="Who holds a role" people={holders} now={today} />
        )}
      </Section>
      <Section title="Grant a role">
        <div className="stack">
          <Form method="get" role="search">
            <div className="stack">
              <Field
                kind="search"
                label="Find somebody"
                name="q"
                hint="Part of a name, an address or an employee number. Whom you are shown is written into the access log, and they can read it."
                defaultValue={words}
                minLength={2}
              />
              <Button tone="secondary">Find</Button>
            </div>
          </Form>
          {found?.length === 0 && <p>{`Nobody at work here is found by “${words}”.`}</p>}
          {found && found.length > 0 && <RoleTable caption="People found" people={found} now={today} grants />}
        </div>
      </Section>
      <Section title="What the roles are for">
        <Facts
          stacked
          facts={grantableRoles.map((role) => ({ term: roleWords[role].name, detail: roleWords[role].may }))}
        />
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
