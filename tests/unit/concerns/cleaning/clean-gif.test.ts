import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CleaningError } from '~/features/anonymous/concerns/cleaning/cleaning';
import { lzwEnd } from '~/features/anonymous/concerns/cleaning/lzw-end';
import { packLzw } from '~tests/support/lzw';
import { cleaned, photograph, refusal } from '~tests/support/photographs';
import { bytesOf, joined, textOf } from '~tests/support/picture-parts';

const moving = (await cleaned(photograph('starfish.gif'))).data;

/** Runs of up to `size` bytes, each after its length. */
const blocks = (bytes: Uint8Array, size = 255) =>
  joined(
    ...Array.from({ length: Math.ceil(bytes.length / size) }, (_, index) => {
      const part = bytes.subarray(index * size, (index + 1) * size);
      return joined([part.length], part);
    }),
    [0],
  );
const extension = (kind: number, ...parts: readonly string[]) =>
  joined([0x21, kind], ...parts.map((part) => joined([part.length], bytesOf(part))), [0]);

const colours = Uint8Array.from({ length: 12 }, (_, index) => index * 20);
const screen = joined(bytesOf('GIF89a'), [3, 0, 2, 0, 0x81, 0, 0], colours);
const pixels = Uint8Array.of(0, 1, 2, 3, 0, 1);
const picture = (packed: Uint8Array = packLzw(pixels, 2), size = 255) => joined([0x2c, 0, 0, 0, 0, 3, 0, 2, 0, 0, 2], blocks(packed, size)); // prettier-ignore
const gif = (...parts: readonly Uint8Array[]) => joined(screen, ...parts, [0x3b]);
const plain = gif(picture());
const loop = joined([0x21, 0xff, 11], bytesOf('NETSCAPE2.0'), [3, 1, 0, 0, 0]);
const control = joined([0x21, 0xf9, 4, 0, 10, 0, 0, 0]);

describe('every extension that showing does not need is removed and named', () => {
  test.each([
    ['a comment', extension(0xfe, 'planted', 'planted'), 'Description or comment'],
    ['text', extension(0x01, '123456789012', 'planted'), 'Description or comment'],
    ['XMP', extension(0xff, 'XMP DataXMP', '<planted/>'), 'Editing history (XMP)'],
    ['a colour profile', extension(0xff, 'ICCRGBG1012', 'planted'), 'Colour profile'],
    ['a program’s own', extension(0xff, 'planted1.00', 'planted'), 'Other hidden data (extension 255, 21 B)'],
    ['nobody’s', extension(0x77, 'planted'), 'Other hidden data (extension 119, 9 B)'],
    ['one without anything', extension(0xff), 'Other hidden data (extension 255, 1 B)'],
    ['a loop with more than a number', extension(0xff, 'NETSCAPE2.0', '\x01\0\0', 'planted'), 'Other hidden data (extension 255, 25 B)'],
  ])('%s', async (_, hidden, words) => {
    for (const bytes of [gif(hidden, picture()), gif(picture(), hidden)]) {
      const { data, report } = await cleaned(bytes);
      expect(data).toEqual(plain);
      expect(report.map((each) => each.words)).toEqual(['File name', words]);
    }
  }); // prettier-ignore

  test('how long and how often pictures are shown is kept, once', async () => {
    const bytes = gif(loop, control, picture(), control, picture());
    expect((await cleaned(bytes)).data).toEqual(bytes);
    const second = gif(loop, loop.with(15, 77), control, picture(), control, picture());
    expect((await cleaned(second)).data).toEqual(bytes);
    expect((await cleaned(gif(control, control, picture(), control))).data).toEqual(gif(control, picture()));
    expect(textOf(moving)).toContain('NETSCAPE2.0');
  });

  test('an older one becomes a newer one', async () => {
    expect((await cleaned(joined(bytesOf('GIF87a'), plain.subarray(6)))).data).toEqual(plain);
  });

  test('bytes behind the pixels of a picture, and behind all, go', async () => {
    const hidden = bytesOf('planted'.repeat(60));
    for (const bytes of [gif(picture(joined(packLzw(pixels, 2), hidden))), joined(plain, hidden)]) {
      const { data, report } = await cleaned(bytes);
      expect(data).toEqual(plain);
      expect(report.at(-1)?.words).toBe('Bytes after the end of the picture (420 B)');
    }
  });

  test('pixels beyond the last go, but for the byte that the last one ends in', async () => {
    const more = packLzw(
      joined(
        pixels,
        Uint8Array.from({ length: 99 }, (_, index) => (index * index) % 4),
      ),
      2,
    );
    const { data, report } = await cleaned(gif(picture(more)));
    expect(data.length).toBeLessThanOrEqual(plain.length);
    expect(report.at(-1)?.kind).toBe('trailing');
  });

  test('how a program cut its pixels into pieces is not told', async () => {
    expect((await cleaned(gif(picture(packLzw(pixels, 2), 1)))).data).toEqual(plain);
  });
});

describe('damage', () => {
  test.each([
    ['no picture', gif(extension(0xfe, 'planted'))],
    ['no end', joined(screen, picture())],
    ['a block that is none', gif(Uint8Array.of(0x55), picture())],
    ['a longer word on how long', gif(extension(0xf9, '12345'), picture())],
    ['too few pixels', gif(picture(packLzw(pixels.subarray(1), 2)))],
    ['a run of pixels beyond the last', gif(picture(packLzw(Uint8Array.of(0, 0, 0), 2)).with(5, 1))],
    ['colours cut off', screen.slice(0, 20)],
    ['a picture without a size', gif(picture().with(5, 0))],
    ['bits that are none', gif(picture().with(10, 9))],
  ])('%s: refused', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('damaged');
  });
});

describe('where packed pixels end', () => {
  const packed = fc
    .tuple(
      fc.integer({ min: 2, max: 8 }),
      fc.array(fc.tuple(fc.nat(255), fc.integer({ min: 1, max: 900 })), { minLength: 1, maxLength: 60 }),
    ) // prettier-ignore
    .map(([bits, runs]) => {
      const values = runs.flatMap(([value, times]) => Array.from({ length: times }, (_, index) => (value + (index % 3 === 2 ? index : 0)) % 2 ** bits)); // prettier-ignore
      return { bits, size: values.length, bytes: packLzw(Uint8Array.from(values), bits) };
    });
  const codeOf = (work: () => unknown) => {
    try {
      return work();
    } catch (error) {
      if (error instanceof CleaningError) return error.code;
      throw error;
    }
  };

  test('is found to the byte, whatever follows; another number of pixels is damage', () => {
    fc.assert(
      fc.property(packed, fc.uint8Array({ maxLength: 9 }), fc.integer({ min: 1, max: 99 }), ({ bits, size, bytes }, junk, off) => {
        expect(lzwEnd(joined(bytes, junk), bits, size)).toBe(bytes.length);
        expect(codeOf(() => lzwEnd(bytes, bits, size + off))).toBe('damaged');
        // Fewer pixels end sooner, or in the middle of a code.
        const sooner = codeOf(() => lzwEnd(bytes, bits, size - off));
        expect(sooner === 'damaged' || (typeof sooner === 'number' && sooner < bytes.length + (off < 9 ? 1 : 0))).toBe(true);
        expect(codeOf(() => lzwEnd(bytes.subarray(0, bytes.length >> 1), bits, size))).toBe('damaged');
      }),
      { numRuns: 200 },
    ); // prettier-ignore
  });

  test('tables that run full are read as decoders do', () => {
    let state = 1;
    const noise = Uint8Array.from({ length: 60_000 }, () => (state = (state * 48271) % 2147483647) & 255);
    const bytes = packLzw(noise, 8);
    expect(lzwEnd(bytes, 8, noise.length)).toBe(bytes.length);
  });

  test('without a word on the end, it is where all pixels are there', () => {
    const bytes = packLzw(pixels, 2, { isEndTold: false });
    expect(lzwEnd(bytes, 2, pixels.length)).toBe(bytes.length);
  });

  test('anything at all is an end or damage, and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 0, max: 9 }), fc.nat(500), (bytes, bits, expected) => {
        const end = codeOf(() => lzwEnd(bytes, bits, expected));
        expect(end === 'damaged' || (typeof end === 'number' && end <= bytes.length)).toBe(true);
      }),
      { numRuns: 3000 },
    ); // prettier-ignore
  });
});
