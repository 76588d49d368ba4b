import { parseWithZod } from '@conform-to/zod/v4';
import { useState, type FormEvent } from 'react';
import type { z } from 'zod';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Prose } from '~/ui/prose';
import { HintedText } from '../../concerns/components/hinted-text';

interface WordsActProps {
  /** Unique on the page. */
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  /** Of an object with `body`. */
  readonly schema: z.ZodType<{ body: string }>;
  readonly maxLength: number;
  readonly markdown?: boolean;
  /** On the button that does it. */
  readonly action: string;
  readonly grave?: boolean;
  readonly sending: boolean;
  /** Gets the words in their one spelling. */
  readonly onSend: (body: string) => void;
}

/** Words that will be public: written, looked at as everybody will read them, then signed and sent. */
export function WordsAct(props: WordsActProps) {
  const { id, label, hint, schema, maxLength, markdown, action, grave, sending, onSend } = props;
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [checked, setChecked] = useState<string | null>(null);

  function look(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData();
    form.set('body', text);
    const submission = parseWithZod(form, { schema });
    const failed = submission.status !== 'success';
    setProblem(failed ? (submission.error?.['body']?.[0] ?? 'Please write something.') : null);
    if (failed) document.getElementById(id)?.focus();
    else setChecked(submission.value.body);
  }

  if (checked !== null) {
    return (
      <div className="stack">
        <Card title="As everybody will read it">{markdown ? <Prose>{checked}</Prose> : <p>{checked}</p>}</Card>
        <div className="cluster">
          <Button
            type="button"
            tone={grave ? 'grave' : 'primary'}
            disabled={sending}
            onClick={() => {
              onSend(checked);
            }}
          >
            {sending ? 'Sending …' : action}
          </Button>
          <Button
            type="button"
            tone="quiet"
            onClick={() => {
              setChecked(null);
            }}
          >
            Change it
          </Button>
        </div>
      </div>
    );
  }
  return (
    <form className="stack" noValidate onSubmit={look}>
      <HintedText
        {...{ id, label, hint, maxLength }}
        rows={5}
        required
        value={text}
        errors={problem === null ? undefined : [problem]}
        onChange={setText}
      />
      <div>
        <Button tone="secondary">Look at it first</Button>
      </div>
    </form>
  );
}
