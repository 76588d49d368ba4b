import type { ReactNode } from 'react';
import { classNames } from './class-names';

/** `narrow` for forms and single decisions, `reading` for text, `wide` for lists, tables and a text with a side. */
export type PageWidth = 'narrow' | 'reading' | 'wide';

export function Page({ width = 'wide', children }: { width?: PageWidth; children: ReactNode }) {
  return <div className={classNames('page', width !== 'wide' && `page--${width}`)}>{children}</div>;
}

export interface PageHeaderProps {
  title: ReactNode;
  /** One line above the title: state, author, date. */
  state?: ReactNode;
  /** One or two sentences below it. */
  lead?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, state, lead, actions }: PageHeaderProps) {
  return (
    <div className="page-header">
      {state && <div className="page-header__state">{state}</div>}
      <h1>{title}</h1>
      {lead && <p className="page-header__lead">{lead}</p>}
      {actions && <div className="page-header__actions cluster">{actions}</div>}
    </div>
  );
}

/** The large first words of the home page. */
export function Hero({ title, children }: { title: ReactNode; children: ReactNode }) {
  return (
    <div className="hero">
      <h1>{title}</h1>
      <div className="page-header__lead">{children}</div>
    </div>
  );
}

/** A text with something beside it, which on a phone follows it, or comes first where that is asked for. */
export function Split({
  children,
  aside,
  asideLabel,
  asideFirst,
}: {
  children: ReactNode;
  aside: ReactNode;
  asideLabel: string;
  asideFirst?: boolean;
}) {
  return (
    <div className="split">
      <div className="split__text">{children}</div>
      {aside && (
        <aside className={classNames('split__aside', asideFirst && 'split__aside--first')} aria-label={asideLabel}>
          {aside}
        </aside>
      )}
    </div>
  );
}

/** A part of a page with its heading. `id` makes it a place to link to. */
export function Section({ title, id, children }: { title: ReactNode; id?: string; children: ReactNode }) {
  return (
    <section className="section" id={id}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Even vertical distances. */
export function Stack({ gap, children }: { gap?: 'tight' | 'loose'; children: ReactNode }) {
  return <div className={classNames('stack', gap && `stack--${gap}`)}>{children}</div>;
}

/** Side by side, wrapping; `apart` pushes the ends to the edges. */
export function Cluster({ apart, children }: { apart?: boolean; children: ReactNode }) {
  return <div className={classNames('cluster', apart && 'cluster--apart')}>{children}</div>;
}

/** Cards beside each other, as many as fit. */
export function Grid({ children }: { children: ReactNode }) {
  return <div className="grid">{children}</div>;
}

/**
 * The one action of a page, fixed above the navigation on a phone. It repeats an action that stands in the page: mark
 * that one `only-wide`, so that it is there once on every screen.
 */
export function StickyAction({ children, note }: { children: ReactNode; note?: ReactNode }) {
  return (
    <div className="sticky-action">
      {children}
      {note && <p>{note}</p>}
    </div>
  );
}
