import { useEffect, useRef } from 'react';
import { Notice } from './notice';
import { pluralWord } from './count';

export interface FormProblem {
  /** The control to jump to; none for what concerns the whole form. */
  fieldId?: string | undefined;
  message: string;
}

/** What stops a form, on top of it, each with a way to its field. Takes the focus when the answer arrives. */
export function FormErrors({ problems }: { problems: readonly FormProblem[] }) {
  const box = useRef<HTMLDivElement>(null);
  const fingerprint = problems.map((problem) => problem.message).join('\n');
  useEffect(() => {
    if (fingerprint !== '') box.current?.focus();
  }, [fingerprint]);
  if (problems.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="error" title={`Please look at ${pluralWord(problems.length, 'this', 'these')} again`}>
        <ul>
          {problems.map((problem) => (
            <li key={`${problem.fieldId ?? ''}:${problem.message}`}>
              {problem.fieldId ? <a href={`#${problem.fieldId}`}>{problem.message}</a> : problem.message}
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}
