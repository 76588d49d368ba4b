import { byteAt, fromLetters, join, letters, sizeInWords, slice, uint32 } from './bytes';
import { CleaningError, type Findings } from './cleaning';
import { crc32 } from './crc32';
import { orientationOnly, readExif, type Orientation } from './exif';
import { nameXmp } from './xmp';
import { zlibEnd } from './zlib-end';

/*
 * PNG is a row of chunks (ISO/IEC 15948). Kept are the ones that hold the picture, the pixels in one chunk and only as far
 * as their compressed stream goes, and of the colours two numbers. Moving pictures keep the still one that they hold.
 */

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

interface Header {
  readonly content: Uint8Array;
  readonly isIndexed: boolean;
  /** How many bytes the pixels take, not compressed, each row with the name of its filter. */
  readonly size: number;
}

interface Kept {
  header: Header | null;
  palette: Uint8Array | null;
  transparency: Uint8Array | null;
  colours: Uint8Array | null;
  gamma: Uint8Array | null;
  orientation: Orientation | null;
  readonly pixels: Uint8Array[];
}

export function cleanPng(bytes: Uint8Array, findings: Findings): Uint8Array<ArrayBuffer> {
  const kept: Kept = {
    header: null,
    palette: null,
    transparency: null,
    colours: null,
    gamma: null,
    orientation: null,
    pixels: [],
  };
  let at = signature.length;
  let before = '';
  for (let type = ''; type !== 'IEND'; before = type) {
    const end = at + 8 + uint32(bytes, at);
    const content = slice(bytes, at + 8, end);
    type = letters(bytes, at + 4, 4);
    const isRight = uint32(bytes, end) === crc32(slice(bytes, at + 4, end));
    const isCritical = /^[A-Z]/.test(type);
    if (!/^[A-Za-z]{4}$/.test(type) || (isCritical && !isRight)) throw new CleaningError('damaged');
    if ((before === '') !== (type === 'IHDR')) throw new CleaningError('damaged');
    if (type === 'IDAT' && kept.pixels.length > 0 && before !== 'IDAT') throw new CleaningError('damaged');
    if (isCritical) critical(type, content, kept, findings);
    else if (isRight) ancillary(type, content, kept, findings);
    else findings.add('unreadable', `${type}, ${sizeInWords(content.length)}`);
    at = end + 4;
  }
  if (at < bytes.length) findings.add('trailing', sizeInWords(bytes.length - at));
  return assemble(kept, findings);
}

function critical(type: string, content: Uint8Array, kept: Kept, findings: Findings): void {
  if (type === 'IHDR') kept.header = headerOf(content);
  else if (type === 'IDAT') kept.pixels.push(content);
  else if (type === 'IEND') {
    if (content.length > 0) throw new CleaningError('damaged');
  } else if (type === 'PLTE') {
    if (kept.palette || kept.pixels.length > 0 || content.length % 3 !== 0 || content.length > 768)
      throw new CleaningError('damaged');
    // Without an index into it, it is a mere suggestion.
    if (kept.header?.isIndexed) kept.palette = content;
    else findings.add('other', `PLTE, ${sizeInWords(content.length)}`);
  } else throw new CleaningError('unusual-picture');
}

/** What may be left out without the picture being lost: nearly all of it is. */
function ancillary(type: string, content: Uint8Array, kept: Kept, findings: Findings): void {
  const isEarly = kept.pixels.length === 0;
  switch (type) {
    case 'tRNS':
      if (isEarly && !kept.transparency && fitsTransparency(content, kept)) kept.transparency = content;
      else findings.add('other', `tRNS, ${sizeInWords(content.length)}`);
      return;
    case 'sRGB':
      if (isEarly && content.length === 1 && byteAt(content, 0) <= 3) kept.colours = content;
      return;
    case 'gAMA':
      if (isEarly && content.length === 4 && uint32(content, 0) > 0) kept.gamma = content;
      return;
    case 'eXIf': {
      const orientation = readExif(content, findings);
      kept.orientation ??= orientation;
      return;
    }
    case 'iTXt':
    case 'tEXt':
    case 'zTXt':
      return nameText(content, findings);
    case 'tIME':
      return findings.add('date');
    case 'iCCP':
    case 'cHRM':
    case 'cICP':
    case 'mDCV':
    case 'cLLI':
      return findings.add('colour');
    case 'pHYs':
      return findings.add('resolution');
    case 'caBX':
      return findings.add('credentials');
    case 'acTL':
    case 'fcTL':
    case 'fdAT':
      return findings.add('animation');
    default:
      findings.add('other', `${type}, ${sizeInWords(content.length)}`);
  }
}

function nameText(content: Uint8Array, findings: Findings): void {
  const keyword = letters(content, 0, Math.min(79, Math.max(0, content.indexOf(0))));
  if (keyword === 'XML:com.adobe.xmp') nameXmp(content, findings);
  else if (/^(?:Author|Copyright)$/.test(keyword)) findings.add('author');
  else if (/time|date/i.test(keyword)) findings.add('date');
  else if (/^Software$/.test(keyword)) findings.add('software');
  else if (/^Source$/.test(keyword)) findings.add('camera');
  else findings.add('description');
}

const samples: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const depths: Readonly<Record<number, readonly number[]>> = {
  0: [1, 2, 4, 8, 16],
  2: [8, 16],
  3: [1, 2, 4, 8],
  4: [8, 16],
  6: [8, 16],
};
/** The seven passes of an interlaced picture: first column and row, and steps between them. */
const passes = [[0, 0, 8, 8], [4, 0, 8, 8], [0, 4, 4, 8], [2, 0, 4, 4], [0, 2, 2, 4], [1, 0, 2, 2], [0, 1, 1, 2]] as const; // prettier-ignore
const mostSize = 2 ** 40;

function headerOf(content: Uint8Array): Header {
  if (content.length !== 13) throw new CleaningError('damaged');
  const [width, height] = [uint32(content, 0), uint32(content, 4)];
  const [depth, type, compression, filter, interlace] = [...content.subarray(8)] as [number, number, number, number, number]; // prettier-ignore
  const isKnown = depths[type]?.includes(depth) === true && compression === 0 && filter === 0 && interlace <= 1;
  if (!isKnown || width === 0 || height === 0) throw new CleaningError('damaged');
  const bits = (samples[type] as number) * depth;
  const sizeOf = (across: number, down: number) => (across === 0 ? 0 : down * (1 + Math.ceil((across * bits) / 8)));
  const steps = interlace === 0 ? ([[0, 0, 1, 1]] as const) : passes;
  const size = steps
    .map(([left, top, right, down]) =>
      sizeOf(Math.max(0, Math.ceil((width - left) / right)), Math.max(0, Math.ceil((height - top) / down))),
    )
    .reduce((sum, each) => sum + each, 0);
  if (size > mostSize) throw new CleaningError('damaged');
  return { content, isIndexed: type === 3, size };
}

/** As many as there are colours at most, or one colour. */
function fitsTransparency(content: Uint8Array, { header, palette }: Kept): boolean {
  const type = header?.content[9];
  if (type === 3) return palette !== null && content.length > 0 && content.length <= palette.length / 3;
  return content.length === (type === 0 ? 2 : type === 2 ? 6 : -1);
}

function assemble(kept: Kept, findings: Findings): Uint8Array<ArrayBuffer> {
  const { header, palette, transparency, colours, gamma, orientation } = kept;
  if (!header || (header.isIndexed && !palette)) throw new CleaningError('damaged');
  const pixels = join(kept.pixels);
  const end = zlibEnd(pixels, header.size);
  if (end < pixels.length) findings.add('trailing', sizeInWords(pixels.length - end));
  const chunks: Uint8Array[] = [signature, ...chunk('IHDR', header.content)];
  if (colours) chunks.push(...chunk('sRGB', colours));
  else if (gamma) chunks.push(...chunk('gAMA', gamma));
  if (orientation !== null && orientation !== 1) chunks.push(...chunk('eXIf', orientationOnly(orientation)));
  if (palette) chunks.push(...chunk('PLTE', palette));
  if (transparency) chunks.push(...chunk('tRNS', transparency));
  chunks.push(...chunk('IDAT', pixels.subarray(0, end)), ...chunk('IEND', new Uint8Array()));
  return join(chunks);
}

function chunk(type: string, content: Uint8Array): Uint8Array[] {
  const name = fromLetters(type);
  return [bigEndian(content.length), name, content, bigEndian(crc32(name, content))];
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, value >>> 16, value >>> 8, value);
}
