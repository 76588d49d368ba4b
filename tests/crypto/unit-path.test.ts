import { describe, expect, test } from 'vitest';
import { tileOf, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree, rootOfPath, unitTree } from '~/crypto/semaphore/tree';
import { unitPathFromTiles, type UnitPathFiles } from '~/crypto/semaphore/unit-path';

const depth = 12;
/** Four tiles: one all the unit's, one mixed, one of others alone, one empty. */
const leaves: (readonly [number, bigint])[] = [
  ...Array.from({ length: 5 }, (_, index) => [index, BigInt(index + 1)] as const),
  ...Array.from({ length: 8 }, (_, index) => [1024 + index, BigInt(index + 100)] as const),
  ...Array.from({ length: 3 }, (_, index) => [2048 + index, BigInt(index + 200)] as const),
];
const register = new PoseidonTree(depth);
register.setLeaves(leaves);
const leafAt = (index: number) => register.get(0, index);
/** Place 7 is empty: its owner has left. */
const places = [0, 1, 2, 3, 4, 7, 1025, 1027, 1030];

const files = (changes: Partial<UnitPathFiles> = {}): UnitPathFiles => ({
  tiles: [0, 1, 2, 3].map((tile) => tileOf(register, tile)),
  ...{ upper: upperOf(register), root: register.root, depth, index: 1027, places },
  ...changes,
});
const pause = () => Promise.resolve();
const other = (tile: number, place: number, leaf: bigint) => {
  const changed = register.copy();
  changed.setLeaves([[tile * 1024 + place, leaf]]);
  return files().tiles.map((bytes, number) => (number === tile ? tileOf(changed, tile) : bytes));
};

describe('the way to the root of a unit’s own tree', () => {
  test('is the one in the tree of the unit’s leaves alone, from every place of it', async () => {
    const unit = unitTree(depth, leafAt, places);
    for (const index of places.filter((place) => leafAt(place) !== 0n)) {
      const path = await unitPathFromTiles(files({ index }), pause);
      expect(path).toEqual(unit.pathFor(index));
      expect(rootOfPath(path)).toBe(unit.root);
    }
  });

  test('lets the page go on in between', async () => {
    let pauses = 0;
    await unitPathFromTiles(files(), () => {
      pauses += 1;
      return Promise.resolve();
    });
    expect(pauses).toBeGreaterThan(30);
  });

  test.each<[string, Partial<UnitPathFiles>, string]>([
    ['a place of somebody else', { index: 1024 }, 'index'],
    ['an empty place', { index: 7 }, 'index'],
    ['places beyond the register', { places: [...places, 9000] }, 'index'],
    ['a false leaf in its own tile', { tiles: other(1, 3, 5n) }, 'wrong-tile'],
    ['a colleague of the unit left out', { tiles: other(0, 0, 0n) }, 'wrong-tile'],
    ['a false neighbour in a mixed tile, who is in no unit', { tiles: other(1, 0, 9n) }, 'wrong-tile'],
    ['a file of other levels', { upper: upperOf(new PoseidonTree(depth)) }, 'wrong-root'],
  ])('refuses %s', async (_, changes, code) => {
    await expect(unitPathFromTiles(files(changes), pause)).rejects.toMatchObject({ code });
  });
});
