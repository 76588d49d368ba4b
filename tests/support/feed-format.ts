import { SaxesParser } from 'saxes';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** XML of one namespace as another program reads it: every error of form throws. */
function readXml(xml: string, namespace: string): Element {
  const open: Element[] = [];
  let root: Element | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    if (uri !== namespace) throw new Error(`an element of ${uri}`);
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const element: Element = { name: local, attributes: Object.fromEntries(values) as never, children: [], text: '' };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('text', (text) => {
    const element = open.at(-1);
    if (element) element.text += text;
  });
  parser.on('closetag', () => open.pop());
  parser.write(xml).close();
  if (!root) throw new Error('no element');
  return root;
}

export interface ReadEntry {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly updated: string;
  readonly text: string;
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
const absolute = /^https?:\/\/[^\s<>"]+$/;

/**
 * Reads an Atom feed and holds it to what RFC 4287 demands of feed and entries (4.1.1, 4.1.2): exactly one id, title and
 * updated each, an author over every entry, one link to itself, no id twice, newest change first.
 * @throws Error with what is wrong
 */
export function readAtom(xml: string): { self: string; title: string; entries: ReadEntry[] } {
  const feed = readXml(xml, 'http://www.w3.org/2005/Atom');
  if (feed.name !== 'feed') throw new Error(`a ${feed.name}`);
  const of = (element: Element, name: string) => element.children.filter((child) => child.name === name);
  const one = (element: Element, name: string): Element => {
    const [found, ...more] = of(element, name);
    if (!found || more.length > 0)
      throw new Error(`${element.name} has ${String(more.length + (found ? 1 : 0))} ${name}`);
    return found;
  };
  const day = (element: Element) => {
    const { text } = one(element, 'updated');
    if (!instant.test(text) || Number.isNaN(Date.parse(text))) throw new Error(`updated ${text}`);
    return text;
  };
  const iri = (element: Element) => {
    const { text } = one(element, 'id');
    if (!/^urn:uuid:[0-9a-f-]{36}$/.test(text)) throw new Error(`id ${text}`);
    return text;
  };
  iri(feed);
  const feedsDay = day(feed);
  if (one(one(feed, 'author'), 'name').text === '') throw new Error('a feed without an author');
  const [self, ...selves] = of(feed, 'link').filter(({ attributes }) => attributes['rel'] === 'self');
  if (!self || selves.length > 0 || !absolute.test(self.attributes['href'] ?? '')) throw new Error('no link to itself');
  const entries = of(feed, 'entry').map((entry): ReadEntry => {
    const link = one(entry, 'link');
    const url = link.attributes['href'] ?? '';
    if (link.attributes['rel'] !== 'alternate' || !absolute.test(url)) throw new Error(`link ${url}`);
    const [id, updated] = [iri(entry), day(entry)];
    const title = one(entry, 'title');
    const content = one(entry, 'content');
    for (const part of [title, content]) {
      if (part.attributes['type'] !== 'text' || part.children.length > 0) throw new Error(`markup in ${part.name}`);
    }
    if (title.text.trim() === '') throw new Error('an entry without a title');
    return { id, title: title.text, url, updated, text: content.text };
  });
  if (new Set(entries.map(({ id }) => id)).size !== entries.length) throw new Error('an id twice');
  entries.forEach(({ updated }, place) => {
    if (updated > (entries[place - 1]?.updated ?? feedsDay)) throw new Error('not newest first');
  });
  return { self: self.attributes['href'] ?? '', title: one(feed, 'title').text, entries };
}

/**
 * Reads a calendar and holds it to RFC 5545: CRLF, at most 75 octets a line, components closed in order, and for each event a
 * UID of its own, a DTSTAMP and a DTSTART (3.6.1).
 * @throws Error with what is wrong
 */
export function readCalendar(text: string): Record<string, string>[] {
  if (!text.endsWith('\r\n')) throw new Error('no line end at the end');
  const raw = text.slice(0, -2).split('\r\n');
  for (const line of raw) {
    if (/[\r\n]/.test(line)) throw new Error('a bare line end');
    if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${String(Buffer.byteLength(line))} octets`);
  }
  const lines = raw.reduce<string[]>((all, line) => {
    if (line.startsWith(' ')) all.push(`${all.pop() ?? ''}${line.slice(1)}`);
    else all.push(line);
    return all;
  }, []);
  const open: string[] = [];
  const events: Record<string, string>[] = [];
  for (const line of lines) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? [];
    if (name === '') throw new Error(`no content line: ${line}`);
    if (name === 'BEGIN') {
      open.push(value);
      if (value === 'VEVENT') events.push({});
    } else if (name === 'END') {
      if (open.pop() !== value) throw new Error(`END of ${value} in the wrong place`);
    } else if (open.at(-1) === 'VEVENT') Object.assign(events.at(-1) ?? {}, { [name]: value });
  }
  if (open.length > 0 || lines[0] !== 'BEGIN:VCALENDAR') throw new Error('no calendar');
  for (const event of events) {
    for (const name of ['UID', 'DTSTAMP', 'DTSTART', 'SUMMARY']) if (!event[name]) throw new Error(`no ${name}`);
  }
  if (new Set(events.map((event) => event['UID'])).size !== events.length) throw new Error('a UID twice');
  return events;
}
