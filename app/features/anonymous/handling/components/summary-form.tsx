import { useRef, useState, type FormEvent } from 'react';
import { fieldNames, partLabels } from '~/features/published/programmes/programme-fields';
import {
  summaryBodyLength,
  summaryTextSchema,
  summaryTitleLength,
} from '~/features/published/summaries/summary.schema';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import type { DeskConcern } from '../desk-concern';
import { hashOf } from '../desk-place';
import { newSummaryId, publishSummary, type SummaryText } from '../publish-summary';
import { useDesk } from './desk-context';
import { SummaryPreview } from './summary-preview';
import { Refused, useAct } from './use-act';

type Step =
  | { readonly kind: 'writing'; readonly errors: Readonly<Partial<Record<'title' | 'body', string[] | undefined>>> }
  | { readonly kind: 'checking'; readonly text: SummaryText }
  | { readonly kind: 'published' };

/** Saying in public what a concern is about, without anything that gives anybody away. */
export function SummaryForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const [step, setStep] = useState<Step>({ kind: 'writing', errors: {} });
  const [draft, setDraft] = useState<SummaryText>({ title: '', body: '', programme: concern.programme, field: null });
  const [id] = useState(newSummaryId);
  const heading = useRef<HTMLHeadingElement>(null);

  function check(event: FormEvent) {
    event.preventDefault();
    const read = summaryTextSchema.safeParse(draft);
    if (!read.success) {
      setStep({ kind: 'writing', errors: errorsOf(read.error.issues) });
      return;
    }
    const programme = draft.programme;
    setStep({ kind: 'checking', text: { ...read.data, programme, field: programme === null ? null : draft.field } });
    heading.current?.focus();
  }
  async function publish(text: SummaryText) {
    if (await act.run(() => publishSummary(desk, id, text))) setStep({ kind: 'published' });
  }

  return (
    <section className="desk-panel">
      <p>
        <a href={hashOf({ kind: 'concern', key: concern.key })}>Back to the concern</a>
      </p>
      <h2 ref={heading} tabIndex={-1} className="desk-concern__heading">
        Publish a summary
      </h2>
      {step.kind === 'writing' && <Writing draft={draft} errors={step.errors} onChange={setDraft} onCheck={check} />}
      {step.kind === 'checking' && (
        <SummaryPreview
          text={step.text}
          concern={concern}
          busy={act.busy}
          onBack={() => {
            setStep({ kind: 'writing', errors: {} });
          }}
          onPublish={() => void publish(step.text)}
        />
      )}
      {step.kind === 'published' && (
        <Notice tone="success" live title="It is published">
          <p>
            <Link to={`/summaries/${id}`}>Read it as everybody does</Link>. Colleagues can now say whether they saw the
            same. Nothing links it to this concern: if the reporter is to know of it, write to them.
          </p>
        </Notice>
      )}
      <Refused act={act} />
    </section>
  );
}

interface WritingProps {
  readonly draft: SummaryText;
  readonly errors: Extract<Step, { kind: 'writing' }>['errors'];
  readonly onChange: (draft: SummaryText) => void;
  readonly onCheck: (event: FormEvent) => void;
}

function Writing({ draft, errors, onChange, onCheck }: WritingProps) {
  const { programmes } = useDesk();
  return (
    <form className="stack" onSubmit={onCheck} noValidate>
      <p>
        It stands under your name for everybody to read, for ever: it can be neither changed nor taken back. Write it in
        your own words, so that nobody recognises theirs.
      </p>
      <Field
        label="Title"
        name="summary-title"
        maxLength={summaryTitleLength.max}
        defaultValue={draft.title}
        errors={errors.title}
        autoComplete="off"
        onChange={(title) => {
          onChange({ ...draft, title });
        }}
      />
      <Field
        label="What was reported"
        name="summary-body"
        kind="textarea"
        look="prose"
        rows={10}
        maxLength={summaryBodyLength.max}
        counted
        defaultValue={draft.body}
        errors={errors.body}
        autoComplete="off"
        onChange={(body) => {
          onChange({ ...draft, body });
        }}
      />
      <Field
        label="Programme"
        name="summary-programme"
        kind="select"
        placeholder="Not about a listed one"
        defaultValue={draft.programme ?? ''}
        options={[...programmes].map(([value, label]) => ({ value, label }))}
        onChange={(programme) => {
          onChange({ ...draft, programme: programme === '' ? null : programme });
        }}
      />
      {draft.programme !== null && (
        <Field
          label="Part of it"
          name="summary-field"
          kind="select"
          placeholder="All of it"
          defaultValue={draft.field ?? ''}
          options={fieldNames.map((value) => ({ value, label: partLabels[value] }))}
          onChange={(field) => {
            onChange({ ...draft, field: field === '' ? null : field });
          }}
        />
      )}
      <div className="form-actions">
        <Button>Check it before it is published</Button>
      </div>
    </form>
  );
}

function errorsOf(issues: readonly { readonly path: PropertyKey[]; readonly message: string }[]) {
  const of = (name: string) => {
    const messages = issues.filter(({ path }) => path[0] === name).map(({ message }) => message);
    return messages.length > 0 ? messages : undefined;
  };
  return { title: of('title'), body: of('body') };
}
