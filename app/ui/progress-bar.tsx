import { useId, type ReactNode } from 'react';

export interface ProgressBarProps {
  /** What is being done, in words: "Making the proof on this device". */
  label: string;
  /** 0 to 1, or null while it cannot be told. */
  value: number | null;
  /** How far, in words: "2 of 4 files", "about one second left". */
  detail?: ReactNode;
}

/** Real progress of long work. Its words are read out as they change, the figures are not. */
export function ProgressBar({ label, value, detail }: ProgressBarProps) {
  const id = useId();
  return (
    <div className="progress">
      <progress className="progress__bar" aria-labelledby={id} max={1} {...(value === null ? {} : { value })} />
      <p className="progress__text">
        <span id={id} role="status">
          {label}
        </span>
        {detail && <span>{detail}</span>}
      </p>
    </div>
  );
}
