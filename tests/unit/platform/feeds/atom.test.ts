import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { writeAtom, type AtomEntry, type AtomFeed } from '~/platform/feeds/atom';
import { stableIri } from '~/platform/feeds/stable-id';

const namespace = 'http://www.w3.org/2005/Atom';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

/** Reads XML as another program does: every error of form throws, every name is looked up in its namespace. */
function read(xml: string): Element {
  const open: Element[] = [];
  let root: Element | undefined;
  const parser = new SaxesParser({ xmlns: true });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    expect(uri).toBe(namespace);
    const values = Object.entries(attributes).map(([name, { value }]) => [name, value]);
    const element = { name: local, attributes: Object.fromEntries(values) as never, children: [], text: '' };
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

const childrenOf = ({ children }: Element, name: string) => children.filter((child) => child.name === name);

function only(element: Element, name: string): Element {
  const found = childrenOf(element, name);
  expect(found, name).toHaveLength(1);
  return found[0] as Element;
}

const entry: AtomEntry = {
  id: stableIri('demo', 'pledge', 'a', 1),
  title: 'The logger is switched off',
  url: 'https://voices.example/pledges/a',
  publishedDay: '2026-11-02',
  updatedDay: '2026-11-20',
  author: 'Asha Rao',
  text: 'First line.\nSecond line.',
  categories: ['kept'],
};
const feed: AtomFeed = {
  id: stableIri('demo', 'pledges'),
  title: 'Pledges',
  selfUrl: 'https://voices.example/pledges.atom?status=kept&unit=a',
  pageUrl: 'https://voices.example/pledges',
  author: 'Example',
  entries: [entry],
  emptyDay: '2026-01-01',
};

/** What RFC 4287 4.1.1 and 4.1.2 demand of a feed and of its entries. */
function checkRules(root: Element): void {
  expect(root.name).toBe('feed');
  for (const element of [root, ...childrenOf(root, 'entry')]) {
    expect(only(element, 'id').text).toMatch(/^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(only(element, 'title').attributes['type']).toBe('text');
    expect(only(element, 'updated').text).toMatch(/^\d{4}-\d{2}-\d{2}T00:00:00Z$/);
    const alternate = childrenOf(element, 'link').filter(({ attributes }) => attributes['rel'] === 'alternate');
    expect(alternate).toHaveLength(1);
  }
  expect(only(only(root, 'author'), 'name').text).not.toBe('');
  expect(childrenOf(root, 'link').filter(({ attributes }) => attributes['rel'] === 'self')).toHaveLength(1);
}

describe('an Atom feed', () => {
  test('says to a strict reader what it was given', () => {
    const root = read(writeAtom(feed));
    checkRules(root);
    const first = only(root, 'entry');
    expect(childrenOf(root, 'link').map(({ attributes }) => attributes['href'])).toEqual([feed.selfUrl, feed.pageUrl]);
    expect(only(first, 'title').text).toBe(entry.title);
    expect(only(first, 'content').text).toBe(entry.text);
    expect(only(first, 'content').attributes['type']).toBe('text');
    expect(only(only(first, 'author'), 'name').text).toBe('Asha Rao');
    expect(only(first, 'category').attributes['term']).toBe('kept');
    expect(only(first, 'published').text).toBe('2026-11-02T00:00:00Z');
    expect(only(first, 'updated').text).toBe('2026-11-20T00:00:00Z');
  });

  test('was last updated when its newest entry was, and without entries on the day that it is told', () => {
    const older = { ...entry, id: stableIri('b'), updatedDay: '2026-11-03' };
    expect(only(read(writeAtom({ ...feed, entries: [entry, older] })), 'updated').text).toBe('2026-11-20T00:00:00Z');
    expect(only(read(writeAtom({ ...feed, entries: [older, entry] })), 'updated').text).toBe('2026-11-20T00:00:00Z');
    const empty = read(writeAtom({ ...feed, entries: [] }));
    checkRules(empty);
    expect(only(empty, 'updated').text).toBe('2026-01-01T00:00:00Z');
  });

  test.each([
    ['markup', '<script>alert(1)</script>'],
    ['the end of a section of characters', ']]><evil/>'],
    ['an entity', '&lt;b&gt; &amp; &#38;'],
    ['quotation marks', `"double" 'single'`],
    ['what looks like a number', '007'],
    ['what is named as an attribute', '@_type'],
  ])('shows %s as the letters that it is', (_, words) => {
    const root = read(writeAtom({ ...feed, title: words, entries: [{ ...entry, text: words, categories: [words] }] }));
    expect(only(root, 'title').text).toBe(words);
    expect(only(only(root, 'entry'), 'content').text).toBe(words);
    expect(only(only(root, 'entry'), 'category').attributes['term']).toBe(words);
  });

  test('replaces what no XML may hold', () => {
    const words = `a${String.fromCharCode(0)}b${String.fromCharCode(0xd800)}c${String.fromCharCode(0xffff)}d`;
    expect(only(read(writeAtom({ ...feed, title: words })), 'title').text).toBe('a\u{FFFD}b\u{FFFD}c\u{FFFD}d');
  });

  test('is well-formed and keeps the rules whatever is written, and says the words again', () => {
    const word = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(word, word, fc.array(word, { maxLength: 3 }), (title, text, categories) => {
        const root = read(writeAtom({ ...feed, title, entries: [{ ...entry, title, text, categories }] }));
        checkRules(root);
        expect(childrenOf(only(root, 'entry'), 'category')).toHaveLength(categories.length);
        if (/^[\u{20}-\u{7E}]*$/u.test(text)) expect(only(only(root, 'entry'), 'content').text).toBe(text);
      }),
    );
  });
});

describe('a stable id', () => {
  test('is the same for the same fields, another for others, and a UUID of version 8', () => {
    expect(stableIri('demo', 'pledge', 'a', 1)).toBe(stableIri('demo', 'pledge', 'a', 1));
    const others = [
      ['demo', 'pledge', 'a', 2],
      ['demo', 'pledge', 'a1'],
      ['demopledge', 'a', 1],
      ['demo', 'pledge', 'a', '1'],
    ];
    for (const fields of others) expect(stableIri(...fields)).not.toBe(stableIri('demo', 'pledge', 'a', 1));
    fc.assert(
      fc.property(fc.string(), fc.nat(), (id, number) => {
        expect(stableIri(id, number)).toMatch(
          /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
        );
      }),
    );
  });
});
