import type { ReactNode } from 'react';
import { formatCount, pluralWord } from './count';
import { Link } from './link';
import { Seal } from './seal';

export interface SealListItem {
  id: string;
  to: string;
  title: ReactNode;
  /** Words of it that a search found. */
  excerpt?: ReactNode;
  /** One line below the title; wrap in `<span className="late">` what is overdue. */
  state: ReactNode;
  /** Null where no number may be shown yet. */
  count: number | null;
  /** What stands where the count would, if it is not simply "not shown yet". */
  uncounted?: string | undefined;
  threshold: number;
  thresholdsReached?: readonly number[] | undefined;
}

/** Petitions one below the other, each with its seal, its state and its count. */
export function SealList({ items, headingLevel = 3 }: { items: readonly SealListItem[]; headingLevel?: 2 | 3 }) {
  const Heading = headingLevel === 2 ? 'h2' : 'h3';
  return (
    <ul className="seal-list">
      {items.map((item) => (
        <li key={item.id}>
          <div className="seal-list__text">
            <Heading className="seal-list__title">
              <Link to={item.to}>{item.title}</Link>
            </Heading>
            {item.excerpt && <p className="seal-list__excerpt">{item.excerpt}</p>}
            <div className="seal-list__state">{item.state}</div>
          </div>
          <Seal
            id={item.id}
            count={item.count}
            threshold={item.threshold}
            thresholdsReached={item.thresholdsReached}
            size="medium"
            label=""
          />
          <p className="seal-list__count">
            {item.count === null ? <span aria-hidden="true">–</span> : formatCount(item.count)}
            <small>{countWords(item)}</small>
          </p>
        </li>
      ))}
    </ul>
  );
}

function countWords({ count, uncounted = 'not shown yet', threshold }: SealListItem): string {
  if (count === null) return uncounted;
  return threshold > 0 ? `of ${formatCount(threshold)}` : pluralWord(count, 'signature');
}
