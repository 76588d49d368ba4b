import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Stack } from '~/ui/page';
import { moderationReasons, type DecidedAct } from '../moderation';
import { decisionSchema } from '../moderation.schema';
import { reasonLength } from '../petition';
import { formProblems } from './form-problems';

interface Group {
  readonly act: DecidedAct;
  readonly legend: string;
  readonly hint: string;
}

const groups: Readonly<Record<'waiting' | 'appealed', readonly Group[]>> = {
  waiting: [
    { act: 'accept', legend: 'Accept', hint: 'It opens with the next publication, and its text stands from now on.' },
    { act: 'send-back', legend: 'Send back', hint: 'Its organizer can change it. Nobody else sees it until then.' },
    { act: 'reject', legend: 'Reject', hint: 'It stays listed as rejected, with the reason. There is one appeal.' },
  ],
  appealed: [
    { act: 'grant', legend: 'Grant the appeal', hint: 'The petition is accepted and opens with the next publication.' },
    {
      act: 'uphold',
      legend: 'Uphold the rejection',
      hint: 'It stays rejected, for good. Its text may come again, changed.',
    },
  ],
};

/** A moderator's decision: one reason, which says the act too, and words that everybody will read. */
export function DecisionForm({
  state,
  textDigest,
  lastResult,
}: {
  /** What is decided on: a petition, or an appeal. */
  state: 'waiting' | 'appealed';
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
        <FormErrors problems={formProblems(errors, (name) => controlId(name, groups[state][0]?.act))} />
        <input type="hidden" name="textDigest" value={textDigest} />
        {groups[state].map(({ act, legend, hint }, index) => (
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
          hint={
            state === 'waiting'
              ? 'Everybody will read this beside your name. It may be left out only where you accept.'
              : 'Everybody will read this beside your name. Say how the reason and the appeal weigh against each other.'
          }
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
function controlId(name: string, act: DecidedAct | undefined): string {
  const first = moderationReasons.find((reason) => reason.act === act);
  return name === 'reasonCode' ? `reasonCode-${first?.code ?? ''}` : name;
}
