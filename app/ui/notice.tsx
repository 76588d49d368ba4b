import { CircleCheck, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export type NoticeTone = 'info' | 'success' | 'warn' | 'error';

const ICONS: Record<NoticeTone, LucideIcon> = {
  info: Info,
  success: CircleCheck,
  warn: TriangleAlert,
  error: OctagonAlert,
};

export interface NoticeProps {
  tone?: NoticeTone | undefined;
  title?: ReactNode;
  children?: ReactNode;
  /**
   * It appears in answer to something just done, so screen readers say it: errors at once, the rest when they get to
   * it. Leave out for what stood there when the page opened.
   */
  live?: boolean | undefined;
}

/** A message set apart. Errors are heavy in ink, not red: red is kept for what is overdue. */
export function Notice({ tone = 'info', title, children, live }: NoticeProps) {
  const Icon = ICONS[tone];
  const role = tone === 'error' ? 'alert' : live ? 'status' : undefined;
  return (
    <div className={`notice notice--${tone}`} role={role}>
      <Icon aria-hidden="true" />
      <div>
        {title && <p className="notice__title">{title}</p>}
        {children && <div className="notice__body">{children}</div>}
      </div>
    </div>
  );
}
