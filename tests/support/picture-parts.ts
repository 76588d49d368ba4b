/*
 * Parts that pictures are made of, put together by hand and by other code than what takes them apart.
 */

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(text, 'latin1'));
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
export const joined = (...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat(parts.map((part) => Uint8Array.from(part))));

const bigEndian = (value: number) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff);
const littleEndian = (value: number) => bigEndian(value).reverse();

/** A JPEG segment: marker, length, content. */
export function segment(marker: number, content: Uint8Array | readonly number[]): Uint8Array<ArrayBuffer> {
  return joined([0xff, marker, (content.length + 2) >> 8, (content.length + 2) & 0xff], content);
}

/** The JPEG with segments put in before the first of this kind (0xdb: tables, 0xda: a scan). */
export function withSegments(jpeg: Uint8Array, before: number, ...segments: readonly Uint8Array[]) {
  let at = 2;
  while (jpeg[at + 1] !== before) at += 2 + (jpeg[at + 2]! << 8) + jpeg[at + 3]!;
  return joined(jpeg.subarray(0, at), ...segments, jpeg.subarray(at));
}

/** The JPEG with one segment's content made anew. */
export function withSegmentChanged(
  jpeg: Uint8Array,
  marker: number,
  change: (content: Uint8Array) => Uint8Array | readonly number[],
) {
  let at = 2;
  while (jpeg[at + 1] !== marker) at += 2 + (jpeg[at + 2]! << 8) + jpeg[at + 3]!;
  const end = at + 2 + (jpeg[at + 2]! << 8) + jpeg[at + 3]!;
  return joined(jpeg.subarray(0, at), segment(marker, change(jpeg.subarray(at + 4, end))), jpeg.subarray(end));
}

export interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
}

/** The chunks of a PNG that is well-formed. */
export function pngChunks(png: Uint8Array): Chunk[] {
  const view = Buffer.from(png);
  const chunks: Chunk[] = [];
  for (let at = 8; at < view.length;) {
    const size = view.readUInt32BE(at);
    chunks.push({ type: view.toString('latin1', at + 4, at + 8), content: png.subarray(at + 8, at + 8 + size) });
    at += 12 + size;
  }
  return chunks;
}

export function png(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const parts = chunks.map(({ type, content }) => {
    const named = joined(bytesOf(type), content);
    return joined(bigEndian(content.length), named, bigEndian(checksum(named)));
  });
  return joined(bytesOf('\x89PNG\r\n\x1a\n'), ...parts);
}

/** CRC-32, bit by bit. */
export function checksum(bytes: Uint8Array): number {
  let rest = 0xffffffff;
  for (const byte of bytes)
    for (let bit = 0; bit < 8; bit += 1) rest = (rest >>> 1) ^ (((rest ^ (byte >> bit)) & 1) === 1 ? 0xedb88320 : 0);
  return ~rest >>> 0;
}

/** The chunks of a WebP, or of a frame in one, that is well-formed. */
export function riffChunks(bytes: Uint8Array, from = 12): Chunk[] {
  const view = Buffer.from(bytes);
  const chunks: Chunk[] = [];
  for (let at = from; at < view.length;) {
    const size = view.readUInt32LE(at + 4);
    chunks.push({ type: view.toString('latin1', at, at + 4), content: bytes.subarray(at + 8, at + 8 + size) });
    at += 8 + size + (size & 1);
  }
  return chunks;
}

export function riffBody(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  return joined(
    ...chunks.map(({ type, content }) =>
      joined(bytesOf(type), littleEndian(content.length), content, content.length % 2 === 1 ? [0] : []),
    ),
  );
}

export function webp(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const body = riffBody(chunks);
  return joined(bytesOf('RIFF'), littleEndian(body.length + 4), bytesOf('WEBP'), body);
}

/** One EXIF entry: tag, type (2: text, 3: short, 4: long), how many, and the value or where it stands. */
export type Entry = readonly [tag: number, type: number, count: number, value: number];

/** A TIFF whose directories stand one behind the other from byte 8 on; `next` says where the one after each is. */
export function tiff(...directories: readonly { entries: readonly Entry[]; next?: number }[]) {
  const short = (value: number) => [value & 0xff, (value >> 8) & 0xff];
  const parts = directories.map(({ entries, next = 0 }) =>
    joined(
      short(entries.length),
      ...entries.map(([tag, type, count, value]) => [...short(tag), ...short(type), ...littleEndian(count), ...littleEndian(value)]), // prettier-ignore
      littleEndian(next),
    ),
  );
  return joined(bytesOf('II*\0'), littleEndian(8), ...parts);
}
