import { beforeAll, describe, expect, it } from 'vitest';
import { asGroupRoot, FIELD_ORDER, toBytes32 } from '~/crypto/semaphore/field';
import {
  encodeTile,
  pathFromTiles,
  pathFromTilesWithPauses,
  readTile,
  TILE_BYTES,
  tileCount,
  tileOf,
  upperBytes,
  upperOf,
} from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';

const DEPTH = 12;
const INDEX = 1_030;

describe('a register as published files', () => {
  const tree = new PoseidonTree(DEPTH);
  let tile: Uint8Array;
  let upper: Uint8Array;

  beforeAll(() => {
    tree.setLeaves(Array.from({ length: 40 }, (_, step) => [step * 37, BigInt(step + 1)] as const));
    tree.setLeaves([[INDEX, 99n]]);
    tile = tileOf(tree, 1);
    upper = upperOf(tree);
  });

  const path = (change: Partial<Parameters<typeof pathFromTiles>[0]> = {}) =>
    pathFromTiles({ tile, upper, index: INDEX, root: tree.root, depth: DEPTH, ...change });

  it('has files of fixed sizes', () => {
    expect(tile).toHaveLength(TILE_BYTES);
    expect(upper).toHaveLength(7 * 32);
    expect(upperBytes(17)).toBe(8_160);
    expect([0, 1, 1_024, 1_025].map(tileCount)).toEqual([0, 1, 1, 2]);
  });

  it('gives the same path as the tree, for every used place and for empty ones', () => {
    for (const index of [0, 37, 1_023, 1_024, INDEX, 1_443, 2_048, 4_095]) {
      expect(path({ index, tile: tileOf(tree, index >>> 10) })).toEqual(tree.pathFor(index));
    }
  });

  it('reads a tile back', () => {
    expect(readTile(tile)[INDEX - 1_024]).toBe(99n);
    expect(encodeTile(readTile(tile))).toEqual(tile);
  });

  it('refuses one flipped bit anywhere in the tile or the upper file', () => {
    for (const at of [31, 6 * 32 + 31, TILE_BYTES - 1]) {
      const flipped = tile.slice();
      flipped[at] = (flipped[at] as number) ^ 1;
      expect(() => path({ tile: flipped }), `tile byte ${at}`).toThrow(expect.objectContaining({ code: 'wrong-tile' }));
    }
    for (let node = 0; node < 7; node += 1) {
      const flipped = upper.slice();
      flipped[node * 32 + 31] = (flipped[node * 32 + 31] as number) ^ 1;
      expect(() => path({ upper: flipped }), `upper node ${node}`).toThrow(
        expect.objectContaining({ code: 'wrong-upper' }),
      );
    }
  });

  it('refuses the tile of another place and the files of another edition', () => {
    const other = tree.copy();
    other.setLeaves([[3_000, 5n]]);
    expect(() => path({ tile: tileOf(tree, 0) })).toThrow(expect.objectContaining({ code: 'wrong-tile' }));
    expect(() => path({ upper: upperOf(other) })).toThrow(expect.objectContaining({ code: 'wrong-root' }));
    expect(() => path({ root: other.root })).toThrow(expect.objectContaining({ code: 'wrong-root' }));
    expect(() => path({ root: asGroupRoot(1n) })).toThrow(expect.objectContaining({ code: 'wrong-root' }));
  });

  it('refuses other sizes, numbers outside the field and places outside the tree', () => {
    const outside = tile.slice();
    outside.set(toBytes32(FIELD_ORDER), 64);
    expect(() => path({ tile: outside })).toThrow(expect.objectContaining({ code: 'not-a-field-element' }));
    expect(() => path({ tile: tile.slice(32) })).toThrow(expect.objectContaining({ code: 'wrong-size' }));
    expect(() => path({ upper: upper.slice(32) })).toThrow(expect.objectContaining({ code: 'wrong-size' }));
    expect(() => path({ depth: 13 })).toThrow(expect.objectContaining({ code: 'wrong-size' }));
    expect(() => path({ depth: 9, index: 5 })).toThrow(expect.objectContaining({ code: 'depth' }));
    for (const index of [-1, 4_096, 1.5]) {
      expect(() => path({ index })).toThrow(expect.objectContaining({ code: 'index' }));
    }
    expect(() => encodeTile(new Array<bigint>(1_025).fill(0n))).toThrow(
      expect.objectContaining({ code: 'wrong-size' }),
    );
  });

  it('gives the same path, and the same refusals, with pauses between its pieces', async () => {
    const files = { tile, upper, index: INDEX, root: tree.root, depth: DEPTH };
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      return Promise.resolve();
    };
    expect(await pathFromTilesWithPauses(files, pause)).toEqual(tree.pathFor(INDEX));
    expect(pauses).toBeGreaterThan(10);
    const wrong = { ...files, tile: tileOf(tree, 0) };
    await expect(pathFromTilesWithPauses(wrong, pause)).rejects.toMatchObject({ code: 'wrong-tile' });
    await expect(pathFromTilesWithPauses({ ...files, index: -1 }, pause)).rejects.toMatchObject({ code: 'index' });
  });

  it('works where the tree is a single tile', () => {
    const small = new PoseidonTree(10);
    small.setLeaves([[5, 6n]]);
    const files = { tile: tileOf(small, 0), upper: upperOf(small), index: 5, root: small.root, depth: 10 };
    expect(pathFromTiles(files)).toEqual(small.pathFor(5));
  });
});
