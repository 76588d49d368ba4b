import { deflateSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { orientationSeenBy } from '~tests/support/independent-reader';
import { cleaned, photograph, refusal } from '~tests/support/photographs';
import { bytesOf, joined, png, pngChunks, textOf, tiff, type Chunk } from '~tests/support/picture-parts';

const plain = (await cleaned(photograph('starfish.png'))).data;
const chunks = pngChunks(plain);
const [pixels] = chunks.filter(({ type }) => type === 'IDAT');
const [header] = chunks.filter(({ type }) => type === 'IHDR');
const end: Chunk = { type: 'IEND', content: new Uint8Array() };

/** The clean picture with chunks put in before the pixels, or behind. */
const withChunks = (added: readonly Chunk[], place: 'before' | 'behind' = 'before') =>
  png(chunks.flatMap((each) => (each.type === 'IDAT' ? (place === 'before' ? [...added, each] : [each, ...added]) : [each]))); // prettier-ignore
const withPixels = (...contents: readonly Uint8Array[]) =>
  png(chunks.flatMap((each) => (each.type === 'IDAT' ? contents.map((content) => ({ type: 'IDAT', content })) : [each]))); // prettier-ignore

describe('every chunk that decoding does not need is removed and named', () => {
  test.each([
    ['tEXt', 'Author\0planted', 'Name of the author'],
    ['tEXt', 'Comment\0planted', 'Description or comment'],
    ['tEXt', 'Software\0planted', 'Name of the program that made it'],
    ['tEXt', 'Creation Time\0planted', 'Date and time'],
    ['tEXt', 'Source\0planted', 'Camera make and model'],
    ['tEXt', 'planted without an end', 'Description or comment'],
    ['zTXt', 'Raw profile type exif\0\0planted', 'Description or comment'],
    ['iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<planted/>', 'Editing history (XMP)'],
    ['tIME', 'planted', 'Date and time'],
    ['iCCP', 'planted', 'Colour profile'],
    ['cHRM', 'planted', 'Colour profile'],
    ['pHYs', 'planted', 'Print resolution'],
    ['caBX', 'planted', 'Content credentials'],
    ['acTL', 'planted', 'Movement: only the still picture is left'],
    ['fdAT', 'planted', 'Movement: only the still picture is left'],
    ['bKGD', 'planted', 'Other hidden data (bKGD, 7 B)'],
    ['sBIT', 'planted', 'Other hidden data (sBIT, 7 B)'],
    ['prVt', 'planted', 'Other hidden data (prVt, 7 B)'],
    ['tRNS', 'planted', 'Other hidden data (tRNS, 7 B)'],
    ['PLTE', 'planted!!', 'Other hidden data (PLTE, 9 B)'],
  ])('%s %j', async (type, content, words) => {
    const places = type === 'PLTE' ? (['before'] as const) : (['before', 'behind'] as const);
    for (const place of places) {
      const { data, report } = await cleaned(withChunks([{ type, content: bytesOf(content) }], place));
      expect(data).toEqual(plain);
      expect(report.map((each) => each.words)).toContain(words);
    }
  });

  test('one whose checksum is wrong is removed unread, one that is needed is damaged', async () => {
    const hidden = Uint8Array.from(withChunks([{ type: 'tEXt', content: bytesOf('Author\0planted') }]));
    hidden[textOf(hidden).indexOf('planted')] = 0x50;
    const { data, report } = await cleaned(hidden);
    expect(data).toEqual(plain);
    expect(report.at(-1)?.words).toBe('Hidden data that could not be read (tEXt, 14 B)');
    const broken = Uint8Array.from(plain);
    broken[200] = broken[200]! ^ 1;
    expect(await refusal(broken)).toBe('damaged');
  });

  test('of the colours two numbers are kept, where they are whole', async () => {
    const kept = async (type: string, content: number[]) =>
      textOf((await cleaned(withChunks([{ type, content: Uint8Array.from(content) }]))).data).includes(type);
    expect(await kept('sRGB', [0])).toBe(true);
    expect(await kept('sRGB', [4])).toBe(false);
    expect(await kept('sRGB', [0, 1])).toBe(false);
    expect(await kept('gAMA', [0, 0, 0xb1, 0x8f])).toBe(true);
    expect(await kept('gAMA', [0, 0, 0, 0])).toBe(false);
    expect(await kept('gAMA', [0, 0, 0xb1, 0x8f, 1])).toBe(false);
  });

  test('the way up is kept, and nothing else of EXIF', async () => {
    const upright = png(chunks.filter(({ type }) => type !== 'eXIf'));
    const withExif = png(pngChunks(upright).flatMap((each) => (each.type === 'IDAT' ? [{ type: 'eXIf', content: tiff({ entries: [[0x0112, 3, 1, 8], [0x010f, 2, 4, 0x41414141]] }) }, each] : [each]))); // prettier-ignore
    const { data } = await cleaned(withExif);
    expect(orientationSeenBy(data)).toBe(8);
    expect(textOf(data)).not.toContain('AAAA');
    expect(orientationSeenBy((await cleaned(upright)).data)).toBe(1);
  });
});

describe('what was cut off a picture and left behind its pixels', () => {
  test('in the same chunk, in chunks of its own, or behind the end, goes', async () => {
    const content = pixels!.content;
    const hidden = bytesOf('planted-what-was-cropped');
    for (const bytes of [
      withPixels(joined(content, hidden)),
      withPixels(content, hidden),
      withPixels(content.subarray(0, 100), content.subarray(100), hidden, hidden),
      joined(plain, hidden),
    ]) {
      const { data, report } = await cleaned(bytes);
      expect(data).toEqual(plain);
      expect(report.at(-1)?.kind).toBe('trailing');
    }
  });

  test('within the stream of pixels, more rows than the picture has: damaged', async () => {
    const cropped = Uint8Array.from(header!.content);
    cropped[7] = cropped[7]! - 1;
    const bytes = png(chunks.map((each) => (each.type === 'IHDR' ? { type: 'IHDR', content: cropped } : each)));
    expect(await refusal(bytes)).toBe('damaged');
  });

  test('chunks of pixels are put together, so that their sizes tell no program', async () => {
    const parts = Array.from({ length: 7 }, (_, index) => pixels!.content.subarray(index * 1800, (index + 1) * 1800));
    expect((await cleaned(withPixels(...parts))).data).toEqual(plain);
  });
});

describe('damage', () => {
  const other = (change: (content: Uint8Array) => Uint8Array) =>
    png(chunks.map((each) => (each.type === 'IHDR' ? { type: 'IHDR', content: change(each.content) } : each)));

  test.each([
    ['no header', png(chunks.slice(1)), 'damaged'],
    ['two headers', png([header!, ...chunks]), 'damaged'],
    ['a header that is longer', other((content) => joined(content, [0])), 'damaged'],
    ['no width', other((content) => content.with(2, 0).with(3, 0)), 'damaged'],
    ['a depth that is none', other((content) => content.with(8, 3)), 'damaged'],
    ['a colour that is none', other((content) => content.with(9, 5)), 'damaged'],
    ['another compression', other((content) => content.with(10, 1)), 'damaged'],
    ['another filter', other((content) => content.with(11, 1)), 'damaged'],
    ['another interlacing', other((content) => content.with(12, 2)), 'damaged'],
    ['an index without colours', other((content) => content.with(9, 3)), 'damaged'],
    ['more pixels than there are', other((content) => content.with(6, 200)), 'damaged'],
    ['a size beyond all memory', other((content) => content.slice().fill(0x7f, 0, 8)), 'damaged'],
    ['no pixels', png([header!, end]), 'damaged'],
    ['pixels in two places', png([header!, pixels!, { type: 'tIME', content: new Uint8Array() }, pixels!, end]), 'damaged'],
    ['an end with something in it', png([header!, pixels!, { type: 'IEND', content: bytesOf('planted') }]), 'damaged'],
    ['no end', png([header!, pixels!]), 'damaged'],
    ['a chunk without a name', png([header!, { type: 'x\0yz', content: new Uint8Array() }, pixels!, end]), 'damaged'],
    ['a chunk that decoders must know', png([header!, { type: 'CgBI', content: bytesOf('planted') }, pixels!, end]), 'unusual-picture'],
  ])('%s: refused', async (_, bytes, reason) => {
    expect(await refusal(bytes)).toBe(reason);
  }); // prettier-ignore
});

describe('every kind of pixels is counted as decoders do', () => {
  const kinds = [[0, 1, 1], [0, 2, 1], [0, 4, 1], [0, 8, 1], [0, 16, 1], [2, 8, 3], [2, 16, 3], [3, 1, 1], [3, 2, 1], [3, 4, 1], [3, 8, 1], [4, 8, 2], [4, 16, 2], [6, 8, 4], [6, 16, 4]] as const; // prettier-ignore

  /** As ISO/IEC 15948 8.2 draws it: in which of the seven passes each pixel of a square of eight is. */
  const square = ['16462646', '77777777', '56565656', '77777777', '36463646', '77777777', '56565656', '77777777'];
  const rowsOf = (width: number, height: number, bits: number, isInterlaced: boolean) => {
    const passes = isInterlaced ? ['1', '2', '3', '4', '5', '6', '7'] : ['1234567'];
    return passes.flatMap((pass) =>
      Array.from({ length: height }, (_, y) => {
        const across = Array.from({ length: width }, (_, x) => square[y % 8]![x % 8]!).filter((each) => pass.includes(each)); // prettier-ignore
        return across.length === 0 ? 0 : 1 + Math.ceil((across.length * bits) / 8);
      }),
    );
  };

  test.each(kinds)('colour type %i, %i bits', async (type, depth, samples) => {
    for (const [width, height] of [
      [1, 1],
      [3, 2],
      [5, 9],
      [13, 8],
      [33, 17],
    ] as const)
      // prettier-ignore
      for (const interlace of [0, 1]) {
        const size = rowsOf(width, height, depth * samples, interlace === 1).reduce((sum, each) => sum + each, 0);
        const picture = (bytes: number) =>
          png([
            { type: 'IHDR', content: Uint8Array.of(0, 0, 0, width, 0, 0, 0, height, depth, type, 0, 0, interlace) },
            ...(type === 3 ? [{ type: 'PLTE', content: new Uint8Array(6) }, { type: 'tRNS', content: new Uint8Array(2) }] : []), // prettier-ignore
            { type: 'IDAT', content: deflateSync(new Uint8Array(bytes)) },
            end,
          ]);
        const { data } = await cleaned(picture(size));
        expect(data).toEqual(picture(size));
        expect(await refusal(picture(size - 1))).toBe('damaged');
        expect(await refusal(picture(size + 1))).toBe('damaged');
      }
  });

  test('more transparent colours than there are colours are left out', async () => {
    const picture = (transparent: number) =>
      png([
        { type: 'IHDR', content: Uint8Array.of(0, 0, 0, 1, 0, 0, 0, 1, 8, 3, 0, 0, 0) },
        { type: 'PLTE', content: new Uint8Array(6) },
        { type: 'tRNS', content: new Uint8Array(transparent) },
        { type: 'IDAT', content: deflateSync(new Uint8Array(2)) },
        end,
      ]);
    expect((await cleaned(picture(2))).report).toHaveLength(1);
    expect((await cleaned(picture(3))).report.at(-1)?.words).toBe('Other hidden data (tRNS, 3 B)');
  });
});
