import XMLBuilder from 'fast-xml-builder';
import { plainCharacters, plainLine } from './plain-characters';

/** 'YYYY-MM-DD': nothing in a feed is finer than what the page says. */
type Day = string;

export interface AtomFeed {
  /** An IRI that stays what it is for ever: see `stableIri`. */
  readonly id: string;
  readonly title: string;
  readonly subtitle?: string;
  /** Where this very feed is read; absolute, as all addresses here. */
  readonly selfUrl: string;
  /** The page that shows the same to people. */
  readonly pageUrl: string;
  /** Whose words these are where an entry names nobody. */
  readonly author: string;
  /** Newest change first. */
  readonly entries: readonly AtomEntry[];
  /** What stands for the last change where there is no entry. */
  readonly emptyDay: Day;
}

export interface AtomEntry {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly publishedDay: Day;
  readonly updatedDay: Day;
  readonly author?: string;
  /** Plain text, shown as it stands: markup in it is letters. */
  readonly text: string;
  readonly categories?: readonly string[];
}

export const atomMediaType = 'application/atom+xml; charset=utf-8';

const builder = new XMLBuilder({ ignoreAttributes: false, processEntities: true, suppressBooleanAttributes: false });

/**
 * An Atom feed (RFC 4287) as text. All words are `type="text"` and escaped, so that what somebody wrote is never markup.
 * NOT checked: that ids and addresses are IRIs, and that no two entries share an id.
 */
export function writeAtom(feed: AtomFeed): string {
  const updated = feed.entries.reduce((newest, { updatedDay }) => (updatedDay > newest ? updatedDay : newest), '');
  const document = {
    '?xml': { '@_version': '1.0', '@_encoding': 'utf-8' },
    feed: {
      '@_xmlns': 'http://www.w3.org/2005/Atom',
      '@_xml:lang': 'en',
      id: feed.id,
      title: words(feed.title),
      ...(feed.subtitle === undefined ? {} : { subtitle: words(feed.subtitle) }),
      updated: instantOf(updated === '' ? feed.emptyDay : updated),
      author: { name: plainLine(feed.author) },
      link: [link(feed.selfUrl, 'self', 'application/atom+xml'), link(feed.pageUrl, 'alternate', 'text/html')],
      entry: feed.entries.map(entryOf),
    },
  };
  return `${builder.build(document)}\n`;
}

function entryOf({ id, title, url, publishedDay, updatedDay, author, text, categories = [] }: AtomEntry) {
  return {
    id,
    title: words(title),
    published: instantOf(publishedDay),
    updated: instantOf(updatedDay),
    ...(author === undefined ? {} : { author: { name: plainLine(author) } }),
    link: link(url, 'alternate', 'text/html'),
    category: categories.map((term) => ({ '@_term': plainLine(term) })),
    content: { '@_type': 'text', '#text': plainCharacters(text) },
  };
}

function words(text: string) {
  return { '@_type': 'text', '#text': plainLine(text) };
}

function link(href: string, rel: 'self' | 'alternate', type: string) {
  return { '@_rel': rel, '@_type': type, '@_href': href };
}

const instantOf = (day: Day) => `${day}T00:00:00Z`;
