import type { ReactNode } from 'react';

/** Our own words at length: paragraphs, lists and headings set for the interface, not as what people wrote. */
export function Passage({ children }: { children: ReactNode }) {
  return <div className="prose prose--plain">{children}</div>;
}
