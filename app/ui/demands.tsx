import type { ReactNode } from 'react';

export interface Demand {
  text: string;
  /** Makes it a place to link to. */
  id?: string | undefined;
  /** What leadership said to it: a tag and a few words. */
  answer?: ReactNode;
}

/** What a petition asks, numbered, each with its answer below it. */
export function Demands({ demands }: { demands: readonly Demand[] }) {
  return (
    <ol className="demands">
      {demands.map((demand, index) => (
        <li key={`${index}:${demand.text}`} id={demand.id}>
          <span className="demands__text">{demand.text}</span>
          {demand.answer && <div className="demands__answer">{demand.answer}</div>}
        </li>
      ))}
    </ol>
  );
}
