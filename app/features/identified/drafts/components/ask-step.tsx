import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { demandFields, DemandFields } from '~/features/published/petitions/components/demand-fields';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { demandCount } from '~/features/published/petitions/petition';
import { askStep } from '~/features/published/petitions/petition.schema';
import { Button } from '~/ui/button';
import { StepForm } from './step-form';

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
  const fields = demandFields(posted.length);
  return (
    <StepForm
      id={form.id}
      onSubmit={form.onSubmit}
      problems={formProblems(form.allErrors, (name) => (name === 'demands' ? 'demands[0]' : name))}
    >
      <DemandFields demands={posted} fields={fields} errors={form.allErrors} />
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
