import { byteAt, fromLetters, join, letters, sizeInWords, slice, startsWith, uint32 } from './bytes';
import { CleaningError, type Findings } from './cleaning';
import { orientationOnly, readExif, type Orientation } from './exif';
import { nameXmp } from './xmp';

/*
 * WebP is a row of RIFF chunks (RFC 9649). Kept are the ones that hold pixels, and the header of the extended form with
 * its flags as they are then true.
 */

interface Chunk {
  readonly type: string;
  readonly content: Uint8Array;
}

const flag = { animation: 0x02, exif: 0x08, alpha: 0x10 };
const headerSize = 12;
const frameHeaderSize = 16;

export function cleanWebp(bytes: Uint8Array, findings: Findings): Uint8Array<ArrayBuffer> {
  const end = 8 + uint32(bytes, 4, true);
  if (end < bytes.length) findings.add('trailing', sizeInWords(bytes.length - end));
  const [first, ...rest] = chunksOf(slice(bytes, headerSize, end));
  if (!first) throw new CleaningError('damaged');
  if (first.type !== 'VP8X') {
    // The simple form: pixels, and nothing that belongs to the file behind them.
    checkPixels(first);
    for (const each of rest) nameChunk(each, findings);
    return riff([chunk(first)]);
  }
  if (first.content.length !== 10) throw new CleaningError('damaged');
  const isMoving = (byteAt(first.content, 0) & flag.animation) !== 0;
  const orientation = orientationIn(rest, findings);
  const pixels = isMoving ? moving(rest, findings) : still(rest, findings);
  const flags =
    (byteAt(first.content, 0) & (flag.alpha | flag.animation)) | (orientation === null ? 0 : flag.exif); // prettier-ignore
  const header = Uint8Array.of(flags, 0, 0, 0, ...first.content.subarray(4));
  const exif = orientation === null ? [] : [chunk({ type: 'EXIF', content: orientationOnly(orientation) })];
  return riff([chunk({ type: 'VP8X', content: header }), ...pixels, ...exif]);
}

/** One picture: its transparency, where it stands apart, and its pixels. */
function still(chunks: readonly Chunk[], findings: Findings): Uint8Array[] {
  const kept: Chunk[] = [];
  for (const each of chunks) {
    const isPixels = each.type === 'VP8 ' || each.type === 'VP8L';
    const hasPixels = kept.some(({ type }) => type.startsWith('VP8'));
    if (isPixels && !hasPixels) {
      checkPixels(each);
      kept.push(each);
    } else if (each.type === 'ALPH' && kept.length === 0) kept.push(each);
    else nameChunk(each, findings);
  }
  const last = kept.at(-1);
  if (!last || last.type === 'ALPH' || (last.type === 'VP8L' && kept.length > 1)) throw new CleaningError('damaged');
  return kept.map(chunk);
}

/** Several pictures, each with a header of its own, after one that says how often they are shown. */
function moving(chunks: readonly Chunk[], findings: Findings): Uint8Array[] {
  const kept: Uint8Array[] = [];
  for (const each of chunks) {
    if (each.type === 'ANIM' && kept.length === 0) {
      if (each.content.length !== 6) throw new CleaningError('damaged');
      kept.push(chunk(each));
    } else if (each.type === 'ANMF' && kept.length > 0) {
      const header = Uint8Array.from(slice(each.content, 0, frameHeaderSize));
      header[frameHeaderSize - 1] = byteAt(header, frameHeaderSize - 1) & 3;
      const pixels = still(chunksOf(each.content.subarray(frameHeaderSize)), findings);
      kept.push(chunk({ type: 'ANMF', content: join([header, ...pixels]) }));
    } else nameChunk(each, findings);
  }
  if (kept.length < 2) throw new CleaningError('damaged');
  return kept;
}

function orientationIn(chunks: readonly Chunk[], findings: Findings): Orientation | null {
  const exif = chunks.find(({ type }) => type === 'EXIF');
  if (!exif) return null;
  const orientation = readExif(tiffOf(exif.content), findings);
  return orientation === 1 ? null : orientation;
}

/** Some writers put in front what JPEG has there. */
function tiffOf(exif: Uint8Array): Uint8Array {
  return startsWith(exif, 'Exif\0\0') ? exif.subarray(6) : exif;
}

/** The first bytes of either way of coding; what follows them only a decoder can judge. */
function checkPixels({ type, content }: Chunk): void {
  if (type === 'VP8L' ? byteAt(content, 0) === 0x2f && content.length > 5 : isKeyFrame(type, content)) return;
  throw new CleaningError('damaged');
}

function isKeyFrame(type: string, content: Uint8Array): boolean {
  const frame = byteAt(content, 0) | (byteAt(content, 1) << 8) | (byteAt(content, 2) << 16);
  return type === 'VP8 ' && (frame & 1) === 0 && startsWith(content, '\x9d\x01\x2a', 3) && 10 + (frame >> 5) <= content.length; // prettier-ignore
}

function nameChunk({ type, content }: Chunk, findings: Findings): void {
  if (type === 'XMP ') nameXmp(content, findings);
  else if (type === 'ICCP') findings.add('colour');
  else if (type === 'C2PA') findings.add('credentials');
  // The first was named when it was asked which way is up; here are further ones.
  else if (type === 'EXIF') readExif(tiffOf(content), findings);
  else findings.add('other', `${/^[\w ]{4}$/.test(type) ? type.trim() : 'unnamed'}, ${sizeInWords(content.length)}`);
}

function chunksOf(bytes: Uint8Array): Chunk[] {
  const chunks: Chunk[] = [];
  for (let at = 0; at < bytes.length;) {
    const size = uint32(bytes, at + 4, true);
    chunks.push({ type: letters(bytes, at, 4), content: slice(bytes, at + 8, at + 8 + size) });
    at += 8 + size + (size % 2);
  }
  return chunks;
}

function chunk({ type, content }: Chunk): Uint8Array {
  return join([fromLetters(type), littleEndian(content.length), content, new Uint8Array(content.length % 2)]);
}

function riff(chunks: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce((sum, each) => sum + each.length, 4);
  return join([fromLetters('RIFF'), littleEndian(size), fromLetters('WEBP'), ...chunks]);
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}
