import { describe, expect, test } from 'vitest';
import {
  mostFollowed,
  readFollowed,
  withFollowed,
  withSeen,
  type Followed,
} from '~/features/published/following/followed';

const one: Followed = { id: 'a', title: 'A petition', seen: '2026-05-04' };
const written = (petitions: unknown, v: unknown = 1) => JSON.stringify({ v, petitions });

describe('what a device keeps of what it follows', () => {
  test('is read as it was written', () => {
    expect(readFollowed(written([one]))).toEqual([one]);
    expect(readFollowed(null)).toEqual([]);
  });

  test.each([
    ['no JSON', '{'],
    ['another version', written([one], 2)],
    ['another form', written({ a: one })],
    ['a field too many', written([{ ...one, who: 'me' }])],
    ['a title as long as a book', written([{ ...one, title: 'x'.repeat(501) }])],
    ['more than anybody follows', written(Array.from({ length: mostFollowed + 1 }, () => one))],
  ])('is nothing where it is %s', (_, text) => {
    expect(readFollowed(text)).toEqual([]);
  });

  test('has each petition once, the one followed last first, and as many as can be read again', () => {
    const again = { ...one, title: 'Another title' };
    const other = { ...one, id: 'b' };
    expect(withFollowed([other, one], again)).toEqual([again, other]);
    const full = Array.from({ length: mostFollowed }, (_, place) => ({ ...one, id: String(place) }));
    expect(withFollowed(full, one)).toHaveLength(mostFollowed);
    expect(readFollowed(written(withFollowed(full, one)))).toHaveLength(mostFollowed);
  });

  test('remembers the newest day that was looked at, and never an earlier one', () => {
    const other = { ...one, id: 'b' };
    expect(
      withSeen(
        [one, other],
        new Map([
          ['a', '2026-05-09'],
          ['b', '2026-05-01'],
        ]),
      ),
    ).toEqual([{ ...one, seen: '2026-05-09' }, other]);
    expect(withSeen([one], new Map())).toEqual([one]);
  });
});
