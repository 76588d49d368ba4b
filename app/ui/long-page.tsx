import type { ReactNode } from 'react';

export interface ContentsItem {
  /** The `id` of a `Section` on the page. */
  id: string;
  label: string;
}

/** A long text with its table of contents beside it, where there is room. */
export function LongPage({ items, children }: { items: readonly ContentsItem[]; children: ReactNode }) {
  return (
    <div className="long-page">
      <div>{children}</div>
      <Contents items={items} />
    </div>
  );
}

function Contents({ items }: { items: readonly ContentsItem[] }) {
  return (
    <nav className="contents" aria-labelledby="contents-title">
      <p className="contents__title" id="contents-title">
        On this page
      </p>
      <ul>
        {items.map((item) => (
          <li key={item.id}>
            <a href={`#${item.id}`}>{item.label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
