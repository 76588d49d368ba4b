import type { ReactNode } from 'react';

export interface TimelineEntry {
  key: string;
  /** A `DateText`, usually. */
  when: ReactNode;
  what: ReactNode;
  /** `late` is overdue; `ahead` has not happened yet. */
  kind?: 'late' | 'ahead' | undefined;
}

/** What happened, newest first or oldest first as given. */
export function Timeline({ entries }: { entries: readonly TimelineEntry[] }) {
  return (
    <ol className="timeline">
      {entries.map((entry) => (
        <li key={entry.key} className={entry.kind && `timeline__${entry.kind}`}>
          <span className="timeline__when">{entry.when}</span>
          {entry.what}
        </li>
      ))}
    </ol>
  );
}
