import { describe, expect, test } from 'vitest';
import { cleanFile, mostPictureBytes, mostTextBytes } from '~/features/anonymous/concerns/cleaning/clean-file';
import { refusalWords } from '~/features/anonymous/concerns/cleaning/cleaning-words';
import type { RefusalCode } from '~/features/anonymous/concerns/cleaning/cleaning';
import { clean, cleaned, photograph, refusal } from '~tests/support/photographs';

/** Each letter one byte; then rubbish, as it would stand in such a file. */
const binary = (start: string, at = 0) =>
  Uint8Array.from(`${'\0'.repeat(at)}${start}\0\x01\x02 rubbish`, (letter) => letter.charCodeAt(0));

const files: readonly (readonly [RefusalCode, string, Uint8Array<ArrayBuffer> | string])[] = [
  ['empty', 'nothing', ''],
  ['pdf', 'a PDF', '%PDF-1.7\nall letters'],
  ['pdf', 'a PDF behind other bytes', binary('%PDF-1.4', 500)],
  ['pdf', 'PostScript', '%!PS-Adobe-3.0\n'],
  ['office', 'an old Office document', binary('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')],
  ['office', 'a new Office document', binary('PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml')],
  ['office', 'an open document', binary('PK\x03\x04\x14\0\0\0mimetypeapplication/vnd.oasis.opendocument.text')],
  ['office', 'rich text', '{\\rtf1\\ansi{\\info{\\author Anna}}}'],
  ['markup', 'a drawing', '<svg xmlns="http://www.w3.org/2000/svg"><!-- Anna --></svg>'],
  ['markup', 'XML after a mark and blanks', '\ufeff \n<?xml version="1.0"?><x/>'],
  ['markup', 'a web page', '<!DOCTYPE html><title>x</title>'],
  ['heic', 'HEIC', binary('\0\0\0\x18ftypheic')],
  ['heic', 'HEIF', binary('\0\0\0\x18ftypmif1')],
  ['raw', 'TIFF', binary('II*\0')],
  ['raw', 'TIFF the other way', binary('MM\0*')],
  ['raw', 'a camera’s own', binary('\0\0\0\x18ftypcrx ')],
  ['raw', 'Photoshop', binary('8BPS')],
  ['unusual-picture', 'AVIF', binary('\0\0\0\x18ftypavif')],
  ['unusual-picture', 'a bitmap', binary('BM')],
  ['unusual-picture', 'JPEG XL', binary('\0\0\0\x0cJXL ')],
  ['film', 'MP4', binary('\0\0\0\x18ftypisom')],
  ['film', 'QuickTime', binary('\0\0\0\x14ftypqt  ')],
  ['film', 'WebM', binary('\x1aE\xdf\xa3')],
  ['film', 'AVI', binary('RIFF\0\0\0\0AVI ')],
  ['sound', 'WAV', binary('RIFF\0\0\0\0WAVE')],
  ['sound', 'MP3', binary('ID3\x03')],
  ['sound', 'a phone’s recording', binary('\0\0\0\x1cftypM4A ')],
  ['archive', 'ZIP', binary('PK\x03\x04\x14\0photo.jpg')],
  ['archive', 'gzip', binary('\x1f\x8b\x08')],
  ['archive', 'tar', binary('ustar', 257)],
  ['program', 'of Windows', binary('MZ\x90')],
  ['program', 'of Linux', binary('\x7fELF')],
  ['text-encoding', 'UTF-16', binary('\xff\xfea\0b')],
  ['text-encoding', 'Latin-1', Uint8Array.from('Zürich', (letter) => letter.charCodeAt(0))],
  ['text-encoding', 'UTF-8 cut off within a letter', new TextEncoder().encode('Zürich').slice(0, 2)],
  ['unknown', 'anything else', binary('SQLite format 3')],
  ['unknown', 'text with a letter that deletes', 'words\x7f'],
  ['unknown', 'text with a zero byte far behind', `${'a'.repeat(5000)}\0`],
];

describe('what is on no list is refused, whatever it is called', () => {
  test.each(files)('%s: %s', async (reason, _, bytes) => {
    for (const name of ['photo.jpg', 'notes.txt', '']) expect(await refusal(bytes, name)).toBe(reason);
  });

  test('every refusal says why, and what to do instead', () => {
    for (const { reason, advice } of Object.values(refusalWords)) {
      expect(reason).toMatch(/^[A-Z].{10,}\.$/);
      expect(advice).toMatch(/^[A-Z].{10,}\.$/);
    }
  });

  test('a file that went away meanwhile is told from a damaged one', async () => {
    class Gone extends File {
      override slice(): Blob {
        const slice = new Blob(['gone']);
        slice.arrayBuffer = () => Promise.reject(new DOMException('gone', 'NotReadableError'));
        return slice;
      }
    }
    const result = await cleanFile(new Gone(['x'], 'x.txt'), { number: 1 });
    expect(result).toEqual({ kind: 'refused', reason: 'unreadable-file' });
  });
});

/** A file of a given size that has only its first bytes, and says which of them were read. */
class Claimed extends File {
  readonly read: [number, number][] = [];
  constructor(
    readonly start: Uint8Array<ArrayBuffer>,
    override readonly size: number,
  ) {
    super([start], 'x');
  }
  override slice(from = 0, to = this.size): Blob {
    this.read.push([from, Math.min(to, this.size)]);
    return new Blob([this.start.slice(from, to), new Uint8Array(0)]);
  }
  override arrayBuffer(): Promise<ArrayBuffer> {
    this.read.push([0, this.size]);
    return Promise.resolve(new ArrayBuffer(0));
  }
}

describe('sizes', () => {
  test('a picture over 40 MB is refused before it is read, one of 40 MB is read', async () => {
    const tooLarge = new Claimed(photograph('orientation-1.jpg'), mostPictureBytes + 1);
    expect(await cleanFile(tooLarge, { number: 1 })).toEqual({ kind: 'refused', reason: 'picture-too-large' });
    expect(tooLarge.read).toEqual([[0, 1024]]);
    const atLimit = new Claimed(photograph('orientation-1.jpg'), mostPictureBytes);
    expect(await cleanFile(atLimit, { number: 1 })).toEqual({ kind: 'refused', reason: 'damaged' });
    expect(atLimit.read).toEqual([[0, 1024], [0, mostPictureBytes]]); // prettier-ignore
  });

  test('a text over 100 MB is refused; one of 100 MB is read in pieces, and never as a whole', async () => {
    const text = new TextEncoder().encode('a'.repeat(2000));
    const tooLarge = new Claimed(text, mostTextBytes + 1);
    expect(await cleanFile(tooLarge, { number: 1 })).toEqual({ kind: 'refused', reason: 'text-too-large' });
    const atLimit = new Claimed(text, mostTextBytes);
    expect(await cleanFile(atLimit, { number: 1 })).toMatchObject({ kind: 'cleaned' });
    const pieces = atLimit.read.filter(([from, to]) => to - from < mostTextBytes);
    expect(Math.max(...pieces.map(([from, to]) => to - from))).toBeLessThanOrEqual(1024 * 1024);
    // All of it, and as a whole only the slice that is handed on unread.
    expect(Math.max(...pieces.map(([, to]) => to))).toBe(mostTextBytes);
    expect(atLimit.read.at(-1)).toEqual([0, mostTextBytes]);
    expect(atLimit.read.length - pieces.length).toBe(1);
  });
});

describe('plain text goes as it is', () => {
  test.each([
    ['report.CSV', 'text-1.csv', 'text/csv'],
    ['anna.berg.json', 'text-1.json', 'application/json'],
    ['laptop-anna.log', 'text-1.log', 'text/plain'],
    ['README.md', 'text-1.md', 'text/markdown'],
    ['x.html', 'text-1.txt', 'text/plain'],
    ['anna', 'text-1.txt', 'text/plain'],
  ])('%s is sent as %s', async (before, name, mediaType) => {
    const words = 'Zürich;\t1\r\n\u001b[31mred\u001b[0m\n';
    const result = await cleaned(words, before);
    expect(result).toMatchObject({ name, mediaType, report: [{ kind: 'file-name', words: 'File name' }] });
    expect(new TextDecoder().decode(result.data)).toBe(words);
    expect(result.bytes.type).toBe(mediaType);
    expect(result.bytes).not.toBeInstanceOf(File);
    expect(result.kept).toHaveLength(1);
  });

  test('letters that nobody sees are counted, over the ends of pieces too', async () => {
    const text = `${'a'.repeat(1024 * 1024 - 1)}\u200b${'b'.repeat(1024 * 1024)}\u{e0041}`;
    const result = await clean(text, 'x.txt');
    expect(result.kind === 'cleaned' && result.kept[1]).toMatch(/^It holds 2 letters that nobody sees/);
    // A mark at the very start is how some editors save.
    const marked = await clean('\ufeffa', 'x.txt');
    expect(marked.kind === 'cleaned' && marked.kept).toHaveLength(1);
  });

  test('what begins like a program or a picture, and is text, is text', async () => {
    for (const words of ['BMW drives', 'MZ is short', 'II', 'PK means', 'ID3 is a format', 'RIFF', 'FLV', 'GIF is'])
      expect(await refusal(words, 'x.txt')).toBeNull();
  });
});
