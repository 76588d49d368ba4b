import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { backgroundLength, closingDays, daysOpen } from '~/features/published/petitions/petition';
import { AboutFields } from '~/features/published/programmes/components/about-fields';
import { Field } from '~/ui/field';
import { backgroundAndAbout } from '../draft-steps';
import { StepForm } from './step-form';

export interface BackgroundStepProps {
  background: string;
  closesDay: string | null;
  programmeId: string | null;
  programmeField: string | null;
  /** Those that it can be about. */
  programmes: readonly { id: string; name: string }[];
  today: string;
  lastResult: SubmissionResult | undefined;
}

/** The third page: why, and until when. */
export function BackgroundStep({
  background,
  closesDay,
  programmes,
  today,
  lastResult,
  ...about
}: BackgroundStepProps) {
  const [form] = useForm({
    id: 'draft-background',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: backgroundAndAbout(today) }),
  });
  const posted = (name: string, otherwise: string) => {
    const value = lastResult?.initialValue?.[name];
    return typeof value === 'string' ? value : otherwise;
  };
  const { first, last } = closingDays(today);
  return (
    <StepForm id={form.id} onSubmit={form.onSubmit} problems={formProblems(form.allErrors)}>
      <Field
        label="Background"
        name="background"
        kind="textarea"
        look="prose"
        rows={14}
        optional
        counted
        hint="What happened, and why it matters. Markdown works: **bold**, lists, links, > quotations. HTML and pictures are not taken. Do not write what only few people could know, if it should not lead to you."
        errors={form.allErrors['background']}
        defaultValue={posted('background', background)}
        maxLength={backgroundLength.max}
      />
      <Field
        label="Open until"
        name="closesDay"
        kind="date"
        look="short"
        hint={`The last day on which it can be signed: ${String(daysOpen.min)} to ${String(daysOpen.max)} days from today.`}
        errors={form.allErrors['closesDay']}
        defaultValue={posted('closesDay', closesDay ?? '')}
        min={first}
        max={last}
        required
      />
      <AboutFields
        programmes={programmes}
        programmeId={posted('programmeId', about.programmeId ?? '')}
        programmeField={posted('programmeField', about.programmeField ?? '')}
        errors={form.allErrors}
        what="the petition"
      />
    </StepForm>
  );
}
