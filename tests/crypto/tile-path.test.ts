import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashesAt, parseTilePath, tilePath, tileWidth } from '~/crypto/tlog/tile-path';

describe('the path of a tile', () => {
  it.each([
    ['tile/0/x001/x234/067', 0, 1_234_067, 256],
    ['tile/1/000', 1, 0, 256],
    ['tile/63/999.p/255', 63, 999, 255],
    ['tile/2/x001/000.p/1', 2, 1000, 1],
    ['tile/entries/x001/234.p/5', 'entries', 1234, 5],
    ['tile/0/x009/x007/x199/x254/x740/991', 0, Number.MAX_SAFE_INTEGER, 256],
  ] as const)('is %s', (path, level, number, width) => {
    expect(tilePath(level, number, width)).toBe(path);
    expect(parseTilePath(path)).toEqual({ level, number, width });
  });

  it('is read back as it was written, whatever it is of', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.integer({ min: 0, max: 63 }));
    fc.assert(
      fc.property(level, fc.maxSafeNat(), fc.integer({ min: 1, max: 256 }), (level, number, width) => {
        expect(parseTilePath(tilePath(level, number, width))).toEqual({ level, number, width });
      }),
    );
  });

  it.each([
    '',
    'tile/0',
    'tile/0/',
    'tile/0/0',
    'tile/0/1234',
    'tile/00/000',
    'tile/64/000',
    'tile/-1/000',
    'tile/0/x000/001',
    'tile/0/001/234',
    'tile/0/x001/x234',
    'tile/0/000.p/0',
    'tile/0/000.p/01',
    'tile/0/000.p/256',
    'tile/0/000.p/257',
    'tile/0/000.p/',
    'tile/0/000/p/1',
    'tile/0/x009/x007/x199/x254/x740/992',
    'tile/0/x001/x001/x001/x001/x001/x001/001',
    'tile/Entries/000',
    '/tile/0/000',
    'tile/0/000\n',
    'tile/0/٠٠٠',
  ])('is not %j', (path) => {
    expect(parseTilePath(path)).toBeNull();
  });

  it('is not written for what is no tile', () => {
    for (const [level, number, width] of [
      [64, 0, 1],
      [-1, 0, 1],
      [0.5, 0, 1],
      [0, -1, 1],
      [0, 2 ** 53, 1],
      [0, 0, 0],
      [0, 0, 257],
    ] as const) {
      expect(() => tilePath(level, number, width)).toThrow(RangeError);
    }
  });
});

describe('the tiles of a ledger', () => {
  it('of 70,000 entries are those that the specification lists', () => {
    const widths = (level: number, number: number) => tileWidth(level, number, 70_000);
    expect([widths(0, 272), widths(0, 273), widths(0, 274)]).toEqual([256, 112, 0]);
    expect([widths(1, 0), widths(1, 1), widths(2, 0), widths(3, 0)]).toEqual([256, 17, 1, 0]);
    expect(tileWidth('entries', 273, 70_000)).toBe(112);
  });

  it('of 256 entries are a full one and one above it', () => {
    expect([tileWidth(0, 0, 256), tileWidth(1, 0, 256), tileWidth(0, 1, 256)]).toEqual([256, 1, 0]);
    expect([hashesAt(0, 255), hashesAt(1, 255), hashesAt(1, 256)]).toEqual([255, 0, 1]);
  });
});
