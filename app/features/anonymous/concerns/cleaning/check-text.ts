import { CleaningError } from './cleaning';
import { readBytes } from './read-file';
import { isNoText } from './recognise-format';

/** So much of a text is held at a time. */
const readAtOnce = 1024 * 1024;

/** Letters that nobody sees: zero-width ones, soft hyphens, those that only mark (Unicode 16, 23.2 to 23.4, 23.9). */
const invisible = /[\u00ad\u180e\u200b\u2060-\u2064\ufeff\u{e0000}-\u{e007f}]/gu;

/**
 * Checks a text of any size piece by piece.
 *
 * @param file attacker-controlled; a mark at its very start that tells the encoding is no letter
 * @returns how many invisible letters it holds: they can tell whose copy it is
 * @throws CleaningError 'text-encoding' where it is not UTF-8, 'unknown' where it is no text at all
 */
export async function checkText(file: Blob): Promise<{ invisible: number }> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let found = 0;
  for (let at = 0; at < file.size; at += readAtOnce) {
    const bytes = await readBytes(file.slice(at, at + readAtOnce));
    if (bytes.some(isNoText)) throw new CleaningError('unknown');
    found += count(decode(decoder, bytes, at + readAtOnce < file.size));
  }
  return { invisible: found };
}

function decode(decoder: TextDecoder, bytes: Uint8Array, isMore: boolean): string {
  try {
    return decoder.decode(bytes, { stream: isMore });
  } catch {
    throw new CleaningError('text-encoding');
  }
}

function count(text: string): number {
  return text.match(invisible)?.length ?? 0;
}
