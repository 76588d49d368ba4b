import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { wordDifference, type DifferencePart } from '../revisions/word-difference';
import { documentParts, partValue, type DocumentPart } from './programme-fields';
import { partText } from './part-text';
import type { ProgrammeDocument } from './programme';

export interface PartChange {
  readonly part: DocumentPart;
  readonly words: readonly DifferencePart[];
}

/** The parts in which two documents differ. @param before null for the first revision: everything in it came */
export function changesBetween(before: ProgrammeDocument | null, after: ProgrammeDocument): PartChange[] {
  return changedParts(before, after).map((part) => ({
    part,
    words: wordDifference(before ? partText(before, part) : '', partText(after, part)),
  }));
}

/** Only the names of what differs; for the first revision, of what it answers. */
export function changedParts(before: ProgrammeDocument | null, after: ProgrammeDocument): DocumentPart[] {
  return documentParts.filter((part) => {
    if (!before) return partText(after, part) !== '';
    return encodeCanonicalJson(partValue(before, part)) !== encodeCanonicalJson(partValue(after, part));
  });
}
