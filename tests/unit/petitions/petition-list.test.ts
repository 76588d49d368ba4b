import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  cursorOf,
  listFilters,
  listHref,
  parseListAddress,
  searchLength,
  sortsOf,
} from '~/features/published/petitions/petition-list';

const parse = (query: string) => parseListAddress(new URLSearchParams(query));

test('shows what is open, newest first, unless told otherwise; a search looks everywhere, best match first', () => {
  expect(parse('')).toEqual({ filter: 'open', sort: 'newest', search: '', cursor: null });
  expect(parse('q=keys')).toEqual({ filter: 'all', sort: 'relevance', search: 'keys', cursor: null });
  expect(parse('show=awaiting').sort).toBe('longest');
});

test('an address leads back to itself', () => {
  for (const filter of listFilters) {
    for (const search of ['', 'keys & screens']) {
      for (const sort of sortsOf(filter, search)) {
        const at = cursorOf('after', '2026-05-04', 'abc');
        const { cursor, ...address } = parse(new URL(listHref({ filter, sort, search }, at), 'http://x').search);
        expect(address).toEqual({ filter, sort, search });
        expect(cursor).toEqual({ direction: 'after', key: '2026-05-04', id: 'abc' });
      }
    }
  }
});

test('what is not understood is left out', () => {
  expect(parse('show=secret&sort=due&at=after_x_y')).toEqual({
    filter: 'open',
    sort: 'newest',
    search: '',
    cursor: null,
  });
  expect(parse("at=after_2026-05-04_a'b").cursor).toBeNull();
  expect(parse('q=%00a%1b').search).toBe('a');
});

test('nothing that can be written into an address is an error or longer than looked at', () => {
  const anything = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(anything, anything, anything, anything, (q, show, sort, at) => {
      const params = new URLSearchParams();
      for (const [name, value] of Object.entries({ q, show, sort, at })) params.set(name, value);
      const { search, filter, sort: order } = parseListAddress(params);
      expect(search.length).toBeLessThanOrEqual(searchLength);
      expect(sortsOf(filter, search)).toContain(order);
    }),
  );
});
