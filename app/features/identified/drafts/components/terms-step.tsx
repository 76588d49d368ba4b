import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { TermsFields } from '~/features/published/petitions/components/terms-fields';
import { termsStep, type TermsBounds } from '~/features/published/petitions/petition-terms';
import type { Draft } from '../draft';
import { StepForm } from './step-form';

export interface TermsStepProps {
  draft: Draft;
  bounds: TermsBounds;
  lastResult: SubmissionResult | undefined;
}

/** The fourth page: from how many signatures on it is counted, whom it asks, and whether it looks for sponsors first. */
export function TermsStep({ draft, bounds, lastResult }: TermsStepProps) {
  const [form] = useForm({
    id: 'draft-terms',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: termsStep(bounds) }),
  });
  return (
    <StepForm id={form.id} onSubmit={form.onSubmit} problems={formProblems(form.allErrors)}>
      <TermsFields
        terms={draft}
        bounds={bounds}
        errors={form.allErrors}
        posted={lastResult?.initialValue ?? null}
        // Who sponsored it sponsored it once; a petition that was sent back does not look for them again.
        sponsorsOver={draft.petitionId !== null}
      />
    </StepForm>
  );
}
