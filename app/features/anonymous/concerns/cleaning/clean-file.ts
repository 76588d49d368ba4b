import { checkText } from './check-text';
import { cleanPicture } from './clean-picture';
import { CleaningError, type Finding, type RefusalCode, type RemovedKind } from './cleaning';
import { keptWords, removedWords } from './cleaning-words';
import { findMetadata } from './find-metadata';
import { readBytes } from './read-file';
import { headSize, recognise, type PictureFormat } from './recognise-format';

/** Pictures are held in memory while they are cleaned; texts are not. */
export const mostPictureBytes = 40_000_000;
export const mostTextBytes = 100_000_000;

/** One thing that was removed, and the same in words. */
export interface Removed {
  readonly kind: RemovedKind;
  readonly words: string;
}

export interface CleanedFile {
  readonly kind: 'cleaned';
  /** A text is a slice of the very file: it is read when it is used. */
  readonly bytes: Blob;
  /** A name that says nothing: 'photo-1.jpg', 'text-2.csv'. */
  readonly name: string;
  readonly mediaType: string;
  /** What was removed; the file's name always is. */
  readonly report: readonly Removed[];
  /** Sentences on what the file still tells. */
  readonly kept: readonly string[];
}

export interface RefusedFile {
  readonly kind: 'refused';
  /** `refusalWords` of `cleaning-words` says why, and what to do instead. */
  readonly reason: RefusalCode;
}

const pictureTypes: Readonly<Record<PictureFormat, { ending: string; mediaType: string }>> = {
  jpeg: { ending: 'jpg', mediaType: 'image/jpeg' },
  png: { ending: 'png', mediaType: 'image/png' },
  webp: { ending: 'webp', mediaType: 'image/webp' },
  gif: { ending: 'gif', mediaType: 'image/gif' },
};

/** Of a name only its ending is kept, and only one of these. */
const textTypes: ReadonlyMap<string, string> = new Map([
  ['csv', 'text/csv'],
  ['json', 'application/json'],
  ['log', 'text/plain'],
  ['md', 'text/markdown'],
  ['txt', 'text/plain'],
]);

/**
 * Takes out of a file what tells who made it, where and with what (protocol 7), on the person's own device. Formats by
 * allow-list, told by the bytes: JPEG, PNG, WebP and GIF are taken apart and put together anew, plain text is checked to be
 * text, everything else is refused. The pixels themselves are neither decoded nor changed.
 *
 * @param file attacker-controlled in name, type and bytes; never throws for what is in it
 * @param number which of a concern's files it is, for its new name
 */
export async function cleanFile(
  file: Blob & { readonly name: string },
  { number }: { readonly number: number },
): Promise<CleanedFile | RefusedFile> {
  try {
    const recognised = recognise(await readBytes(file.slice(0, headSize)));
    if (recognised.kind === 'refused') return recognised;
    return recognised.kind === 'text'
      ? await cleanText(file, number)
      : await cleanPictureFile(file, recognised.format, number);
  } catch (error) {
    if (!(error instanceof CleaningError)) throw error;
    return { kind: 'refused', reason: error.code };
  }
}

async function cleanPictureFile(file: Blob, format: PictureFormat, number: number): Promise<CleanedFile> {
  if (file.size > mostPictureBytes) throw new CleaningError('picture-too-large');
  const { bytes, findings } = cleanPicture(format, await readBytes(file));
  if (findMetadata(bytes).length > 0) throw new CleaningError('not-clean');
  const { ending, mediaType } = pictureTypes[format];
  return {
    kind: 'cleaned',
    bytes: new Blob([bytes], { type: mediaType }),
    name: `photo-${number}.${ending}`,
    mediaType,
    report: reportOf([renamed, ...findings]),
    kept: [keptWords.picture],
  };
}

async function cleanText(file: Blob & { readonly name: string }, number: number): Promise<CleanedFile> {
  if (file.size > mostTextBytes) throw new CleaningError('text-too-large');
  const { invisible } = await checkText(file);
  const wanted = /\.([a-z]+)$/i.exec(file.name)?.[1]?.toLowerCase() ?? 'txt';
  const ending = textTypes.has(wanted) ? wanted : 'txt';
  const mediaType = textTypes.get(ending) ?? 'text/plain';
  return {
    kind: 'cleaned',
    bytes: file.slice(0, file.size, mediaType),
    name: `text-${number}.${ending}`,
    mediaType,
    report: reportOf([renamed]),
    kept: [keptWords.text, ...(invisible > 0 ? [keptWords.invisible(invisible)] : [])],
  };
}

const renamed: Finding = { kind: 'file-name', detail: null };

function reportOf(findings: readonly Finding[]): readonly Removed[] {
  return findings.map((finding) => ({ kind: finding.kind, words: removedWords(finding) }));
}
