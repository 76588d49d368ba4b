import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { summaryResponseLength, summaryResponseSchema } from '../summary-response';

interface SummaryResponseFormProps {
  readonly lastResult: SubmissionResult | undefined;
  /** The answer as it would stand, when it was asked for. */
  readonly preview: string | null;
}

/** Leadership's answer to a summary; looked at, then published for good. */
export function SummaryResponseForm({ lastResult, preview }: SummaryResponseFormProps) {
  const [form, fields] = useForm<{ body: string }>({
    id: 'summary-response',
    lastResult,
    ...(preview !== null && { defaultValue: { body: preview } }),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: summaryResponseSchema }),
  });
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(form.allErrors, (name) => name)} />
        {preview !== null && (
          <Card title="As everybody will read it">
            <Prose>{preview}</Prose>
          </Card>
        )}
        <Field
          label="Your answer"
          name="body"
          kind="textarea"
          look="prose"
          rows={10}
          required
          counted
          hint="Markdown works; HTML and pictures are not taken. What is published stands for good, under your name."
          errors={form.allErrors['body']}
          defaultValue={typeof fields.body.initialValue === 'string' ? fields.body.initialValue : undefined}
          maxLength={summaryResponseLength.max}
        />
        <Cluster>
          <Button name="act" value="preview" tone={preview === null ? 'primary' : 'secondary'}>
            {preview === null ? 'Look at it first' : 'Look again'}
          </Button>
          {preview !== null && (
            <Button name="act" value="publish">
              Publish the answer
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
