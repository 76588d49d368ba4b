import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { formProblems } from '~/features/published/petitions/components/form-problems';
import type { AboutProgramme } from '~/features/published/programmes/attachments';
import { AboutFields } from '~/features/published/programmes/components/about-fields';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { RadioCards } from '~/ui/choices';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Section, Stack } from '~/ui/page';
import { answerReasonLength, answers, answerWords, responseBodyLength, type ResponseText } from '../response';
import { responseSchema } from '../response.schema';
import { ResponseWords } from './published-response';

/** The fields as they are posted. */
interface ResponseFields {
  items: { answer: string; reason: string }[];
  body: string;
}

export interface ResponseFormProps {
  demands: readonly string[];
  /** Those that it can be about; the petition’s own unless another is chosen. */
  programmes: readonly { id: string; name: string }[];
  about: AboutProgramme | null;
  lastResult: SubmissionResult | undefined;
  /** The response as it would stand, when it was asked for. */
  preview: ResponseText | null;
}

/** An answer with its reason for every demand, and words to the whole; looked at, then published for good. */
export function ResponseForm({ demands, programmes, about, lastResult, preview }: ResponseFormProps) {
  const [form, fields] = useForm<ResponseFields>({
    id: 'response',
    lastResult,
    ...(preview && { defaultValue: { body: preview.body, items: [...preview.items] } }),
    onValidate: ({ formData }) => parseWithZod(formData, { schema: responseSchema(demands.length) }),
  });
  const errors = form.allErrors;
  const items = fields.items.getFieldList();
  const posted = (name: 'programmeId' | 'programmeField', otherwise: string | null | undefined) =>
    lastResult ? (textOrNothing(lastResult.initialValue?.[name]) ?? '') : (otherwise ?? '');
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors, controlId)} />
        {preview && (
          <Card title="As everybody will read it">
            <ResponseWords demands={demands} text={preview} />
          </Card>
        )}
        {demands.map((demand, index) => {
          const answer = `items[${String(index)}].answer`;
          const reason = `items[${String(index)}].reason`;
          const posted = items[index]?.getFieldset();
          return (
            <Section key={answer} title={`Demand ${String(index + 1)}`}>
              <Stack>
                <p className="serif">{demand}</p>
                <div>
                  <RadioCards
                    legend="Your answer"
                    name={answer}
                    errors={errors[answer]}
                    defaultValue={textOrNothing(posted?.answer.initialValue)}
                    choices={answers.map((value) => ({ value, label: answerWords[value] }))}
                  />
                </div>
                <Field
                  label="The reason for it"
                  name={reason}
                  kind="textarea"
                  look="prose"
                  rows={4}
                  counted
                  errors={errors[reason]}
                  defaultValue={textOrNothing(posted?.reason.initialValue)}
                  maxLength={answerReasonLength.max}
                />
              </Stack>
            </Section>
          );
        })}
        <Section title="To the petition as a whole">
          <Field
            label="Words to everybody who signed"
            name="body"
            kind="textarea"
            look="prose"
            rows={8}
            optional
            counted
            hint="Markdown works; HTML and pictures are not taken. What is published stands for good, under your name."
            errors={errors['body']}
            defaultValue={textOrNothing(fields.body.initialValue)}
            maxLength={responseBodyLength.max}
          />
          <AboutFields
            programmes={programmes}
            programmeId={posted('programmeId', about?.id)}
            programmeField={posted('programmeField', about?.field)}
            errors={errors}
            what="the response"
          />
        </Section>
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Look again' : 'Look at it first'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              Publish the response
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}

/** Radio buttons carry their value in their id: the first of them stands for the group. */
function controlId(name: string): string {
  return name.endsWith('.answer') ? `${name}-${answers[0]}` : name;
}

function textOrNothing(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
