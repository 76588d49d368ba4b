import { fromLetters, indexOfBytes } from './bytes';
import { cleanPicture } from './clean-picture';
import { removedWords } from './cleaning-words';
import { CleaningError } from './cleaning';
import { orientationOnly } from './exif';
import { headSize, recognise } from './recognise-format';

/** How hidden data begins, wherever it stands. None is so short that pixels would hold it by chance. */
const beginnings = [
  'Exif\0\0',
  'http://ns.adobe.com/',
  '<x:xmpmeta',
  '<?xpacket',
  'W5M0MpCehiHzreSzNTczkc9d',
  'Photoshop 3.0',
  'ICC_PROFILE\0',
  'ICCRGBG1012',
  'XML:com.adobe.xmp',
  'MPF\0II*\0',
  'MPF\0MM\0*',
  'urn:uuid:',
  'acspAPPL',
  'acspMSFT',
].map((text) => ({ text, bytes: fromLetters(text) }));

const exif = fromLetters('Exif\0\0');

/**
 * Looks for hidden data in a picture in two ways: by its beginnings, wherever they stand, and by cleaning the picture once
 * more, which must find nothing and change nothing.
 *
 * @param bytes attacker-controlled
 * @returns what was found, empty for a clean picture. What is no picture that can be cleaned is found as that
 */
export function findMetadata(bytes: Uint8Array): readonly string[] {
  const recognised = recognise(bytes.subarray(0, headSize));
  if (recognised.kind !== 'picture') return ['not a picture'];
  const found = beginnings.filter((each) => hasBeginning(bytes, each.bytes)).map(({ text }) => text);
  try {
    const again = cleanPicture(recognised.format, bytes);
    found.push(...again.findings.map(removedWords));
    if (!isSame(again.bytes, bytes)) found.push('a part that cleaning changes');
  } catch (error) {
    if (!(error instanceof CleaningError)) throw error;
    found.push(error.code);
  }
  return found;
}

function hasBeginning(bytes: Uint8Array, beginning: Uint8Array): boolean {
  for (let at = indexOfBytes(bytes, beginning); at >= 0; at = indexOfBytes(bytes, beginning, at + 1))
    if (beginning.length !== exif.length || !isOwnExif(bytes, at + exif.length)) return true;
  return false;
}

/** The one thing that may say EXIF: which way is up. */
function isOwnExif(bytes: Uint8Array, at: number): boolean {
  return ([2, 3, 4, 5, 6, 7, 8] as const).some((each) =>
    orientationOnly(each).every((byte, index) => bytes[at + index] === byte),
  );
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
