import { byteAt, uint16 } from './bytes';
import { CleaningError } from './cleaning';

/*
 * Finds where a zlib stream ends (RFC 1950, 1951), without unpacking it: symbols are read and lengths added up. Pictures
 * that were cropped by careless programs carry what was cut off behind this end, where no decoder looks.
 */

/**
 * @param bytes attacker-controlled; the work is bounded by their number
 * @param expected how many bytes must come out
 * @returns where the stream ends, its checksum included. The checksum itself is not checked
 * @throws CleaningError 'damaged' where it is cut off, is no such stream, or gives another number of bytes
 */
export function zlibEnd(bytes: Uint8Array, expected: number): number {
  const header = uint16(bytes, 0);
  if ((header & 0x0f00) !== 0x0800 || header % 31 !== 0 || (header & 0x20) !== 0) throw new CleaningError('damaged');
  const bits = new Bits(bytes, 2);
  let produced = 0;
  let isLast = false;
  while (!isLast) {
    isLast = bits.read(1) === 1;
    const kind = bits.read(2);
    if (kind === 0) produced += bits.skipStored();
    else if (kind === 1) produced += skipBlock(bits, fixedLiterals, fixedDistances, expected - produced);
    else if (kind === 2) produced += skipBlock(bits, ...dynamicCodes(bits), expected - produced);
    else throw new CleaningError('damaged');
    if (produced > expected) throw new CleaningError('damaged');
  }
  const end = bits.position() + 4;
  if (produced !== expected || end > bytes.length) throw new CleaningError('damaged');
  return end;
}

class Bits {
  #at: number;
  #held = 0;
  #count = 0;

  constructor(
    readonly bytes: Uint8Array,
    at: number,
  ) {
    this.#at = at;
  }

  read(count: number): number {
    while (this.#count < count) {
      this.#held |= byteAt(this.bytes, this.#at) << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const value = this.#held & ((1 << count) - 1);
    this.#held >>>= count;
    this.#count -= count;
    return value;
  }

  /** The next symbol: short codes, which are most, by one look into a table. */
  symbol(code: Code): number {
    while (this.#count < tableBits && this.#at < this.bytes.length) {
      this.#held |= (this.bytes[this.#at] as number) << this.#count;
      this.#at += 1;
      this.#count += 8;
    }
    const found = code.table[this.#held & (tableSize - 1)] as number;
    const length = found >> symbolBits;
    if (length === 0) return this.#longSymbol(code);
    if (length > this.#count) throw new CleaningError('damaged');
    this.#held >>>= length;
    this.#count -= length;
    return found & (2 ** symbolBits - 1);
  }

  /** Bit by bit, the highest first. */
  #longSymbol({ counts, symbols }: Code): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= mostLength; length += 1) {
      code |= this.read(1);
      const count = counts[length] as number;
      if (code - count < first) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new CleaningError('damaged');
  }

  /** @returns how many bytes a block holds that is not compressed; it is behind us then */
  skipStored(): number {
    this.#at = this.position();
    this.#held = 0;
    this.#count = 0;
    const [size, complement] = [uint16(this.bytes, this.#at, true), uint16(this.bytes, this.#at + 2, true)];
    this.#at += 4 + size;
    if ((size ^ complement) !== 0xffff || this.#at > this.bytes.length) throw new CleaningError('damaged');
    return size;
  }

  /** The first byte of which no bit has been read. */
  position(): number {
    return this.#at - (this.#count >> 3);
  }
}

/** So many bits are looked up at once; longer codes are rare. */
const tableBits = 10;
const tableSize = 2 ** tableBits;
const mostLength = 15;
/** The largest symbol is 287. */
const symbolBits = 9;

interface Code {
  /** By the next bits: how long the code is that they begin with, and what it stands for; 0 where it is longer. */
  readonly table: Uint16Array;
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  /** What they stand for, in the order of the codes. */
  readonly symbols: Uint16Array;
}

function codeOf(lengths: readonly number[]): Code {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length] = (counts[length] as number) + 1;
  counts[0] = 0;
  let left = 1;
  for (let length = 1; length <= mostLength; length += 1) {
    left = left * 2 - (counts[length] as number);
    if (left < 0) throw new CleaningError('damaged');
  }
  const symbols = lengths
    .map((length, symbol) => ({ length, symbol }))
    .filter(({ length }) => length > 0)
    .sort((one, other) => one.length - other.length || one.symbol - other.symbol)
    .map(({ symbol }) => symbol);
  return { table: tableOf(lengths, counts), counts, symbols: Uint16Array.from(symbols) };
}

/** Codes of one length follow one another, and stand in the stream with their highest bit first. */
function tableOf(lengths: readonly number[], counts: Uint16Array): Uint16Array {
  const table = new Uint16Array(tableSize);
  const next = new Uint16Array(mostLength + 2);
  for (let length = 1; length <= mostLength; length += 1)
    next[length + 1] = ((next[length] as number) + (counts[length] as number)) << 1;
  for (const [symbol, length] of lengths.entries()) {
    if (length === 0) continue;
    const code = next[length] as number;
    next[length] = code + 1;
    if (length > tableBits) continue;
    let reversed = 0;
    for (let bit = 0; bit < length; bit += 1) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
    for (let at = reversed; at < tableSize; at += 1 << length) table[at] = (length << symbolBits) | symbol;
  }
  return table;
}

const endOfBlock = 256;
const lengthBase = [3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258]; // prettier-ignore
const lengthBits = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0];
const lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const mostDistance = 29;

const times = (count: number, length: number) => Array.from({ length: count }, () => length);
const fixedLiterals = codeOf([...times(144, 8), ...times(112, 9), ...times(24, 7), ...times(8, 8)]);
const fixedDistances = codeOf(times(30, 5));

/** @returns how many bytes a compressed block holds, or more than `most` as soon as there are more */
function skipBlock(bits: Bits, literals: Code, distances: Code, most: number): number {
  let produced = 0;
  while (produced <= most) {
    const symbol = bits.symbol(literals);
    if (symbol === endOfBlock) break;
    if (symbol < endOfBlock) {
      produced += 1;
      continue;
    }
    const [base, extra] = [lengthBase[symbol - 257], lengthBits[symbol - 257]];
    if (base === undefined || extra === undefined) throw new CleaningError('damaged');
    produced += base + bits.read(extra);
    const distance = bits.symbol(distances);
    if (distance > mostDistance) throw new CleaningError('damaged');
    bits.read(Math.max(0, (distance >> 1) - 1));
  }
  return produced;
}

function dynamicCodes(bits: Bits): readonly [Code, Code] {
  const [literals, distances, orders] = [bits.read(5) + 257, bits.read(5) + 1, bits.read(4) + 4];
  const own = times(19, 0);
  for (const place of lengthOrder.slice(0, orders)) own[place] = bits.read(3);
  const code = codeOf(own);
  const lengths: number[] = [];
  while (lengths.length < literals + distances) {
    const symbol = bits.symbol(code);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) {
      const before = lengths.at(-1);
      if (before === undefined) throw new CleaningError('damaged');
      lengths.push(...times(3 + bits.read(2), before));
    } else lengths.push(...times(symbol === 17 ? 3 + bits.read(3) : 11 + bits.read(7), 0));
  }
  if (lengths.length !== literals + distances || lengths[endOfBlock] === 0) throw new CleaningError('damaged');
  return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
}
