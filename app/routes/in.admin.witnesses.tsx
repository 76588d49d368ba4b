import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { changeWitnesses } from '~/features/published/witnesses/change-witnesses.server';
import { WitnessError } from '~/features/published/witnesses/ledger-witness';
import { runByLength, witnessChangeSchema } from '~/features/published/witnesses/witness.schema';
import { ledgerWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { dayOf } from '~/platform/clock';
import { Button } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { EmptyState } from '~/ui/empty-state';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section } from '~/ui/page';
import { Table } from '~/ui/table';
import { identifiedWing, requireRole } from './guards.server';
import { PageError } from './page-error';

export const meta: MetaFunction = () => [{ title: 'Witnesses · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'administrator');
  const all = await ledgerWitnesses(identifiedWing(args.context).db);
  return {
    today: dayOf(args.context.clock.now()),
    witnesses: all.filter(({ removedDay }) => removedDay === null),
    done: new URL(args.request.url).searchParams.get('done'),
  };
}

export async function action(args: ActionFunctionArgs) {
  await requireRole(args, 'administrator');
  const { clock, settings } = args.context;
  const parsed = witnessChangeSchema.safeParse(Object.fromEntries(await args.request.formData()));
  if (!parsed.success) return data({ problem: unreadable }, { status: 400 });
  try {
    await changeWitnesses({ db: identifiedWing(args.context).db, clock, settings }, parsed.data);
  } catch (error) {
    if (!(error instanceof WitnessError)) throw error;
    return data({ problem: refusals[error.code] ?? error.code }, { status: 409 });
  }
  return redirect(`/in/admin/witnesses?done=${parsed.data.act}`);
}

const unreadable = 'Please write who runs it, and paste its key as the witness printed it, in one line.';

const refusals: Readonly<Record<string, string>> = {
  taken:
    'Another witness has this name or key, or had it. A witness that was removed comes back with a new key and a new name.',
  'too-many': 'There are as many witnesses as there may be.',
  unknown: 'Somebody did that a moment ago.',
};

export default function Witnesses() {
  const { today, witnesses, done } = useLoaderData<typeof loader>();
  const problem = useActionData<typeof action>()?.problem;
  return (
    <Page width="reading">
      <PageHeader
        title="Witnesses"
        lead="They watch the ledger from outside, and prove it if this house ever shows two histories. Whom you let in or remove stands in the ledger."
      />
      <div className="stack">
        {problem && <Notice tone="error" title={problem} />}
        {!problem && done === 'added' && <Notice tone="success" live title="Let in, and the ledger says so." />}
        {!problem && done === 'removed' && <Notice tone="success" live title="Removed, and the ledger says so." />}
      </div>
      <Section title="Let one in">
        <Form method="post" key={witnesses.length}>
          <div className="stack">
            <input type="hidden" name="act" value="added" />
            <Field
              label="Who runs it"
              hint="Everybody reads this: the works council, a union, a law firm. Not the people who run this house."
              name="runBy"
              required
              {...{ minLength: runByLength.min, maxLength: runByLength.max }}
            />
            <Field
              label="Its key"
              hint="As it was printed by whoever runs it. Have it read out to you: a key that came by mail alone may be anybody’s."
              name="key"
              required
              maxLength={300}
            />
            <div>
              <Button>Let it in</Button>
            </div>
          </div>
        </Form>
      </Section>
      <Section title="In force">
        {witnesses.length === 0 ? (
          <EmptyState title="Nobody watches yet">
            How somebody becomes a witness stands on <Link to="/transparency/witnesses#run">the page of witnesses</Link>
            .
          </EmptyState>
        ) : (
          <Table
            caption="Witnesses in force"
            captionHidden
            rows={witnesses}
            rowKey={({ name }) => name}
            columns={[
              { key: 'runBy', header: 'Who runs it', cell: ({ runBy }) => runBy },
              { key: 'name', header: 'Name of its key', cell: ({ name }) => <code translate="no">{name}</code> },
              { key: 'day', header: 'Since', cell: ({ addedDay }) => <DateText day={addedDay} now={today} /> },
              {
                key: 'remove',
                header: 'Change',
                cell: ({ name, runBy }) => (
                  <Form method="post">
                    <input type="hidden" name="act" value="removed" />
                    <input type="hidden" name="name" value={name} />
                    <Button tone="secondary" aria-label={`Remove the witness of ${runBy}: ${name}`}>
                      Remove
                    </Button>
                  </Form>
                ),
              },
            ]}
          />
        )}
      </Section>
    </Page>
  );
}

export { PageError as ErrorBoundary };
