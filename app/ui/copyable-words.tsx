import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { Button } from './button';

export interface CopyableWordsProps {
  words: readonly string[];
  /** What they are, for screen readers: "Your recovery words". */
  label: string;
}

type State = 'idle' | 'copied' | 'refused';

/** Words to write down, numbered in reading order. Copying is offered, not urged: clipboards are remembered and shared. */
export function CopyableWords({ words, label }: CopyableWordsProps) {
  const [state, setState] = useState<State>('idle');

  async function copy() {
    try {
      await navigator.clipboard.writeText(words.join(' '));
      setState('copied');
    } catch {
      setState('refused');
    }
  }

  return (
    <div className="words">
      <ol className="words__grid" aria-label={label} translate="no">
        {words.map((word, index) => (
          <li key={`${index}:${word}`}>{word}</li>
        ))}
      </ol>
      <div className="cluster">
        <Button
          type="button"
          tone="secondary"
          small
          icon={state === 'copied' ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
          onClick={() => void copy()}
        >
          Copy the words
        </Button>
        <span className="small soft" role="status">
          {STATE_WORDS[state]}
        </span>
      </div>
    </div>
  );
}

const STATE_WORDS: Record<State, string> = {
  idle: 'Paper is safer: other programs can read a clipboard.',
  copied: 'Copied. Paste them where only you can read them, then copy something else.',
  refused: 'This browser does not allow copying here. Please write them down.',
};
