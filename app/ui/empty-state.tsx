import type { ReactNode } from 'react';

/** Where a list has nothing to show: why, and what to do about it. */
export function EmptyState({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className="empty-state">
      <svg className="empty-state__ring" viewBox="0 0 52 52" aria-hidden="true">
        <circle cx="26" cy="26" r="17" />
        <circle cx="26" cy="26" r="23" pathLength="60" strokeDasharray="0.01 2.99" />
      </svg>
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {action}
    </div>
  );
}
