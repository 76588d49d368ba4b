import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ReactNode } from 'react';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Section, Stack } from '~/ui/page';
import { programmeProblems, type ErrorsOf } from '../../programmes/components/programme-form-fields';
import { formValues } from '../../programmes/posted-values';
import { isFinal, nextStatuses, type PledgeDocument, type PledgeStatus } from '../pledge';
import { firstStatuses, howSeenLength, pledgeReasonLength, pledgeTextLength } from '../pledge-rules';
import { newPledgeSchema, revisedPledgeSchema } from '../pledge.schema';
import { statusWords, witnessedWords } from '../pledge-words';
import { EvidenceRows, MilestoneRows } from './pledge-rows';
import { StandingPromise } from './standing-promise';

export interface PledgeFormProps {
  /** Who can answer for it. */
  leaders: readonly { personNumber: string; name: string; unitPath: string }[];
  /** As it stands; null for a new pledge. */
  stands: PledgeDocument | null;
  /** The revision that is changed; 0 for a new pledge. */
  base: number;
  /** Name of a new pledge. */
  id?: string;
  /** Others that can take its place. */
  others?: readonly { id: string; text: string }[];
  /** What a new pledge can be about. */
  children?: (posted: (name: string) => string, errors: ErrorsOf) => ReactNode;
  lastResult: SubmissionResult | undefined;
  /** What it would say, when that was asked for. */
  preview: ReactNode;
}

/** A pledge to be made or changed: looked at first, then published for good. Works without a script. */
export function PledgeForm(props: PledgeFormProps) {
  const { stands, base, id, others = [], children, lastResult, preview } = props;
  const schema = stands ? revisedPledgeSchema : newPledgeSchema;
  const [form] = useForm({
    id: 'pledge',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
  });
  const errors: ErrorsOf = form.allErrors;
  const values = formValues(lastResult?.initialValue ?? stands);
  const posted = (name: string) => values.text(name);
  const over = stands !== null && isFinal(stands.status);
  const statuses: readonly PledgeStatus[] = stands ? nextStatuses(stands.status) : firstStatuses;
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={programmeProblems(errors)} />
        {preview}
        <p className="soft">
          All of it is public, for good, under your name. {stands && 'What it said before stays beside it.'}
        </p>
        <input type="hidden" name="base" value={String(base)} />
        {!stands && <input type="hidden" name="id" value={posted('id') === '' ? (id ?? '') : posted('id')} />}
        {over ? <StandingPromise pledge={stands} /> : <PromiseFields {...props} values={values} errors={errors} />}
        <Section title="Where it stands">
          <Stack>
            <Field
              kind="select"
              look="short"
              label="Status"
              name="status"
              hint="Whether it is overdue is not said here: the calendar says it."
              errors={errors['status']}
              defaultValue={posted('status') === '' ? statuses[0] : posted('status')}
              options={statuses.map((status) => ({ value: status, label: statusWords[status] }))}
            />
            {stands && !over && others.length > 0 && (
              <Field
                kind="select"
                label="If it is superseded: the pledge that takes its place"
                name="replacedBy"
                optional
                errors={errors['replacedBy']}
                defaultValue={posted('replacedBy')}
                placeholder="None"
                options={others.map((other) => ({ value: other.id, label: other.text }))}
              />
            )}
            <EvidenceRows values={values} errors={errors} />
          </Stack>
        </Section>
        {children?.(posted, errors)}
        {stands && (
          <Field
            kind="textarea"
            look="prose"
            rows={3}
            label="Why it is changed"
            name="reason"
            hint="Stands beside the change, in public."
            errors={errors['reason']}
            defaultValue={posted('reason')}
            maxLength={pledgeReasonLength.max}
          />
        )}
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Look again' : 'Look at it first'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              {stands ? 'Publish the change' : 'Make this pledge'}
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}

type PromiseFieldsProps = Pick<PledgeFormProps, 'leaders' | 'stands'> & {
  values: ReturnType<typeof formValues>;
  errors: ErrorsOf;
};

function PromiseFields({ leaders, stands, values, errors }: PromiseFieldsProps) {
  const common = (name: string) => ({ name, errors: errors[name], defaultValue: values.text(name) });
  return (
    <Section title="What is promised">
      <Stack>
        <Field
          kind="textarea"
          look="prose"
          rows={2}
          label="The promise, in one sentence"
          maxLength={pledgeTextLength.max}
          {...common('text')}
        />
        <Field
          kind="textarea"
          look="prose"
          rows={3}
          label="How one will see that it is done"
          hint="Colleagues attest what they see of this, so write what anybody can look at."
          maxLength={howSeenLength.max}
          {...common('howSeen')}
        />
        <RadioCards
          legend="What colleagues will look for"
          choices={(['stops', 'is-there'] as const).map((value) => ({ value, label: witnessedWords[value] }))}
          {...common('witnessed')}
        />
        <Field
          kind="select"
          label="Who answers for it"
          hint="Somebody in leadership. Their name is public, and the pledge stands on their record."
          placeholder={stands ? `As before: ${stands.ownerName}` : 'Please choose'}
          options={leaders.map(({ personNumber, name, unitPath }) => ({
            value: personNumber,
            label: `${name}, ${unitPath}`,
          }))}
          {...common('owner')}
        />
        <Field kind="date" look="short" label="Due on" {...common('dueDay')} />
        <MilestoneRows values={values} errors={errors} />
      </Stack>
    </Section>
  );
}
