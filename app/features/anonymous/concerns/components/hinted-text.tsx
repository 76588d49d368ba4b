import { useEffect, useState } from 'react';
import { Field } from '~/ui/field';
import { plural } from '~/ui/count';
import { hintsFor, type Hint } from '../text-hints';

interface HintedTextProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly value: string;
  readonly rows: number;
  readonly maxLength: number;
  readonly required?: boolean;
  readonly errors?: readonly string[] | undefined;
  readonly onChange: (value: string) => void;
}

const pauseMs = 600;
const shownAtOnce = 5;

/** A text in somebody's own words, and beside it what in them may tell who wrote it: advice, never a lock. */
export function HintedText({ id, label, hint, value, rows, maxLength, required, errors, onChange }: HintedTextProps) {
  const hints = useHints(value);
  return (
    <div className="hinted">
      <Field
        id={id}
        name={id}
        kind="textarea"
        look="prose"
        label={label}
        hint={hint}
        rows={rows}
        maxLength={maxLength}
        optional={!required}
        defaultValue={value}
        autoComplete="off"
        errors={errors}
        onChange={onChange}
      />
      <div role="status">{hints.length > 0 && <Hints hints={hints} text={value} />}</div>
    </div>
  );
}

function Hints({ hints, text }: { hints: readonly Hint[]; text: string }) {
  const more = hints.length - shownAtOnce;
  return (
    <div className="hints">
      <p className="hints__title">This could tell who you are</p>
      <ul>
        {hints.slice(0, shownAtOnce).map(({ start, end, advice }) => (
          <li key={`${String(start)}-${String(end)}`}>
            <q className="hints__quote">{text.slice(start, end)}</q> {advice}
          </li>
        ))}
      </ul>
      {more > 0 && <p className="small soft">And {plural(more, 'more place')}.</p>}
      <p className="small soft">It is your text: leave it where it matters.</p>
    </div>
  );
}

/** The hints on a text, once its writer pauses. */
function useHints(text: string): readonly Hint[] {
  const [hints, setHints] = useState<readonly Hint[]>(() => hintsFor(text));
  useEffect(() => {
    const timer = setTimeout(() => {
      setHints(hintsFor(text));
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [text]);
  // Of an older text: what has been cut off since is no longer there to be pointed at.
  return hints.filter(({ end }) => end <= text.length);
}
