import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ReactNode } from 'react';
import type { z } from 'zod';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { formProblems } from '../../petitions/components/form-problems';
import { explanationLength, questionLength } from '../clarification';
import { explanationSchema, questionSchema } from '../clarification.schema';

interface WordsFormProps {
  readonly lastResult: SubmissionResult | undefined;
  /** The words as they would stand, when that was asked for. */
  readonly preview: string | null;
}

/** A question to the organizer: written, looked at, then published for good. */
export function QuestionForm(props: WordsFormProps) {
  return (
    <WordsForm
      {...props}
      id="question"
      schema={questionSchema}
      name="question"
      label="What do you ask the organizer?"
      hint="Everybody can read it, with your name. The date on which an answer is due stays. Markdown works."
      maxLength={questionLength.max}
      publish="Ask in public"
    />
  );
}

/** An organizer's answer to one question. */
export function ExplanationForm({ number, ...props }: WordsFormProps & { readonly number: number }) {
  return (
    <WordsForm
      {...props}
      id={`answer-${String(number)}`}
      schema={explanationSchema}
      name="answer"
      label="Your answer"
      hint="Everybody can read it, under the name on the petition. You answer once. Markdown works."
      maxLength={explanationLength.max}
      publish="Answer in public"
    >
      <input type="hidden" name="number" value={number} />
    </WordsForm>
  );
}

interface Words extends WordsFormProps {
  readonly id: string;
  readonly schema: z.ZodType;
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly maxLength: number;
  readonly publish: string;
  readonly children?: ReactNode;
}

function WordsForm({ id, schema, name, label, hint, maxLength, publish, lastResult, preview, children }: Words) {
  const [form] = useForm({ id, lastResult, onValidate: ({ formData }) => parseWithZod(formData, { schema }) });
  const posted = lastResult?.initialValue?.[name];
  const fieldId = `${id}-words`;
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(form.allErrors, () => fieldId)} />
        {preview !== null && (
          <Card title="As everybody will read it">
            <Prose>{preview}</Prose>
          </Card>
        )}
        {children}
        <Field
          kind="textarea"
          look="prose"
          rows={6}
          counted
          {...{ id: fieldId, label, name, hint, maxLength }}
          errors={form.allErrors[name]}
          defaultValue={preview ?? (typeof posted === 'string' ? posted : undefined)}
        />
        <Cluster>
          <Button name="act" value="preview" tone={preview === null ? 'primary' : 'secondary'}>
            {preview === null ? 'Look at it first' : 'Look again'}
          </Button>
          {preview !== null && (
            <Button name="act" value="publish">
              {publish}
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
