import { describe, expect, test } from 'vitest';
import { metadataSeenBy, orientationSeenBy } from '~tests/support/independent-reader';
import { cleaned, photograph, refusal } from '~tests/support/photographs';
import { bytesOf, joined, segment, textOf, tiff, withSegmentChanged, withSegments, type Entry } from '~tests/support/picture-parts'; // prettier-ignore

const plain = (await cleaned(photograph('orientation-1.jpg'))).data;
const progressive = (await cleaned(photograph('starfish-progressive.jpg'))).data;
const words = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await cleaned(bytes)).report.map((each) => each.words).slice(1);
const exif = (content: Uint8Array) => segment(0xe1, joined(bytesOf('Exif\0\0'), content));

const lastScan = (jpeg: Uint8Array) => textOf(jpeg).lastIndexOf('\xff\xda');

const [tables, huffman, frame, scan, restart] = [0xdb, 0xc4, 0xc0, 0xda, 0xdd];

describe('every segment that decoding does not need is removed and named', () => {
  test.each([
    [0xe0, 'JFXX\0\x10planted', 'Preview picture'],
    [0xe0, 'planted', 'Other hidden data (APP0, 7 B)'],
    [0xe1, 'http://ns.adobe.com/xap/1.0/\0<planted exif:GPSLatitude="1"/>', 'Editing history (XMP)'],
    [0xe1, 'http://ns.adobe.com/xmp/extension/\0planted', 'Editing history (XMP)'],
    [0xe1, 'planted', 'Other hidden data (APP1, 7 B)'],
    [0xe2, 'ICC_PROFILE\0\x01\x01planted', 'Colour profile'],
    [0xe2, 'MPF\0II*\0planted', 'Further pictures in the same file'],
    [0xe3, `Meta\0${'planted'.repeat(200)}`, 'Other hidden data (APP3, 1.4 KB)'],
    [0xeb, 'JP\0\x01planted', 'Content credentials'],
    [0xec, 'Ducky planted', 'Other hidden data (APP12, 13 B)'],
    [0xed, 'Photoshop 3.0\x008BIM planted', 'Captions and keywords (IPTC)'],
    [0xee, 'Adobe planted, longer than it is', 'Other hidden data (APP14, 32 B)'],
    [0xef, 'planted', 'Other hidden data (APP15, 7 B)'],
    [0xfe, 'planted', 'Description or comment'],
  ])('%i %j', async (marker, content, expected) => {
    for (const [jpeg, place] of [[plain, tables], [plain, scan], [progressive, scan]] as const) {
      const { data, report } = await cleaned(withSegments(jpeg, place, segment(marker, bytesOf(content))));
      expect(data).toEqual(jpeg);
      expect(report.map((each) => each.words)).toContain(expected);
    }
  }); // prettier-ignore

  test('between the scans of a progressive picture too', async () => {
    const second = lastScan(progressive);
    const hidden = joined(progressive.subarray(0, second), segment(0xfe, bytesOf('planted')), progressive.subarray(second)); // prettier-ignore
    expect((await cleaned(hidden)).data).toEqual(progressive);
  });

  test('a thumbnail in the first segment goes, and its numbers are those of every clean picture', async () => {
    const content = joined(bytesOf('JFIF\0'), [1, 2, 1, 1, 44, 1, 44, 1, 1, 1, 2, 3]);
    const result = await cleaned(withSegmentChanged(plain, 0xe0, () => content));
    expect(result.data).toEqual(plain);
    expect(result.report.map((each) => each.words)).toEqual(['File name', 'Preview picture', 'Print resolution']);
  });

  test('how the colours are stored is kept, and nothing more of that segment', async () => {
    const adobe = (version: number, transform: number) =>
      segment(0xee, joined(bytesOf('Adobe'), [0, version, 0x77, 0x77, 0x77, 0x77, transform]));
    const { data } = await cleaned(withSegments(plain, tables, adobe(101, 1), adobe(102, 2)));
    expect(textOf(data)).toContain(textOf(segment(0xee, joined(bytesOf('Adobe'), [0, 100, 0, 0, 0, 0, 1]))));
    expect(textOf(data).split('Adobe')).toHaveLength(2);
    expect(textOf(data)).not.toContain('wwww');
    expect((await cleaned(data)).data).toEqual(data);
    expect(await words(withSegments(plain, tables, adobe(100, 3)))).toEqual(['Other hidden data (APP14, 12 B)']);
  });

  test('fill bytes before markers are left out', async () => {
    const filled = joined(plain.subarray(0, 2), [0xff, 0xff, 0xff], plain.subarray(2));
    expect((await cleaned(filled)).data).toEqual(plain);
  });

  test('a second picture behind the first one goes', async () => {
    const { data, report } = await cleaned(joined(plain, photograph('starfish.jpg')));
    expect(data).toEqual(plain);
    expect(report.at(-1)?.words).toBe('Bytes after the end of the picture (35.6 KB)');
  });
});

describe('what decoding needs holds nothing else', () => {
  const longer = (content: Uint8Array) => joined(content, bytesOf('planted'));
  const shorter = (content: Uint8Array) => content.slice(0, -1);

  test.each([
    ['tables of numbers', tables],
    ['tables of codes', huffman],
    ['the frame', frame],
    ['a scan', scan],
  ])('%s with bytes added or taken away: damaged', async (_, marker) => {
    expect(await refusal(withSegmentChanged(plain, marker, longer))).toBe('damaged');
    expect(await refusal(withSegmentChanged(plain, marker, shorter))).toBe('damaged');
    expect(await refusal(withSegmentChanged(plain, marker, () => []))).toBe('damaged');
  });

  test('the length of restarts with bytes added: damaged', async () => {
    expect(await refusal(withSegments(plain, scan, segment(restart, [0, 0])))).toBeNull();
    expect(await refusal(withSegments(plain, scan, segment(restart, [0, 0, 1])))).toBe('damaged');
  });

  test.each([
    ['a frame twice', withSegments(plain, scan, segment(frame, [8, 0, 8, 0, 8, 1, 1, 0x11, 0])), 'damaged'],
    ['a scan without a frame', joined(plain.subarray(0, 2), segment(scan, [1, 1, 0, 0, 63, 0]), [1, 0xff, 0xd9]), 'damaged'],
    ['no scan', joined([0xff, 0xd8], segment(0xfe, [1]), [0xff, 0xd9]), 'damaged'],
    ['a component nobody named', withSegmentChanged(plain, scan, (content) => content.with(1, 9)), 'damaged'],
    ['no pixels', joined(plain.subarray(0, lastScan(plain) + 14), [0xff, 0xd9]), 'damaged'],
    ['a stray byte between segments', joined(plain.subarray(0, lastScan(plain)), [0], plain.subarray(lastScan(plain))), 'damaged'],
    ['a second beginning', joined(plain.subarray(0, 2), [0xff, 0xd8], plain.subarray(2)), 'damaged'],
    ['a marker without meaning', withSegments(plain, scan, segment(0x30, [1])), 'damaged'],
    ['a length of one', withSegments(plain, scan, Uint8Array.of(0xff, 0xfe, 0, 1)), 'damaged'],
    ['12 bits a sample', withSegmentChanged(plain, frame, (content) => content.with(0, 12)), 'unusual-picture'],
    ['a height told later', withSegmentChanged(plain, frame, (content) => content.with(1, 0).with(2, 0)), 'unusual-picture'],
    ['arithmetic coding', withSegments(plain, scan, segment(0xcc, [1, 1])), 'unusual-picture'],
    ['lossless coding', withSegments(plain, frame, segment(0xc3, [1, 1])), 'unusual-picture'],
    ['a segment of other codings', withSegments(plain, frame, segment(0xf7, [1, 1])), 'unusual-picture'],
  ])('%s: refused', async (_, bytes, reason) => {
    expect(await refusal(bytes)).toBe(reason);
  }); // prettier-ignore

  test('without its end it is damaged, not taken as far as it goes', async () => {
    expect(await refusal(plain.slice(0, -2))).toBe('damaged');
    expect(await refusal(plain.slice(0, -1))).toBe('damaged');
  });
});

describe('EXIF is read to name it, and never copied', () => {
  const up: Entry = [0x0112, 3, 1, 6];
  const serial: Entry = [0xa431, 2, 4, 0x34373131];

  test('the way up is kept, the rest named', async () => {
    const { data, report } = await cleaned(withSegments(plain, tables, exif(tiff({ entries: [up, serial] }))));
    expect(orientationSeenBy(data)).toBe(6);
    expect(metadataSeenBy(data)).toEqual([]);
    expect(textOf(data)).not.toContain('1174');
    expect(report.map((each) => each.words)).toEqual(['File name', 'Serial number']);
  });

  test('a place is one only where there is more than a version', async () => {
    const place = (...entries: Entry[]) => exif(tiff({ entries: [[0x8825, 4, 1, 26]] }, { entries }));
    expect(await words(withSegments(plain, tables, place([0, 1, 4, 2])))).toEqual(['Other hidden data (EXIF, 44 B)']);
    expect(await words(withSegments(plain, tables, place([2, 5, 3, 0])))).toEqual(['Place where it was taken (GPS)']);
  });

  test.each<readonly [string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['no byte order', bytesOf('XX*\0\x08\0\0\0')],
    ['a wrong number', bytesOf('II+\0\x08\0\0\0')],
    ['a directory outside', bytesOf('II*\0\xff\xff\xff\x7f')],
    ['more entries than there are bytes', bytesOf('II*\0\x08\0\0\0\xff\xff')],
    ['a directory that leads to itself', tiff({ entries: [serial], next: 8 })],
    ['directories in a circle', tiff({ entries: [[0x8769, 4, 1, 26]] }, { entries: [[0xa005, 4, 1, 8]] })],
    ['directories without end', tiff(...Array.from({ length: 60 }, (_, index) => ({ entries: [serial], next: 8 + 18 * (index + 1) })))], // prettier-ignore
    ['a turn of nine', tiff({ entries: [[0x0112, 3, 1, 9]] })],
    ['a turn of nought', tiff({ entries: [[0x0112, 3, 1, 0]] })],
    ['two turns in one', tiff({ entries: [[0x0112, 3, 2, 6]] })],
    ['a turn in letters', tiff({ entries: [[0x0112, 2, 1, 6]] })],
  ])('what cannot be read is removed and said to be so: %s', async (_, content) => {
    const { data, report } = await cleaned(withSegments(plain, tables, exif(content)));
    expect(data).toEqual(plain);
    expect(report.map((each) => each.words)).toContain('Hidden data that could not be read (EXIF)');
  });

  test('the way up that was read before the rest broke is kept', async () => {
    const { data } = await cleaned(withSegments(plain, tables, exif(tiff({ entries: [up], next: 9999 }))));
    expect(orientationSeenBy(data)).toBe(6);
  });

  test('of two the first counts; the preview’s own way up does not', async () => {
    const turned = (turn: number) => exif(tiff({ entries: [[0x0112, 3, 1, turn]] }));
    expect(orientationSeenBy((await cleaned(withSegments(plain, tables, turned(3), turned(6)))).data)).toBe(3);
    const preview = exif(tiff({ entries: [serial], next: 26 }, { entries: [up, [0x0201, 4, 1, 99]] }));
    const result = await cleaned(withSegments(plain, tables, preview));
    expect(orientationSeenBy(result.data)).toBe(1);
    expect(result.report.map((each) => each.words)).toContain('Preview picture');
  });

  test('bytes behind the one entry that stays do not', async () => {
    const { data: clean } = await cleaned(withSegments(plain, tables, exif(tiff({ entries: [up] }))));
    const longer = joined(tiff({ entries: [up] }), bytesOf('planted'));
    const result = await cleaned(withSegments(plain, tables, exif(longer)));
    expect(result.data).toEqual(clean);
    expect(result.report.map((each) => each.words)).toEqual(['File name', 'Other hidden data (EXIF, 33 B)']);
  });
});
