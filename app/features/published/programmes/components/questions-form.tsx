import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ReactNode } from 'react';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { programmeLimits } from '../programme.schema';
import { formValues } from '../posted-values';
import { conditionChoices, questionFormValues, questionsFormSchema } from '../questions-form';
import { questionKinds, type QuestionKind, type ReporterQuestion } from '../reporter-questions';
import { fieldsOf, programmeProblems, type ErrorsOf } from './programme-form-fields';

const SPARE = 2;

const kindWords: Readonly<Record<QuestionKind, string>> = {
  text: 'In words',
  'yes-no': 'Yes or no',
  choice: 'One of several',
};

export interface QuestionsFormProps {
  questions: readonly ReporterQuestion[];
  base: number;
  lastResult: SubmissionResult | undefined;
  preview: ReactNode;
}

/** What reporters of a concern are asked about this programme, each question on its own or under a condition. */
export function QuestionsForm({ questions, base, lastResult, preview }: QuestionsFormProps) {
  const [form] = useForm({
    id: 'questions',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: questionsFormSchema, disableAutoCoercion: true }),
  });
  const errors: ErrorsOf = form.allErrors;
  const values = formValues(lastResult?.initialValue ?? questionFormValues(questions));
  const { line, words } = fieldsOf(values, errors);
  const rows = Math.min(programmeLimits.questions, Math.max(questions.length, values.rows('questions')) + SPARE);
  const conditions = conditionChoices(questions);
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={programmeProblems(errors)} />
        {preview}
        <input type="hidden" name="base" value={String(base)} />
        {Array.from({ length: rows }, (_, index) => {
          const name = (part: string) => `questions[${String(index)}].${part}`;
          const condition = values.text(name('showIf'));
          const isKnown = condition === '' || conditions.some(({ value }) => value === condition);
          return (
            <fieldset className="form-row" key={index}>
              <legend>{`Question ${String(index + 1)}`}</legend>
              <Stack>
                <input type="hidden" name={name('id')} value={values.text(name('id'))} />
                {line(name('text'), 'The question', {
                  maxLength: programmeLimits.question.max,
                  ...(index >= questions.length && { hint: 'Empty is none.' }),
                })}
                <Field
                  kind="select"
                  look="short"
                  label="How it is answered"
                  name={name('kind')}
                  errors={errors[name('kind')]}
                  defaultValue={values.text(name('kind')) || 'text'}
                  options={questionKinds.map((kind) => ({ value: kind, label: kindWords[kind] }))}
                />
                {words(name('options'), 'What can be chosen, one a line', 2_000, undefined, 3)}
                <Field
                  kind="select"
                  label="Asked"
                  name={name('showIf')}
                  errors={errors[name('showIf')]}
                  defaultValue={condition}
                  placeholder="always"
                  options={[
                    ...(isKnown ? [] : [{ value: condition, label: condition }]),
                    ...conditions.map(({ value, label }) => ({ value, label: `only if ${label}` })),
                  ]}
                />
              </Stack>
            </fieldset>
          );
        })}
        {words(
          'reason',
          'The reason for this change',
          programmeLimits.reason.max,
          'Everybody reads it beside the change.',
        )}
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Check again' : 'Check what would change'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              Publish these questions
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
