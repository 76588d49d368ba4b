import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Stack } from '~/ui/page';
import { formProblems } from '../../petitions/components/form-problems';
import { reasonLength } from '../../petitions/petition';
import { questionDecisionSchema } from '../question-decision.schema';
import { questionReasons, type QuestionAct } from '../question-moderation';

const groups: readonly { act: QuestionAct; legend: string; hint: string }[] = [
  { act: 'accept', legend: 'Accept', hint: 'Everybody reads it at once, and colleagues can support it for 180 days.' },
  { act: 'reject', legend: 'Reject', hint: 'The reason is public. The text is shown to nobody but moderators.' },
];

/** A moderator's decision on a question: one reason, which says the act too, and words that everybody will read. */
export function QuestionDecisionForm({ lastResult }: { lastResult: SubmissionResult | undefined }) {
  const [form] = useForm({
    id: 'question-decision',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: questionDecisionSchema }),
  });
  const errors = form.allErrors;
  const posted = (name: string) => {
    const value = lastResult?.initialValue?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors, controlId)} />
        {groups.map(({ act, legend, hint }, index) => (
          // In a box of its own: a fieldset keeps no distance from what stands above it.
          <div key={act}>
            <RadioCards
              legend={legend}
              hint={hint}
              name="reasonCode"
              errors={index === 0 ? errors['reasonCode'] : undefined}
              defaultValue={posted('reasonCode')}
              choices={questionReasons
                .filter((reason) => reason.act === act)
                .map((reason) => ({ value: reason.code, label: reason.words }))}
            />
          </div>
        ))}
        <Field
          label="In your words"
          name="words"
          kind="textarea"
          rows={4}
          counted
          hint="Everybody will read this beside your name, so do not quote what you reject. It may be left out only where you accept."
          errors={errors['words']}
          defaultValue={posted('words')}
          maxLength={reasonLength.max}
        />
        <div>
          <Button>Publish this decision</Button>
        </div>
      </Stack>
    </form>
  );
}

/** Radio buttons carry their value in their id: the first of them stands for the group. */
function controlId(name: string): string {
  return name === 'reasonCode' ? `reasonCode-${questionReasons[0]?.code ?? ''}` : name;
}
