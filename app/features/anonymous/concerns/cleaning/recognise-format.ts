import { indexOfBytes, fromLetters, letters, startsWith } from './bytes';
import type { RefusalCode } from './cleaning';

export type PictureFormat = 'jpeg' | 'png' | 'webp' | 'gif';

/** So many of the first bytes tell what a file is. */
export const headSize = 1024;

export type Recognised =
  | { readonly kind: 'picture'; readonly format: PictureFormat }
  | { readonly kind: 'text' }
  | { readonly kind: 'refused'; readonly reason: RefusalCode };

const pictures: readonly (readonly [PictureFormat, (head: Uint8Array) => boolean])[] = [
  ['jpeg', (head) => startsWith(head, '\xff\xd8\xff')],
  ['png', (head) => startsWith(head, '\x89PNG\r\n\x1a\n')],
  ['webp', (head) => startsWith(head, 'RIFF') && startsWith(head, 'WEBP', 8)],
  ['gif', (head) => startsWith(head, 'GIF87a') || startsWith(head, 'GIF89a')],
];

/** Made of letters, and still more than text. */
const lettered: readonly (readonly [RefusalCode, readonly string[]])[] = [
  ['pdf', ['%PDF-', '%!PS']],
  ['office', ['{\\rtf']],
  ['markup', ['<?xml', '<svg', '<!doctype', '<html']],
];

const binary: readonly (readonly [RefusalCode, readonly string[]])[] = [
  ['office', ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1']],
  ['raw', ['II*\0', 'MM\0*', 'II+\0', 'MM\0+', 'IIRO', 'IIU\0', 'FUJIFILM', '8BPS']],
  ['unusual-picture', ['BM', '\0\0\x01\0', '\xff\x0a', '\0\0\0\x0cJXL ', '\0\0\0\x0cjP  ']],
  ['film', ['\x1aE\xdf\xa3', '\0\0\x01\xba', 'FLV']],
  ['sound', ['ID3', 'OggS', 'fLaC', '\xff\xfb', '\xff\xf3', '\xff\xf1', '#!AMR']],
  ['archive', ['\x1f\x8b', '7z\xbc\xaf\x27\x1c', 'Rar!', '\xfd7zXZ', 'BZh', '\x28\xb5\x2f\xfd']],
  ['program', ['MZ', '\x7fELF', '\xca\xfe\xba\xbe', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\0asm']],
];

/**
 * Tells what a file is by its bytes; its name and type are what somebody called it.
 * @param head its first `headSize` bytes, or all there are
 */
export function recognise(head: Uint8Array): Recognised {
  const refused = (reason: RefusalCode) => ({ kind: 'refused', reason }) as const;
  if (head.length === 0) return refused('empty');
  const picture = pictures.find(([, isIt]) => isIt(head));
  if (picture) return { kind: 'picture', format: picture[0] };
  const isUtf16 = startsWith(head, '\xff\xfe') || startsWith(head, '\xfe\xff');
  if (isUtf16) return refused('text-encoding');
  if (indexOfBytes(head, fromLetters('%PDF-')) >= 0) return refused('pdf');
  if (!head.some(isNoText)) {
    const text = letters(head, 0, headSize)
      .replace(/^\xef\xbb\xbf/, '')
      .trimStart()
      .toLowerCase();
    const found = lettered.find(([, starts]) => starts.some((start) => text.startsWith(start.toLowerCase())));
    return found ? refused(found[0]) : { kind: 'text' };
  }
  return refused(ofBoxes(head) ?? ofArchive(head) ?? ofStart(head) ?? 'unknown');
}

function ofStart(head: Uint8Array): RefusalCode | undefined {
  if (startsWith(head, 'RIFF')) return startsWith(head, 'WAVE', 8) ? 'sound' : 'film';
  if (startsWith(head, 'ustar', 257)) return 'archive';
  return binary.find(([, starts]) => starts.some((start) => startsWith(head, start)))?.[0];
}

/** Films of most phones, and pictures coded like a film (ISO/IEC 14496-12). */
function ofBoxes(head: Uint8Array): RefusalCode | undefined {
  if (!startsWith(head, 'ftyp', 4)) return undefined;
  const brand = letters(head, 8, 4);
  if (/^(?:he[ivx].|mif1|msf1)$/.test(brand)) return 'heic';
  if (/^avi[fs]$/.test(brand)) return 'unusual-picture';
  if (/^crx /.test(brand)) return 'raw';
  return brand.startsWith('M4A') || brand.startsWith('M4B') ? 'sound' : 'film';
}

/** The documents of office programs are archives, told by the names in them. */
function ofArchive(head: Uint8Array): RefusalCode | undefined {
  if (!startsWith(head, 'PK')) return undefined;
  const names = ['[Content_Types].xml', '_rels/', 'docProps/', 'word/', 'xl/', 'ppt/', 'mimetypeapplication/vnd.'];
  return names.some((name) => indexOfBytes(head, fromLetters(name)) >= 0) ? 'office' : 'archive';
}

/** Control letters that no text holds: all but tabulator, ends of lines and of pages, and the start of a colour in a log. */
export function isNoText(byte: number): boolean {
  return byte === 127 || (byte < 32 && !(byte >= 9 && byte <= 13 && byte !== 11) && byte !== 27);
}
