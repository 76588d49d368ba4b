import { isUtf8 } from 'node:buffer';
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { cleanPicture } from '~/features/anonymous/concerns/cleaning/clean-picture';
import { headSize, recognise } from '~/features/anonymous/concerns/cleaning/recognise-format';
import { hintsFor, mostHints } from '~/features/anonymous/concerns/text-hints';
import { metadataSeenBy } from './independent-reader';
import { packLzw } from './lzw';
import { clean, photograph } from './photographs';
import { bytesOf, joined, png, pngChunks, textOf, tiff } from './picture-parts';

/*
 * Throws damaged and made-up files at what cleans them, and odd texts at what hints at them. Each is either refused or
 * comes out with nothing that another reader sees, with none of the words that were planted, and the same when it is
 * cleaned once more.
 */

export const fuzzTargets = ['jpeg', 'png', 'webp', 'gif', 'text', 'hints'] as const;
export type FuzzTarget = (typeof fuzzTargets)[number];

/** Photographs, and for the slower formats small pictures beside them, in which a change more often meets what matters. */
const sources: Readonly<Record<Exclude<FuzzTarget, 'text' | 'hints'>, readonly Uint8Array[]>> = {
  jpeg: ['orientation-6.jpg', 'orientation-1.jpg', 'starfish-progressive.jpg'].map(photograph),
  png: [photograph('starfish.png'), ...smallPngs(), ...smallPngs()],
  webp: ['starfish.webp', 'starfish-lossless.webp', 'starfish-moving.webp'].map(photograph),
  gif: [photograph('starfish.gif'), ...smallGifs(), ...smallGifs()],
};

function smallPngs(): Uint8Array[] {
  const picture = (type: number, interlace: number, size: number) => [
    { type: 'IHDR', content: Uint8Array.of(0, 0, 0, 9, 0, 0, 0, 5, 8, type, 0, 0, interlace) },
    { type: 'tEXt', content: bytesOf('Author\0planted') },
    { type: 'eXIf', content: tiff({ entries: [[0x0112, 3, 1, 6], [0x8825, 4, 1, 38]] }, { entries: [[2, 5, 3, 0]] }) }, // prettier-ignore
    ...(type === 3 ? [{ type: 'PLTE', content: new Uint8Array(30) }, { type: 'tRNS', content: new Uint8Array(3) }] : []), // prettier-ignore
    { type: 'IDAT', content: deflateSync(Uint8Array.from({ length: size }, (_, index) => (index * index) & 7)) },
    { type: 'IEND', content: new Uint8Array() },
  ];
  return [png(picture(2, 0, 5 * 28)), png(picture(3, 0, 5 * 10))];
}

function smallGifs(): Uint8Array[] {
  const pixels = Uint8Array.from({ length: 45 }, (_, index) => (index * index) & 3);
  const packed = packLzw(pixels, 2);
  const picture = joined([0x2c, 0, 0, 0, 0, 9, 0, 5, 0, 0, 2, packed.length], packed, [0]);
  const loop = joined([0x21, 0xff, 11], bytesOf('NETSCAPE2.0'), [3, 1, 0, 0, 0]);
  const head = joined(bytesOf('GIF89a'), [9, 0, 5, 0, 0x81, 0, 0], new Uint8Array(12), loop);
  const hidden = joined([0x21, 0xfe, 7], bytesOf('planted'), [0]);
  return [joined(head, hidden, picture, [0x3b]), joined(head, picture, hidden, picture, [0x3b], bytesOf('planted'))];
}

/** What is put in where nothing belongs: markers, chunk names and sizes of the formats, and nothing that was planted. */
const pieces = [
  ...['\xff\xd8', '\xff\xd9', '\xff\xda', '\xff\xe1\0\x10Exif\0\0', '\xff\xe0', '\xff\xfe\0\x05abc', '\xff\xc4', '\xff\0'],
  ...['IHDR', 'IDAT', 'IEND', 'eXIf', 'tEXt', 'iCCP', 'PLTE', 'tRNS', '\0\0\0\0', '\0\0\0\x01', '\x7f\xff\xff\xff'],
  ...['RIFF', 'VP8X', 'VP8 ', 'VP8L', 'ALPH', 'EXIF', 'XMP ', 'ANIM', 'ANMF', '\xff\xff\xff\xff', '\x0a\0\0\0'],
  ...['GIF89a', '!\xfe\x03abc\0', '!\xf9\x04\0\0\0\0\0', ',', ';', '!\xff\x0bXMP DataXMP', 'II*\0\x08\0\0\0', 'MM\0*'],
].map(bytesOf); // prettier-ignore

type Change = readonly ['change' | 'remove' | 'insert' | 'piece' | 'repeat' | 'cut' | 'append', number, number];

const changes = fc.array(
  fc.tuple(
    fc.constantFrom<Change[0]>('change', 'change', 'change', 'remove', 'insert', 'piece', 'repeat', 'cut', 'append'),
    // Most of what is read stands near the beginning, or near the end.
    fc.oneof(fc.nat(), fc.nat(200), fc.nat(2000)),
    fc.nat(),
  ),
  { minLength: 1, maxLength: 5 },
);

function changed(bytes: Uint8Array, all: readonly Change[]): Uint8Array<ArrayBuffer> {
  return all.reduce((file: Uint8Array<ArrayBuffer>, [how, place, value]) => {
    const at = place % (file.length + 1);
    const [before, behind] = [file.subarray(0, at), file.subarray(at)];
    switch (how) {
      case 'change':
        return joined(before, behind.length > 0 ? [value & 255] : [], behind.subarray(1));
      case 'remove':
        return joined(before, behind.subarray(1 + (value % 9)));
      case 'insert':
        return joined(before, [value & 255], behind);
      case 'piece':
        return joined(before, pieces[value % pieces.length] ?? [], behind);
      case 'repeat':
        return joined(before, behind.subarray(0, value % 40), behind);
      case 'cut':
        return value % 4 === 0 ? joined(before) : file;
      case 'append':
        return joined(file, pieces[value % pieces.length] ?? []);
    }
  }, joined(bytes));
}

/** Sizes and checksums made right again, so that what lies behind them is reached. */
function repaired(target: keyof typeof sources, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  if (target === 'png') {
    try {
      return png(pngChunks(bytes));
    } catch {
      return bytes;
    }
  }
  if (target === 'webp' && bytes.length > 12) new DataView(bytes.buffer).setUint32(4, bytes.length - 8, true);
  return bytes;
}

export interface FuzzCount {
  readonly inputs: number;
  /** How many were not refused. */
  readonly taken: number;
}

/** Throws inputs at one target until one comes out wrong; then it throws, with the seed. */
export async function fuzzCleaning({
  target,
  inputs,
  seed,
}: {
  target: FuzzTarget;
  inputs: number;
  seed: number;
}): Promise<FuzzCount> {
  // prettier-ignore
  let taken = 0;
  const count = (isTaken: boolean) => {
    if (isTaken) taken += 1;
  };
  if (target === 'hints')
    fc.assert(
      fc.property(oddText, (text) => count(checkHints(text))),
      { numRuns: inputs, seed },
    );
  else if (target === 'text')
    await fc.assert(fc.asyncProperty(oddFile, async (bytes) => count(await checkText(bytes))), { numRuns: inputs, seed }); // prettier-ignore
  else {
    const mutated = fc
      .tuple(fc.constantFrom(...sources[target]), changes, fc.boolean())
      .map(([file, all, isRepaired]) => (isRepaired ? repaired(target, changed(file, all)) : changed(file, all)));
    await fc.assert(
      fc.asyncProperty(mutated, async (bytes) => count(await checkPicture(bytes))),
      { numRuns: inputs, seed },
    );
  }
  return { inputs, taken };
}

function failUnless(isRight: boolean, what: string): void {
  if (!isRight) throw new Error(what);
}

/** It is refused, or clean in the eyes of another reader, and in our own when looked at once more. */
async function checkPicture(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const result = await clean(bytes);
  if (result.kind === 'refused') return false;
  const data = new Uint8Array(await result.bytes.arrayBuffer());
  if (result.mediaType.startsWith('text/')) return false;
  failUnless(data.length <= bytes.length + 64, 'it has grown');
  const seen = metadataSeenBy(data);
  failUnless(seen.length === 0, `seen by the other reader: ${seen.join()}`);
  // Where the pixels of a WebP end only a decoder can tell: what a changed size makes pixels of may be among them.
  failUnless(result.mediaType === 'image/webp' || !textOf(data).includes('planted'), 'planted words are left');
  const recognised = recognise(data.subarray(0, headSize));
  if (recognised.kind !== 'picture') throw new Error('no picture any more');
  const again = cleanPicture(recognised.format, data);
  failUnless(Buffer.from(again.bytes).equals(data), 'other bytes when cleaned once more');
  failUnless(again.findings.length === 0, 'more is found when cleaned once more');
  return true;
}

const starts = ['', '%PDF-', 'PK\x03\x04', '{\\rtf', '<?xml', '<svg', 'II*\0', 'BM', 'RIFF', 'RIFF\0\0\0\0WEBP', '\xff\xd8\xff', '\x89PNG\r\n\x1a\n', 'GIF89a', '\0\0\0\x18ftypheic', 'MZ', '\xef\xbb\xbf', '\xff\xfe', 'a,b\n']; // prettier-ignore
const oddFile = fc
  .tuple(
    fc.constantFrom(...starts),
    fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary' }).map((text) => Uint8Array.from(Buffer.from(text))),
      fc.string().map(bytesOf),
    ),
  ) // prettier-ignore
  .map(([start, rest]) => joined(bytesOf(start), rest));

/** Tabulator, ends of lines and pages, and what begins a colour in a log. */
const controls = [9, 10, 12, 13, 27];

/** A text goes unchanged where it is one by other means too, and whatever is no text is refused. */
async function checkText(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const result = await clean(bytes);
  const isText = isUtf8(bytes) && bytes.every((byte) => byte !== 127 && (byte >= 32 || controls.includes(byte)));
  if (result.kind === 'refused') {
    const isMarked = /%|\{|<|^GIF8[79]a|^$/.test(textOf(bytes));
    failUnless(!isText || isMarked, `a text is refused: ${result.reason}`);
    return false;
  }
  failUnless(isText, 'no text is taken for one');
  failUnless(Buffer.from(await result.bytes.arrayBuffer()).equals(bytes), 'a text is changed');
  return true;
}

const oddText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(fc.oneof(fc.constantFrom('@', '.', 'my manager ', 'Dr ', 'the only ', 'as I said ', 'https://', 'C:\\Users\\', '12:', '2026-', '+49 ', 'Best,\n', '“', '”', '\n', ' ', '-', 'Anna', 'HR-', '\u200b'), fc.string({ maxLength: 9 })), { maxLength: 60 }).map((parts) => parts.join('')), // prettier-ignore
);

/** Hints lie in order within the text, none over another. */
function checkHints(text: string): boolean {
  const hints = hintsFor(text);
  failUnless(hints.length <= mostHints, 'too many hints');
  let behind = 0;
  for (const { start, end } of hints) {
    failUnless(start >= behind && end > start && end <= text.length, 'a hint lies wrong');
    behind = end;
  }
  return hints.length > 0;
}
