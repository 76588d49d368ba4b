/*
 * Where tiles of a ledger are (C2SP tlog-tiles): `tile/<L>/<N>[.p/<W>]`, and `tile/entries/<N>[.p/<W>]` for the bytes of
 * entries. N is written in groups of three digits, all but the last with an x before: 1234067 is x001/x234/067.
 */

/** Hashes in a full tile, and entries in a full bundle. */
export const TILE_WIDTH = 256;

const MAX_LEVEL = 63;

/** A tile of hashes of one level, or of `entries`; `width` is 256 for a full one. */
export interface TilePlace {
  readonly level: number | 'entries';
  readonly number: number;
  readonly width: number;
}

/** The path of a tile, below the address of the ledger. @throws RangeError for what is no place of a tile */
export function tilePath(level: number | 'entries', number: number, width: number): string {
  if (level !== 'entries' && !isWhole(level, 0, MAX_LEVEL)) throw new RangeError('not a level of tiles');
  if (!isWhole(number, 0, Number.MAX_SAFE_INTEGER)) throw new RangeError('not the number of a tile');
  if (!isWhole(width, 1, TILE_WIDTH)) throw new RangeError('not the width of a tile');
  const digits = String(number);
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? [];
  const path = groups.map((group, place) => (place < groups.length - 1 ? `x${group}` : group)).join('/');
  return `tile/${String(level)}/${path}${width === TILE_WIDTH ? '' : `.p/${String(width)}`}`;
}

/** Reads such a path, in its one spelling. @param path attacker-controlled. @returns null for anything else */
export function parseTilePath(path: string): TilePlace | null {
  const form = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;
  const [, name, groups, partial] = form.exec(path) ?? [];
  if (name === undefined || groups === undefined) return null;
  const level = name === 'entries' ? name : Number(name);
  const number = Number(groups.replace(/\D/g, ''));
  const width = partial === undefined ? TILE_WIDTH : Number(partial);
  if (level !== 'entries' && level > MAX_LEVEL) return null;
  if (!Number.isSafeInteger(number) || width > TILE_WIDTH) return null;
  // A full tile asked for as a partial one, or a number with needless zeros before it, is another spelling.
  return tilePath(level, number, width) === path ? { level, number, width } : null;
}

/** How many hashes of this level a ledger of `size` entries has: one for every 256 to the power of `level` entries. */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How wide this tile of hashes, or bundle of entries, is in a ledger of `size` entries; 0 where it has none. */
export function tileWidth(level: number | 'entries', number: number, size: number): number {
  const hashes = level === 'entries' ? size : hashesAt(level, size);
  return Math.max(0, Math.min(TILE_WIDTH, hashes - number * TILE_WIDTH));
}

function isWhole(value: number, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && value >= least && value <= most;
}
