import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { demandCount, demandLength } from '~/features/published/petitions/petition';
import { askStep } from '~/features/published/petitions/petition.schema';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { StepForm } from './step-form';

/** How many fields there are at first; there is always an empty one after the last that is filled. */
const FIELDS = 3;

export interface AskStepProps {
  demands: readonly string[];
  lastResult: SubmissionResult | undefined;
}

/** The second page: up to ten demands, each of which leadership will answer by itself. */
export function AskStep({ demands, lastResult }: AskStepProps) {
  const [form] = useForm({
    id: 'draft-ask',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: askStep }),
  });
  const posted = postedDemands(lastResult) ?? demands;
  const fields = Math.min(demandCount.max, Math.max(FIELDS, posted.length + 1));
  return (
    <StepForm
      id={form.id}
      onSubmit={form.onSubmit}
      problems={formProblems(form.allErrors, (name) => (name === 'demands' ? 'demands[0]' : name))}
    >
      <p>
        Leadership answers each of these by itself, so ask for one thing at a time. Leave empty what you do not need.
      </p>
      {Array.from({ length: fields }, (_, index) => {
        const name = `demands[${String(index)}]`;
        return (
          <Field
            key={name}
            label={`Demand ${String(index + 1)}`}
            name={name}
            kind="textarea"
            look="prose"
            rows={2}
            optional={index > 0}
            errors={form.allErrors[name] ?? (index === 0 ? form.allErrors['demands'] : undefined)}
            defaultValue={posted[index] ?? ''}
            maxLength={demandLength.max}
          />
        );
      })}
      {fields < demandCount.max && (
        <div>
          <Button name="act" value="more" tone="secondary" small formNoValidate>
            Room for one more
          </Button>
        </div>
      )}
    </StepForm>
  );
}

function postedDemands(lastResult: SubmissionResult | undefined): string[] | null {
  const posted = lastResult?.initialValue?.['demands'];
  return Array.isArray(posted) ? posted.map((demand) => (typeof demand === 'string' ? demand : '')) : null;
}
