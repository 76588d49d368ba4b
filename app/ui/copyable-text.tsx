import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

export interface CopyableTextProps {
  text: string;
  /** What it is: "Link for sponsors". */
  label: string;
  /** On the button: "Copy the link". */
  action: string;
  /** Of its own where a page has several. */
  id?: string;
}

const said = { idle: '', copied: 'Copied.', refused: 'This browser does not allow copying here. Please select it.' };

/** One line to pass on, which can be selected and copied. Without JavaScript it can be selected still. */
export function CopyableText({ text, label, action, id = 'copyable' }: CopyableTextProps) {
  const [state, setState] = useState<keyof typeof said>('idle');

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setState('copied');
    } catch {
      setState('refused');
    }
  }

  return (
    <div className="stack">
      <div className="field">
        <label className="field__label" htmlFor={id}>
          {label}
        </label>
        <input
          className="field__control copyable"
          id={id}
          readOnly
          value={text}
          spellCheck={false}
          translate="no"
          onFocus={(event) => {
            event.target.select();
          }}
        />
      </div>
      <div className="cluster needs-script">
        <Button
          type="button"
          tone="secondary"
          small
          icon={state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          onClick={() => void copy()}
        >
          {action}
        </Button>
        <span className="small soft" role="status">
          {said[state]}
        </span>
      </div>
    </div>
  );
}
