import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { formProblems } from '../../petitions/components/form-problems';
import { reasonLength } from '../../petitions/petition';
import { answerLength, answerSchema } from '../question.schema';

interface AnswerFormProps {
  readonly lastResult: SubmissionResult | undefined;
  /** The answer as it would stand, when it was asked for. */
  readonly preview: string | null;
  /** What is revised; null for the first answer. */
  readonly revises: { readonly base: number; readonly body: string } | null;
}

/** Leadership's answer to a question: written, looked at, then published for good; or a revision of it, with its reason. */
export function AnswerForm({ lastResult, preview, revises }: AnswerFormProps) {
  const [form] = useForm({
    id: 'answer',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: answerSchema }),
  });
  const posted = (name: string, otherwise?: string) => {
    const value = lastResult?.initialValue?.[name];
    return typeof value === 'string' ? value : otherwise;
  };
  const errors = form.allErrors;
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors)} />
        {preview !== null && (
          <Card title="As everybody will read it">
            <Prose>{preview}</Prose>
          </Card>
        )}
        <input type="hidden" name="base" value={posted('base', String(revises?.base ?? 0))} />
        <Field
          label="Your answer"
          name="body"
          kind="textarea"
          look="prose"
          rows={8}
          counted
          hint="Markdown works; HTML and pictures are not taken. What is published stands for good, under your name."
          errors={errors['body']}
          defaultValue={posted('body', revises?.body)}
          maxLength={answerLength.max}
        />
        {revises && (
          <Field
            label="Why it is revised"
            name="reason"
            kind="textarea"
            rows={3}
            hint="Everybody reads this beside the change. What it said before stays readable."
            errors={errors['reason']}
            defaultValue={posted('reason')}
            maxLength={reasonLength.max}
          />
        )}
        <Cluster>
          <Button name="act" value="preview" tone={preview === null ? 'primary' : 'secondary'}>
            {preview === null ? 'Look at it first' : 'Look again'}
          </Button>
          {preview !== null && (
            <Button name="act" value="publish">
              {revises ? 'Publish the revision' : 'Publish the answer'}
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
