import type { ReactNode } from 'react';
import { classNames } from './class-names';

export interface CardProps {
  title?: ReactNode;
  /** `seal`: a seal, facts and an action; on a phone the seal stands beside its facts. */
  kind?: 'seal' | undefined;
  children: ReactNode;
}

export function Card({ title, kind, children }: CardProps) {
  return (
    <div className={classNames('card', kind && `card--${kind}`)}>
      {title && <h2 className="card__title">{title}</h2>}
      {children}
    </div>
  );
}

/** Small print at the foot of a card. */
export function CardNote({ children }: { children: ReactNode }) {
  return <p className="card__note">{children}</p>;
}
