import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { appealLength } from '../petition';
import { appealSchema } from '../petition.schema';
import { formProblems } from './form-problems';

export interface AppealFormProps {
  lastResult: SubmissionResult | undefined;
  /** The appeal as it would stand, when it was asked for. */
  preview: string | null;
  /** The text of the petition is shown to nobody, so what is written here is not either. */
  hidden: boolean;
}

/** Why a rejected petition should be accepted: written, looked at, then sent in once for all. */
export function AppealForm({ lastResult, preview, hidden }: AppealFormProps) {
  const [form] = useForm({
    id: 'appeal',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: appealSchema }),
  });
  const posted = lastResult?.initialValue?.['words'];
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(form.allErrors)} />
        {preview !== null && (
          <Card title={hidden ? 'As the moderators will read it' : 'As everybody will read it'}>
            <blockquote className="serif">“{preview}”</blockquote>
          </Card>
        )}
        <Field
          label="Why it should be accepted"
          name="words"
          kind="textarea"
          rows={7}
          counted
          hint={
            hidden
              ? 'The moderators read this. Nobody else does, unless the appeal is granted: the text of the petition is not shown either.'
              : 'Everybody will read this beside the rejection. Speak to the reason that was given.'
          }
          errors={form.allErrors['words']}
          defaultValue={preview ?? (typeof posted === 'string' ? posted : undefined)}
          maxLength={appealLength.max}
        />
        <Cluster>
          <Button name="act" value="preview" tone={preview === null ? 'primary' : 'secondary'}>
            {preview === null ? 'Look at it first' : 'Look again'}
          </Button>
          {preview !== null && (
            <Button name="act" value="appeal">
              Send in the appeal
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}
