import fc from 'fast-check';
import { expect, test } from 'vitest';
import { groupSimilar, type PetitionWords } from '~/features/published/petitions/similar-groups';

const petition = (id: string, asks: string, says = ''): PetitionWords => ({
  id,
  asks: asks.split(' ').filter(Boolean),
  says: new Set(`${asks} ${says}`.split(' ').filter(Boolean)),
});
const share = 0.4;

test('what asks for the same stands together, in the order given; what does not stands alone', () => {
  const groups = groupSimilar(
    [
      petition('keys', 'stop record keystroke screen'),
      petition('canteen', 'vegan food canteen'),
      petition('screens', 'stop record screen laptop'),
      petition('lunch', 'canteen vegan lunch'),
      petition('desk', 'stand desk everybody'),
    ],
    share,
  );
  expect(groups).toEqual([
    ['keys', 'screens'],
    ['canteen', 'lunch'],
  ]);
});

test('a chain joins nothing: each is like the first of its group', () => {
  const [a, b, c] = [
    petition('a', 'one two three'),
    petition('b', 'two three four five'),
    petition('c', 'four five six'),
  ];
  expect(groupSimilar([a, b, c], share)).toEqual([['a', 'b']]);
  expect(groupSimilar([b, a, c], share)).toEqual([['b', 'a', 'c']]);
});

test('a long text that mentions everything is not like everything', () => {
  const long = petition('long', 'publish every review of every program and who did them when and why', 'stop record');
  expect(groupSimilar([long, petition('short', 'stop record')], share)).toEqual([]);
});

test('a petition without words is like none', () => {
  expect(groupSimilar([petition('a', ''), petition('b', ''), petition('c', 'x')], 0)).toEqual([]);
});

test('whatever is compared, nothing stands twice and no group is of one', () => {
  const words = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(words, { maxLength: 12 }), (texts) => {
      const petitions = texts.map((text, at) => petition(String(at), text.join(' ')));
      const groups = groupSimilar(petitions, share);
      const all = groups.flat();
      expect(new Set(all).size).toBe(all.length);
      for (const group of groups) {
        expect(group.length).toBeGreaterThan(1);
        expect([...group].sort((one, other) => Number(one) - Number(other))).toEqual(group);
      }
      // Two that say exactly the same are never apart.
      for (const [at, text] of texts.entries()) {
        const twin = texts.findIndex((other, place) => place > at && other.join() === text.join());
        if (twin < 0 || text.length === 0) continue;
        const holding = (id: number) => groups.findIndex((group) => group.includes(String(id)));
        expect(holding(at)).toBe(holding(twin));
        expect(holding(at)).toBeGreaterThanOrEqual(0);
      }
    }),
  );
});
