import type { Stretch } from '../common-phrases';

/** A text with stretches of it marked. @param stretches in order, none over another */
export function MarkedText({ text, stretches }: { text: string; stretches: readonly Stretch[] }) {
  const parts = stretches.map(({ start, end }, index) => (
    <span key={start}>
      {text.slice(stretches[index - 1]?.end ?? 0, start)}
      <mark>{text.slice(start, end)}</mark>
    </span>
  ));
  return (
    <p className="conversation__text">
      {parts}
      {text.slice(stretches.at(-1)?.end ?? 0)}
    </p>
  );
}
