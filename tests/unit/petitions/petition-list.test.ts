import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cursorOf,
  cursorText,
  listFilters,
  listHref,
  parseListAddress,
  parseCursor,
  searchLength,
  sortsOf,
  wholeCompany,
} from '~/features/published/petitions/petition-list';

const parse = (query: string) => parseListAddress(new URLSearchParams(query));

const everything = { unit: '', programme: '' };

test('shows what is open, newest first, unless told otherwise; a search looks everywhere, best match first', () => {
  expect(parse('')).toEqual({ filter: 'open', sort: 'newest', search: '', ...everything, cursor: null });
  expect(parse('q=keys')).toEqual({ filter: 'all', sort: 'relevance', search: 'keys', ...everything, cursor: null });
  expect(parse('show=awaiting').sort).toBe('longest');
  expect(parse('show=closing').sort).toBe('closing');
});

test('an address leads back to itself', () => {
  for (const filter of listFilters) {
    for (const search of ['', 'keys & screens']) {
      for (const sort of sortsOf(filter, search)) {
        for (const unit of ['', wholeCompany, 'Acme / R&D / “Blue” + green']) {
          const programme = unit === '' ? '' : 'abcdefghijklmnopqrstuvwxyz';
          const key = sort === 'relevance' ? '0.607927' : '2026-05-04';
          const at = cursorOf('after', key, 'abc');
          const href = listHref({ filter, sort, search, unit, programme }, at);
          const { cursor, ...address } = parse(new URL(href, 'http://x').search);
          expect(address).toEqual({ filter, sort, search, unit, programme });
          expect(cursor).toEqual({ direction: 'after', key, id: 'abc' });
          expect(cursor && listHref(address, cursorText(cursor))).toBe(href);
        }
      }
    }
  }
});

test('what is not understood is left out', () => {
  const plain = { filter: 'open', sort: 'newest', search: '', ...everything, cursor: null };
  expect(parse('show=secret&sort=longest&at=after_x_y&unit=%00&programme=..%2F&page=7')).toEqual(plain);
  expect(parse(`unit=${'x'.repeat(1001)}`)).toEqual(plain);
  expect(parse("at=after_2026-05-04_a'b").cursor).toBeNull();
  expect(parse('q=%00a%1b').search).toBe('a');
});

test('a place in a list is a day that there is, or a rank, as its order has it', () => {
  const place = (key: string, sort: Parameters<typeof parseCursor>[1] = 'newest') =>
    parseCursor(`after_${key}_x`, sort);
  expect(place('2024-02-29')).toEqual({ direction: 'after', key: '2024-02-29', id: 'x' });
  for (const key of ['2026-02-29', '2026-13-01', '2026-1-1', '0000-01-01', '0.607927', '9', '-', '2026-05-04-']) {
    expect(place(key), key).toBeNull();
  }
  expect(place('0.607927', 'relevance')).not.toBeNull();
  for (const key of ['2026-05-04', '0.6', '.607927', '1.0.0000', '0.60792700'])
    expect(place(key, 'relevance')).toBeNull();
  expect(parseCursor('sideways_2026-05-04_x', 'newest')).toBeNull();
});

test('nothing that can be written into an address is an error, longer than looked at, or led on for ever', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 30 });
  fc.assert(
    fc.property(fc.array(anything, { minLength: 6, maxLength: 6 }), (values) => {
      const params = new URLSearchParams();
      for (const [at, name] of ['q', 'show', 'sort', 'at', 'unit', 'programme'].entries()) {
        params.set(name, values[at] ?? '');
      }
      const { cursor, ...address } = parseListAddress(params);
      expect(address.search.length).toBeLessThanOrEqual(searchLength);
      expect(sortsOf(address.filter, address.search)).toContain(address.sort);
      // A page leads to the one address of its list: that leads nowhere else.
      const href = listHref(address, cursor && cursorText(cursor));
      const { cursor: again, ...same } = parse(new URL(href, 'http://x').search);
      expect([same, again]).toEqual([address, cursor]);
    }),
    { numRuns: 40 },
  );
});
