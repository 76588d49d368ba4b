import { sizeInWords, slice, startsWith, uint16, uint32 } from './bytes';
import { CleaningError, Findings, type RemovedKind } from './cleaning';

/*
 * EXIF is a TIFF file inside a picture: directories of tags that lead to further directories. It is read only to name in
 * the report what was there, and for the way up; nothing of it is ever copied.
 */

/** Which way up the picture is held: 1 is upright, the others are turns and mirrors. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const tag = { orientation: 0x0112, exif: 0x8769, gps: 0x8825, interoperability: 0xa005, placeVersion: 0 };
const entrySize = 12;
const shortType = 3;
/** The directories that there are: two of pictures, EXIF, GPS, interoperability; a few more for what makers invent. */
const mostDirectories = 12;

const kinds: Readonly<Record<number, RemovedKind>> = {
  ...inKind('camera', [0x010f, 0x0110, 0xa433, 0xa434, 0xc614]),
  ...inKind('serial', [0xa431, 0xa435, 0xc62f, 0xa420]),
  ...inKind('date', [0x0132, 0x9003, 0x9004, 0x9010, 0x9011, 0x9012, 0x9290, 0x9291, 0x9292]),
  ...inKind('author', [0x013b, 0x8298, 0xa430, 0x9c9d]),
  ...inKind('computer', [0x013c]),
  ...inKind('software', [0x000b, 0x0131]),
  ...inKind('description', [0x010d, 0x010e, 0x9286, 0x9c9b, 0x9c9c, 0x9c9e, 0x9c9f, 0xa004]),
  ...inKind('maker-notes', [0x927c, 0xc634]),
  ...inKind('preview', [0x0201]),
  ...inKind('history', [0x02bc]),
  ...inKind('captions', [0x83bb, 0x8649]),
  ...inKind('colour', [0x8773]),
};

/**
 * Names what EXIF data holds, and tells the way up.
 *
 * @param tiff attacker-controlled, from the byte-order mark on
 * @returns the orientation, 1 where there is none; what cannot be read is found as `unreadable`
 */
export function readExif(tiff: Uint8Array, findings: Findings): Orientation {
  let orientation: Orientation = 1;
  const found = new Findings();
  try {
    const isLittle = startsWith(tiff, 'II');
    if (!isLittle && !startsWith(tiff, 'MM')) throw new CleaningError('damaged');
    if (uint16(tiff, 2, isLittle) !== 42) throw new CleaningError('damaged');
    const waiting: { at: number; isPlace: boolean; isPicture: boolean }[] = [
      { at: uint32(tiff, 4, isLittle), isPlace: false, isPicture: true },
    ];
    const seen = new Set<number>();
    for (let each = waiting.shift(); each; each = waiting.shift()) {
      if (seen.has(each.at) || seen.size >= mostDirectories) throw new CleaningError('damaged');
      seen.add(each.at);
      const count = uint16(tiff, each.at, isLittle);
      const end = each.at + 2 + count * entrySize;
      slice(tiff, each.at, end);
      for (let at = each.at + 2; at < end; at += entrySize) {
        const id = uint16(tiff, at, isLittle);
        if (id === tag.orientation && seen.size === 1) orientation = orientationIn(tiff, at, isLittle);
        else if (id === tag.exif || id === tag.gps || id === tag.interoperability)
          waiting.push({ at: uint32(tiff, at + 8, isLittle), isPlace: id === tag.gps, isPicture: false });
        else if (!each.isPlace) found.add(kinds[id] ?? 'settings');
        else if (id !== tag.placeVersion) found.add('place');
      }
      // Only a picture's directory is followed by another one: that of the preview. Some writers leave the end out.
      const next = each.isPicture && end + 4 <= tiff.length ? uint32(tiff, end, isLittle) : 0;
      if (next !== 0) waiting.push({ at: next, isPlace: false, isPicture: true });
    }
  } catch (error) {
    if (!(error instanceof CleaningError)) throw error;
    found.add('unreadable', 'EXIF');
  }
  // No tag, and yet bytes: room that a program left, or something that no tag tells of.
  const isSilent = found.list().length === 0 && tiff.length > orientationOnly(orientation).length;
  if (isSilent) found.add('other', `EXIF, ${sizeInWords(tiff.length)}`);
  for (const { kind, detail } of found.list()) findings.add(kind, detail);
  return orientation;
}

function orientationIn(tiff: Uint8Array, entry: number, isLittle: boolean): Orientation {
  const value = uint16(tiff, entry + 8, isLittle);
  const isWellFormed = uint16(tiff, entry + 2, isLittle) === shortType && uint32(tiff, entry + 4, isLittle) === 1;
  if (!isWellFormed || value < 1 || value > 8) throw new CleaningError('damaged');
  return value as Orientation;
}

/** EXIF data that holds the orientation and nothing else: 26 bytes. */
export function orientationOnly(orientation: Orientation): Uint8Array {
  return Uint8Array.of(
    ...[0x49, 0x49, 42, 0, 8, 0, 0, 0],
    ...[1, 0, 0x12, 0x01, shortType, 0, 1, 0, 0, 0, orientation, 0, 0, 0],
    ...[0, 0, 0, 0],
  );
}

function inKind(kind: RemovedKind, tags: readonly number[]): Record<number, RemovedKind> {
  return Object.fromEntries(tags.map((each) => [each, kind]));
}
