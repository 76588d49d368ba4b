import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Stack } from '~/ui/page';
import { moderationReasons, type ModerationAct } from '../moderation';
import { decisionSchema } from '../moderation.schema';
import { reasonLength } from '../petition';
import { formProblems } from './form-problems';

const groups: readonly { act: ModerationAct; legend: string; hint: string }[] = [
  { act: 'accept', legend: 'Accept', hint: 'It opens with the next publication, and its text stands from now on.' },
  { act: 'send-back', legend: 'Send back', hint: 'Its organizer can change it. Nobody else sees it until then.' },
  { act: 'reject', legend: 'Reject', hint: 'It stays listed as rejected, with the reason.' },
];

/** A moderator's decision: one reason, which says the act too, and words that everybody will read. */
export function DecisionForm({
  textDigest,
  lastResult,
}: {
  textDigest: string;
  lastResult: SubmissionResult | undefined;
}) {
  const [form] = useForm({
    id: 'decision',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: decisionSchema }),
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
        <input type="hidden" name="textDigest" value={textDigest} />
        {groups.map(({ act, legend, hint }, index) => (
          // In a box of its own: a fieldset keeps no distance from what stands above it.
          <div key={act}>
            <RadioCards
              legend={legend}
              hint={hint}
              name="reasonCode"
              errors={index === 0 ? errors['reasonCode'] : undefined}
              defaultValue={posted('reasonCode')}
              choices={moderationReasons
                .filter((reason) => reason.act === act)
                .map((reason) => ({ value: reason.code, label: reason.words }))}
            />
          </div>
        ))}
        <Field
          label="In your words"
          name="words"
          kind="textarea"
          rows={5}
          counted
          hint="Everybody will read this beside your name. It may be left out only where you accept."
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
  return name === 'reasonCode' ? `reasonCode-${moderationReasons[0]?.code ?? ''}` : name;
}
