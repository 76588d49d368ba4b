import { data, redirect, type ActionFunctionArgs, type LoaderFunctionArgs, type MetaFunction } from '@remix-run/node';
import { useActionData } from '@remix-run/react';
import { PartChanges } from '~/features/published/programmes/components/part-changes';
import { programmeLimits } from '~/features/published/programmes/programme.schema';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { plural } from '~/ui/count';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Notice } from '~/ui/notice';
import { Page, PageHeader, Section, Stack } from '~/ui/page';
import { requireRole } from './guards.server';
import { PageError } from './page-error';
import { takeImport, type ImportAnswer } from './programme-import.server';

export const meta: MetaFunction = () => [{ title: 'Import programmes · Round Robin' }];

export async function loader(args: LoaderFunctionArgs) {
  await requireRole(args, 'leadership', 'administrator');
  return null;
}

export async function action(args: ActionFunctionArgs) {
  const actor = await requireRole(args, 'leadership', 'administrator');
  const answer = await takeImport(args, actor);
  if ('published' in answer) return redirect(answer.published);
  return data(answer, { status: answer.status });
}

export default function ImportProgrammes() {
  const answer = useActionData<typeof action>();
  const problem = answer?.problem ?? null;
  return (
    <Page width="reading">
      <PageHeader
        title="Import programmes"
        lead="A file as the register is exported. Nothing changes before you have seen what would."
      />
      <form method="post" encType="multipart/form-data">
        <Stack>
          <FormErrors problems={problem === null ? [] : [{ fieldId: 'file', message: problem }]} />
          <Field
            kind="file"
            label="File of programmes"
            name="file"
            accept=".json,application/json"
            required
            errors={problem === null ? undefined : [problem]}
            hint={
              <>
                JSON in UTF-8, at most 1 MB, as <a href="/programmes.schema.json">the schema</a> has it. A programme
                whose id is null is entered as new; those that are not in the file stay as they are.
              </>
            }
          />
          <Button tone={answer?.plan ? 'secondary' : 'primary'}>Show what would change</Button>
        </Stack>
      </form>
      {answer?.plan && <Plan answer={answer} plan={answer.plan} />}
    </Page>
  );
}

function Plan({ answer, plan }: { answer: ImportAnswer; plan: NonNullable<ImportAnswer['plan']> }) {
  const { programmes, unchanged, leavesQuestions, pinned } = plan;
  return (
    <Section title={`What it would change: ${plural(programmes.length, 'programme')}`}>
      <Stack gap="loose">
        {unchanged > 0 && (
          <p>{`${plural(unchanged, 'programme stands', 'programmes stand')} as the file has it already.`}</p>
        )}
        {leavesQuestions && (
          <Notice title="Questions to reporters are not taken from the file">
            Handlers write them. Those in force stay.
          </Notice>
        )}
        {programmes.map(({ id, name, base, changes }, index) => (
          <Card key={id ?? String(index)} title={base === 0 ? `New: ${name}` : name}>
            <PartChanges changes={changes} first={base === 0} />
          </Card>
        ))}
        {programmes.length > 0 && (
          <form method="post">
            <Stack>
              <input type="hidden" name="pinned" value={pinned} />
              <Field
                kind="textarea"
                rows={4}
                label="The reason for these changes"
                name="reason"
                hint="Everybody reads it beside each change, and it is in the ledger."
                errors={answer.reasonProblem === null ? undefined : [answer.reasonProblem]}
                defaultValue={answer.reason}
                maxLength={programmeLimits.reason.max}
                required
              />
              <div>
                <Button>{`Publish ${plural(programmes.length, 'revision')}`}</Button>
              </div>
            </Stack>
          </form>
        )}
      </Stack>
    </Section>
  );
}

export { PageError as ErrorBoundary };
