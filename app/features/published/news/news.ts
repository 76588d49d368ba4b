/** Kinds of things that happen in public. Each stands in some feeds; all of them in the one of everything. */
const newsKinds = ['petition', 'update', 'organizing', 'statement', 'due', 'programme'] as const;
export type NewsKind = (typeof newsKinds)[number];

/** Something that everybody can read, on the day on which it became public; the same for every reader. */
export interface NewsItem {
  readonly kind: NewsKind;
  /** Names it among all news, for ever: what happened, and to what. */
  readonly key: readonly (string | number)[];
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly title: string;
  /** Plain text; may be empty. */
  readonly text: string;
  /** A path of this site. */
  readonly path: string;
  /** Whose words these are; null where they are the house's. */
  readonly author: string | null;
  /** The petition that it belongs to, if one. */
  readonly petitionId: string | null;
}

/** Newest day first; within a day in an order that says nothing of time: by kind and name. */
export function inNewsOrder(items: readonly NewsItem[]): NewsItem[] {
  const name = ({ kind, key }: NewsItem) => [newsKinds.indexOf(kind), ...key].join('/');
  return [...items].sort((one, other) => {
    if (one.day !== other.day) return one.day < other.day ? 1 : -1;
    const [first, second] = [name(one), name(other)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}
