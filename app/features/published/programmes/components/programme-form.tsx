import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ReactNode } from 'react';
import { Button } from '~/ui/button';
import { Check } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Section, Stack } from '~/ui/page';
import { collectedKinds, collectedWords, programmeStates, reviewKinds, stateWords } from '../programme';
import { programmeLimits } from '../programme.schema';
import { programmeFormSchema } from '../programme-form';
import { partLabels } from '../programme-fields';
import { formValues } from '../posted-values';
import type { ReviewDocument } from '../programmes.queries.server';
import { ExemptionRows, IncidentRows } from './programme-rows';
import { fieldsOf, programmeProblems, type ErrorsOf } from './programme-form-fields';
import { ReviewFields } from './review-fields';

export interface ProgrammeFormProps {
  /** As it stands, in the form's own shape; empty for a new programme. */
  values: Record<string, unknown>;
  /** The revision that is changed; 0 for a new programme. */
  base: number;
  /** Documents that reviews can name. */
  documents: readonly ReviewDocument[];
  lastResult: SubmissionResult | undefined;
  /** What would change, when it was asked for. */
  preview: ReactNode;
}

/** Everything that the register asks of a programme, in sections; looked at first, then published for good. */
export function ProgrammeForm({ values: stands, base, documents, lastResult, preview }: ProgrammeFormProps) {
  const [form] = useForm({
    id: 'programme',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: programmeFormSchema, disableAutoCoercion: true }),
  });
  const errors: ErrorsOf = form.allErrors;
  const values = formValues(lastResult?.initialValue ?? stands);
  const { line, words } = fieldsOf(values, errors);
  const { text } = programmeLimits;
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={programmeProblems(errors)} />
        {preview}
        <p className="soft">
          Leave empty what you cannot answer: the page then says since when it is not answered. Everything is public,
          for good, under your name.
        </p>
        <input type="hidden" name="base" value={String(base)} />
        <Section title="What it does">
          <Stack>
            {line('name', 'Name', { maxLength: programmeLimits.name.max, required: true })}
            <Field
              kind="select"
              look="short"
              label={partLabels.status}
              name="status"
              errors={errors['status']}
              defaultValue={values.text('status')}
              placeholder="Please choose"
              options={programmeStates.map((state) => ({ value: state, label: stateWords[state] }))}
            />
            {line('owner', partLabels.owner, { hint: 'Name of the office-holder, not of a department.' })}
            {words('purpose', partLabels.purpose, text.max)}
            <fieldset className="form-row">
              <legend>{partLabels.collected}</legend>
              <Stack>
                <div className="check-grid">
                  {collectedKinds.map((kind, index) => (
                    <Check
                      key={kind}
                      label={collectedWords[kind]}
                      name="collected.kinds"
                      id={index === 0 ? 'collected.kinds' : `collected.kinds-${kind}`}
                      value={kind}
                      errors={index === 0 ? errors['collected.kinds'] : undefined}
                      defaultChecked={values.list('collected.kinds').includes(kind)}
                    />
                  ))}
                </div>
                {words('collected.detail', 'In detail', text.max)}
              </Stack>
            </fieldset>
            {words('fromWhom', partLabels['from-whom'], text.max)}
            <Field
              kind="date"
              look="short"
              label={partLabels.since}
              name="since"
              errors={errors['since']}
              defaultValue={values.text('since')}
            />
          </Stack>
        </Section>
        <Section title="What becomes of it">
          <Stack>
            {words('retention.text', partLabels.retention, text.max)}
            {line('retention.days', 'In days, where it can be said in a number', {
              look: 'short',
              inputMode: 'numeric',
            })}
            {words('readers.text', partLabels.readers, text.max)}
            {line('readers.people', 'How many people that is', {
              look: 'short',
              inputMode: 'numeric',
              hint: 'Without the number it counts as not answered.',
            })}
            {words('processedWhere', partLabels['processed-where'], text.max)}
          </Stack>
        </Section>
        <Section title="Which reviews were done">
          <Stack>
            {reviewKinds.map((kind) => (
              <ReviewFields key={kind} kind={kind} {...{ values, errors, documents }} />
            ))}
          </Stack>
        </Section>
        <Section title="Who can stay out of it">
          <Stack>
            {words('optOut', partLabels['opt-out'], text.max)}
            <ExemptionRows values={values} errors={errors} />
          </Stack>
        </Section>
        <Section title="How it goes">
          <IncidentRows values={values} errors={errors} />
        </Section>
        <Section title="Why this change">
          {words(
            'reason',
            'The reason',
            programmeLimits.reason.max,
            'Everybody reads it beside the change, and it is in the ledger.',
          )}
        </Section>
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Check again' : 'Check what would change'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              Publish this revision
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
