import { describe, expect, test } from 'vitest';
import { orientationSeenBy } from '~tests/support/independent-reader';
import { cleaned, photograph, refusal } from '~tests/support/photographs';
import { bytesOf, joined, riffBody, riffChunks, textOf, tiff, webp, type Chunk } from '~tests/support/picture-parts';

const extended = (await cleaned(photograph('starfish.webp'))).data;
const moving = (await cleaned(photograph('starfish-moving.webp'))).data;
const [lossless] = riffChunks((await cleaned(photograph('starfish-lossless.webp'))).data).filter(({ type }) => type === 'VP8L'); // prettier-ignore
const [header, pixels, exif] = riffChunks(extended);
const hidden = (type: string, content = 'planted'): Chunk => ({ type, content: bytesOf(content) });
const flagged = (flags: number): Chunk => ({ type: 'VP8X', content: header!.content.with(0, flags) });

describe('every chunk that decoding does not need is removed and named', () => {
  test.each([
    ['XMP ', '<planted/>', 'Editing history (XMP)'],
    ['ICCP', 'planted', 'Colour profile'],
    ['C2PA', 'planted', 'Content credentials'],
    ['EXIF', 'planted', 'Hidden data that could not be read (EXIF)'],
    ['prVt', 'planted', 'Other hidden data (prVt, 7 B)'],
    ['\0\0\0\0', 'planted', 'Other hidden data (unnamed, 7 B)'],
    ['VP8 ', textOf(pixels!.content), 'Other hidden data (VP8, 5.3 KB)'],
    ['ALPH', 'planted', 'Other hidden data (ALPH, 7 B)'],
  ])('%j', async (type, content, words) => {
    for (const picture of [
      webp([header!, pixels!, exif!, hidden(type, content)]),
      webp(
        [header!, pixels!, hidden(type, content), exif!].sort((one, other) =>
          one.type === 'EXIF' && one !== exif ? 1 : other.type === 'EXIF' && other !== exif ? -1 : 0,
        ),
      ),
    ]) {
      // prettier-ignore
      const { data, report } = await cleaned(picture);
      expect(data).toEqual(extended);
      expect(report.map((each) => each.words)).toContain(words);
    }
  });

  test('behind the pixels of the simple form too', async () => {
    const simple = webp([pixels!]);
    const { data, report } = await cleaned(webp([pixels!, hidden('EXIF'), hidden('XMP ')]));
    expect(data).toEqual(simple);
    expect(report.map(({ kind }) => kind)).toEqual(['file-name', 'unreadable', 'history']);
  });

  test('in every picture of a moving one too', async () => {
    const parts = riffChunks(moving).map(
      (each) =>
      each.type === 'ANMF' ? { type: 'ANMF', content: joined(each.content, riffBody([hidden('XMP '), hidden('x\0yz')])) } : each, // prettier-ignore
    );
    const { data, report } = await cleaned(webp([...parts, hidden('ICCP')]));
    expect(data).toEqual(moving);
    expect(report.map(({ kind }) => kind)).toEqual(['file-name', 'history', 'other', 'colour']);
  });

  test('the flags say what is left, and what is reserved is nought', async () => {
    const { data } = await cleaned(webp([{ type: 'VP8X', content: joined([0xff & ~2, 7, 7, 7], header!.content.subarray(4)) }, pixels!, hidden('ICCP')])); // prettier-ignore
    expect([...riffChunks(data)[0]!.content.subarray(0, 4)]).toEqual([0x10, 0, 0, 0]);
    expect([...header!.content.subarray(0, 4)]).toEqual([0x08, 0, 0, 0]);
    const marked = riffChunks(moving).map((each) =>
      each.type === 'ANMF' ? { type: 'ANMF', content: each.content.with(15, each.content[15]! | 0xfc) } : each,
    );
    expect((await cleaned(webp(marked))).data).toEqual(moving);
  });

  test('transparency is kept, with and without loss', async () => {
    const alpha: Chunk = { type: 'ALPH', content: joined([0], new Uint8Array(200 * 113).fill(255)) };
    const lossy = webp([flagged(0x10), alpha, pixels!]);
    expect((await cleaned(lossy)).data).toEqual(lossy);
    const exact = webp([flagged(0x10), lossless!]);
    expect((await cleaned(exact)).data).toEqual(exact);
  });

  test('the way up is kept, in either spelling', async () => {
    const content = tiff({ entries: [[0x0112, 3, 1, 3]] });
    for (const each of [content, joined(bytesOf('Exif\0\0'), content)]) {
      const { data } = await cleaned(webp([header!, pixels!, { type: 'EXIF', content: each }]));
      expect(orientationSeenBy(data)).toBe(3);
      expect(textOf(data)).not.toContain('Exif\0\0');
    }
  });
});

describe('damage', () => {
  const longer = (chunk: Chunk): Chunk => ({ ...chunk, content: joined(chunk.content, [0]) });
  const frames = riffChunks(moving);
  const [start, control, frame] = frames;

  test.each([
    ['no chunk', webp([])],
    ['an unknown first chunk', webp([hidden('XMP '), pixels!])],
    ['no pixels', webp([header!, exif!])],
    ['transparency without pixels', webp([flagged(0x10), hidden('ALPH')])],
    ['transparency of its own before pixels that have it', webp([flagged(0x10), hidden('ALPH'), lossless!])],
    ['a header that is longer', webp([longer(header!), pixels!])],
    ['pixels that are none', webp([{ type: 'VP8 ', content: pixels!.content.with(3, 0) }])],
    ['pixels that build on others', webp([{ type: 'VP8 ', content: pixels!.content.with(0, pixels!.content[0]! | 1) }])],
    ['pixels cut off', webp([{ type: 'VP8 ', content: pixels!.content.slice(0, 100) }])],
    ['pixels without loss that are none', webp([{ type: 'VP8L', content: lossless!.content.with(0, 0) }])],
    ['movement without pictures', webp([start!, control!])],
    ['movement that is not announced', webp([flagged(0), control!, frame!])],
    ['pictures before what says how often', webp([start!, frame!, control!])],
    ['a longer word on how often', webp([start!, longer(control!), frame!])],
    ['a picture that is too short', webp([start!, control!, { type: 'ANMF', content: frame!.content.slice(0, 15) }])],
    ['a chunk that goes beyond the end', extended.with(16, 0xff).with(18, 0xff)],
    ['a file that goes beyond its end', extended.slice(0, -1)],
  ])('%s: refused', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('damaged');
  }); // prettier-ignore
});
