import { useForm, type SubmissionResult } from '@conform-to/react';
import { parseWithZod } from '@conform-to/zod/v4';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { DateText } from '~/ui/date-text';
import { Field } from '~/ui/field';
import { FormErrors } from '~/ui/form-errors';
import { Cluster, Grid, Stack } from '~/ui/page';
import { Prose } from '~/ui/prose';
import { formProblems } from '../../petitions/components/form-problems';
import type { StatementPart } from '../../statements/statement-parts';
import { statementKindWords } from '../../statements/statement-words';
import { contradictionWordsLength, quoteLength, referenceName, type StatementReference } from '../contradiction';
import { contradictionSchema } from '../contradiction.schema';
import type { Contradiction } from '../contradictions.queries.server';
import { ContradictionList } from './contradiction-list';

/** A revision to quote from. */
export interface ShownRevision extends StatementReference {
  readonly day: string;
  readonly title: string;
  readonly parts: readonly StatementPart[];
}

export interface ContradictionFormProps {
  sides: readonly [ShownRevision, ShownRevision];
  lastResult: SubmissionResult | undefined;
  /** As it would stand, when it was asked for. */
  preview: Contradiction | null;
  today: string;
}

/** The second step: both statements in full, the words of each that contradict the other, and how. */
export function ContradictionForm({ sides, lastResult, preview, today }: ContradictionFormProps) {
  const [form] = useForm({
    id: 'contradiction',
    lastResult,
    onValidate: ({ formData }) => parseWithZod(formData, { schema: contradictionSchema }),
  });
  const errors = form.allErrors;
  const posted = (name: string) => {
    const value = lastResult?.initialValue?.[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [one, other] = sides;
  return (
    <form method="post" id={form.id} onSubmit={form.onSubmit} noValidate>
      <Stack gap="loose">
        <FormErrors problems={formProblems(errors)} />
        {preview && (
          <Card title="As everybody will read it">
            <ContradictionList contradictions={[preview]} today={today} />
          </Card>
        )}
        <Grid>
          <Side name="one" shown={one} today={today} quote={posted('oneQuote')} errors={errors['oneQuote']} />
          <Side name="other" shown={other} today={today} quote={posted('otherQuote')} errors={errors['otherQuote']} />
        </Grid>
        <Field
          label="How they contradict each other"
          name="words"
          kind="textarea"
          look="prose"
          rows={4}
          counted
          hint="Plain text, under the name under which you started the petition. It stands for good; you can take the link back once, with a reason."
          errors={errors['words']}
          defaultValue={posted('words')}
          maxLength={contradictionWordsLength.max}
        />
        <Cluster>
          <Button name="act" value="preview" tone={preview ? 'secondary' : 'primary'}>
            {preview ? 'Look again' : 'Look at it first'}
          </Button>
          {preview && (
            <Button name="act" value="publish">
              Publish
            </Button>
          )}
        </Cluster>
      </Stack>
    </form>
  );
}

interface SideProps {
  name: 'one' | 'other';
  shown: ShownRevision;
  today: string;
  quote: string | undefined;
  errors: readonly string[] | undefined;
}

function Side({ name, shown, today, quote, errors }: SideProps) {
  const { kind, revision, day, title, parts } = shown;
  return (
    <Card title={`${statementKindWords[kind]}: ${title}`}>
      <Stack>
        <p className="soft small">
          <DateText day={day} now={today} />, {revision === 1 ? 'as first published' : `revision ${String(revision)}`}
        </p>
        {parts.map(({ key, label, text, look }) => (
          <div key={key}>
            <h3 className="part-label">{label}</h3>
            {look === 'markdown' ? <Prose>{text}</Prose> : <p className="plain-words">{text}</p>}
          </div>
        ))}
        <input type="hidden" name={name} value={referenceName(shown)} />
        <Field
          label="Its words, copied from above"
          name={`${name}Quote`}
          kind="textarea"
          look="prose"
          rows={3}
          hint="Word for word and in one piece. It is looked up in this very revision."
          errors={errors}
          defaultValue={quote}
          maxLength={quoteLength.max}
        />
      </Stack>
    </Card>
  );
}
