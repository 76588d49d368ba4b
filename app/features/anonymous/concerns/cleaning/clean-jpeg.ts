import { byteAt, fromLetters, join, letters, sizeInWords, slice, startsWith, uint16 } from './bytes';
import { CleaningError, type Findings } from './cleaning';
import { orientationOnly, readExif, type Orientation } from './exif';
import { checkFrame, checkHuffmanTables, checkQuantisation, checkScan } from './jpeg-segments';
import { nameXmp } from './xmp';

/*
 * JPEG is a row of segments (ITU-T T.81, annex B), and pixels in between that no marker may stand in. Kept is what
 * decoding needs, checked to be nothing else; the two application segments that say what the colours mean are written
 * anew, and so is the one that says which way is up.
 */

const marker = { start: 0xd8, end: 0xd9, scan: 0xda, quantisation: 0xdb, restart: 0xdd, huffman: 0xc4, comment: 0xfe };
const frames = [0xc0, 0xc1, 0xc2];
/** Lossless, hierarchical and arithmetic coding, and what comes with them: no browser shows these. */
const unusual = [0xc3, 0xc5, 0xc6, 0xc7, 0xc8, 0xc9, 0xca, 0xcb, 0xcc, 0xcd, 0xce, 0xcf, 0xdc, 0xde, 0xdf];

interface Head {
  isJfif: boolean;
  /** How the colours are stored, as Adobe's segment says it. */
  adobe: number | null;
  orientation: Orientation | null;
}

export function cleanJpeg(bytes: Uint8Array, findings: Findings): Uint8Array<ArrayBuffer> {
  const head: Head = { isJfif: false, adobe: null, orientation: null };
  const kept: Uint8Array[] = [];
  let components: readonly number[] | null = null;
  let scans = 0;
  let at = 2;
  for (;;) {
    if (byteAt(bytes, at) !== 0xff) throw new CleaningError('damaged');
    while (byteAt(bytes, at + 1) === 0xff) at += 1;
    const id = byteAt(bytes, at + 1);
    if (id === marker.end) break;
    if (unusual.includes(id) || (id >= 0xf0 && id < marker.comment)) throw new CleaningError('unusual-picture');
    const isApplication = id >= 0xe0 && id <= 0xef;
    const isKnown = frames.includes(id) || isApplication || Object.values(marker).includes(id);
    if (!isKnown || id === marker.start) throw new CleaningError('damaged');
    const end = at + 2 + uint16(bytes, at + 2);
    const content = slice(bytes, at + 4, end);
    if (isApplication) application(id - 0xe0, content, head, findings);
    else if (id === marker.comment) findings.add('description');
    else {
      if (id === marker.quantisation) checkQuantisation(content);
      else if (id === marker.huffman) checkHuffmanTables(content);
      else if (id === marker.restart) checkRestart(content);
      else if (id === marker.scan) checkScan(content, components);
      else if (components) throw new CleaningError('damaged');
      else components = checkFrame(content);
      kept.push(slice(bytes, at, end));
    }
    at = end;
    if (id === marker.scan) {
      at = endOfPixels(bytes, end);
      if (at === end) throw new CleaningError('damaged');
      kept.push(bytes.subarray(end, at));
      scans += 1;
    }
  }
  if (scans === 0) throw new CleaningError('damaged');
  const after = bytes.length - (at + 2);
  if (after > 0) findings.add('trailing', sizeInWords(after));
  return join([Uint8Array.of(0xff, marker.start), ...headOf(head), ...kept, Uint8Array.of(0xff, marker.end)]);
}

/** Pixels end at the first marker that is no restart; a stuffed 0xFF is followed by 0. */
function endOfPixels(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0) {
    const next = byteAt(bytes, at + 1);
    if (next !== 0 && !(next >= 0xd0 && next <= 0xd7)) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  throw new CleaningError('damaged');
}

function checkRestart(content: Uint8Array): void {
  if (content.length !== 2) throw new CleaningError('damaged');
}

/** Takes from an application segment what is written anew, and names the rest. */
function application(number: number, content: Uint8Array, head: Head, findings: Findings): void {
  if (number === 0 && startsWith(content, 'JFIF\0')) return jfif(content, head, findings);
  if (number === 0 && startsWith(content, 'JFXX\0')) return findings.add('preview');
  if (number === 1 && startsWith(content, 'Exif\0')) {
    const orientation = readExif(content.subarray(6), findings);
    head.orientation ??= orientation;
    return;
  }
  if (number === 1 && startsWith(content, 'http://ns.adobe.com/x')) return nameXmp(content, findings);
  if (number === 2 && startsWith(content, 'ICC_PROFILE\0')) return findings.add('colour');
  if (number === 2 && startsWith(content, 'MPF\0')) return findings.add('pictures');
  if (number === 11 && startsWith(content, 'JP')) return findings.add('credentials');
  if (number === 13 && startsWith(content, 'Photoshop ')) return findings.add('captions');
  if (number === 14 && content.length === 12 && startsWith(content, 'Adobe') && byteAt(content, 11) <= 2) {
    head.adobe ??= byteAt(content, 11);
    return;
  }
  findings.add('other', `APP${number}, ${sizeInWords(content.length)}`);
}

const densityAt = 7;
const jfifSegment = Uint8Array.of(0xff, 0xe0, 0, 16, ...fromLetters('JFIF\0'), 1, 1, 0, 0, 1, 0, 1, 0, 0);

function jfif(content: Uint8Array, head: Head, findings: Findings): void {
  head.isJfif = true;
  if (content.length > 14) findings.add('preview');
  if (letters(content, densityAt, 5) !== letters(jfifSegment, 4 + densityAt, 5)) findings.add('resolution');
}

/** The application segments of a clean picture. */
function headOf({ isJfif, adobe, orientation }: Head): Uint8Array[] {
  const head: Uint8Array[] = [];
  if (isJfif) head.push(jfifSegment);
  if (orientation !== null && orientation !== 1) {
    const tiff = orientationOnly(orientation);
    head.push(Uint8Array.of(0xff, 0xe1, 0, 8 + tiff.length, ...fromLetters('Exif\0\0')), tiff);
  }
  if (adobe !== null) head.push(Uint8Array.of(0xff, 0xee, 0, 14, ...fromLetters('Adobe'), 0, 100, 0, 0, 0, 0, adobe));
  return head;
}
