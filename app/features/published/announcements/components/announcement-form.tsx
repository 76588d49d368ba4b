import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import type { ReactNode } from 'react';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import { reasonLength } from '~/features/published/petitions/petition';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Check } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { announcementBodyLength, announcementTitleLength } from '../announcement';
import { announcementRevisionSchema, announcementSchema } from '../announcement.schema';

interface Words {
  readonly title: string;
  readonly body: string;
}

interface AnnouncementFormProps {
  readonly lastResult: SubmissionResult | undefined;
  /** The announcement as it would stand, when it was asked for. */
  readonly preview: Words | null;
  /** What is revised, and what it says now; null for a new one. */
  readonly revises: (Words & { readonly base: number }) | null;
  /** Petitions that it can be about. */
  readonly petitions: readonly { readonly id: string; readonly title: string }[];
  /** Whether one of today went out by mail: then this one cannot. */
  readonly mailedToday: boolean;
}

/** Words to all staff: written, looked at, then published for good. */
export function AnnouncementForm({ lastResult, preview, revises, petitions, mailedToday }: AnnouncementFormProps) {
  const schema = revises ? announcementRevisionSchema : announcementSchema;
  const [form] = useForm({
    id: 'announcement',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema }),
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
        {preview && (
          <Card title={preview.title}>
            <Prose>{preview.body}</Prose>
          </Card>
        )}
        {revises && <input type="hidden" name="base" value={posted('base', String(revises.base))} />}
        <Field
          label="Title"
          name="title"
          hint="It is also the subject of the mail, if one goes out."
          errors={errors['title']}
          defaultValue={posted('title', revises?.title)}
          maxLength={announcementTitleLength.max}
        />
        <Field
          label="What all staff should know"
          name="body"
          kind="textarea"
          look="prose"
          rows={9}
          counted
          hint="Markdown works; HTML and pictures are not taken. It stands for good, under your name."
          errors={errors['body']}
          defaultValue={posted('body', revises?.body)}
          maxLength={announcementBodyLength.max}
        />
        {revises ? (
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
        ) : (
          <OnlyNew {...{ petitions, mailedToday, errors, posted }} />
        )}
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Look again' : 'Look at it first'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              {revises ? 'Publish the revision' : 'Announce it'}
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}

interface OnlyNewProps extends Pick<AnnouncementFormProps, 'petitions' | 'mailedToday'> {
  readonly errors: Readonly<Record<string, string[] | null | undefined>>;
  readonly posted: (name: string, otherwise?: string) => string | undefined;
}

function OnlyNew({ petitions, mailedToday, errors, posted }: OnlyNewProps): ReactNode {
  return (
    <>
      <Field
        label="About which petition"
        name="petitionId"
        kind="select"
        optional
        placeholder="About none in particular"
        options={petitions.map(({ id, title }) => ({ value: id, label: title }))}
        errors={errors['petitionId'] ?? undefined}
        defaultValue={posted('petitionId')}
      />
      <Check
        label="Send it by mail too, to everybody on the roster"
        name="byMail"
        hint={
          mailedToday
            ? 'One announcement of today went out by mail already; there is one mailing a day.'
            : 'Everybody gets the same words, whether or not they signed anything. There is one mailing a day.'
        }
        disabled={mailedToday}
        defaultChecked={posted('byMail') === 'yes'}
        errors={errors['byMail'] ?? undefined}
      />
    </>
  );
}
