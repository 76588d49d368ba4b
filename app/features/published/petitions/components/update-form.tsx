import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { updateLength } from '../petition';
import { updateSchema } from '../petition.schema';
import { formProblems } from './form-problems';

export interface UpdateFormProps {
  lastResult: SubmissionResult | undefined;
  /** The update as it would stand, when it was asked for. */
  preview: string | null;
}

/** News for the petition's page: written, looked at, then published for good. */
export function UpdateForm({ lastResult, preview }: UpdateFormProps) {
  const [form] = useForm({
    id: 'update',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: updateSchema }),
  });
  const posted = lastResult?.initialValue?.['body'];
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(form.allErrors)} />
        {preview !== null && (
          <Card title="As everybody will read it">
            <Prose>{preview}</Prose>
          </Card>
        )}
        <Field
          label="News for everybody who follows this petition"
          name="body"
          kind="textarea"
          look="prose"
          rows={7}
          counted
          hint="Markdown works; HTML and pictures are not taken. What is published stands for good."
          errors={form.allErrors['body']}
          defaultValue={preview ?? (typeof posted === 'string' ? posted : undefined)}
          maxLength={updateLength.max}
        />
        <Cluster>
          <Button name="act" value="preview" tone={preview === null ? 'primary' : 'secondary'}>
            {preview === null ? 'Look at it first' : 'Look again'}
          </Button>
          {preview !== null && (
            <Button name="act" value="publish">
              Publish
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
