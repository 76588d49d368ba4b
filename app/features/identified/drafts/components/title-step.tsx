import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { useState } from 'react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { SimilarWhileTyping } from '~/features/published/petitions/components/similar-petitions';
import type { AboutProgramme } from '~/features/published/programmes/attachments';
import { AboutProgrammeLink } from '~/features/published/programmes/components/about-programme';
import { titleLength } from '~/features/published/petitions/petition';
import { titleStep } from '~/features/published/petitions/petition.schema';
import { Field } from '~/ui/field';
import { StepForm } from './step-form';

export interface TitleStepProps {
  title: string;
  lastResult: SubmissionResult | undefined;
  canWait?: boolean;
  /** The programme that it is started from; said again with the form. */
  about?: AboutProgramme | null;
}

/** The first page: a title, and beside it petitions that may ask for the same. */
export function TitleStep({ title, lastResult, canWait = true, about = null }: TitleStepProps) {
  const [form] = useForm({
    id: 'draft-title',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: titleStep }),
  });
  const [typed, setTyped] = useState(title);
  const posted = lastResult?.initialValue?.['title'];
  return (
    <StepForm id={form.id} onSubmit={form.onSubmit} problems={formProblems(form.allErrors)} canWait={canWait}>
      <Field
        label="What is to be done?"
        name="title"
        look="prose"
        hint="One sentence that somebody could agree or disagree with. It begins with a verb: “Stop recording our keystrokes”."
        errors={form.allErrors['title']}
        defaultValue={typeof posted === 'string' ? posted : title}
        maxLength={titleLength.max}
        required
        onChange={setTyped}
      />
      {about && (
        <p>
          It will be about <AboutProgrammeLink about={about} />. You can change that later.
          <input type="hidden" name="programme" value={about.id} />
          <input type="hidden" name="field" value={about.field ?? ''} />
        </p>
      )}
      <SimilarWhileTyping text={typed} />
    </StepForm>
  );
}
