import {
  contradictionsPerPetition,
  type ContradictionErrorCode,
} from '~/features/published/contradictions/contradiction';
import type { Refusal } from './programme-refusals';

/** The status and the words for each refusal by the rules of linking statements. */
export const contradictionRefusals: Readonly<Record<ContradictionErrorCode, Refusal>> = {
  'not-opened': { status: 409, message: 'This petition never opened. Statements are linked once it has.' },
  'unknown-revision': { status: 404, message: 'There is no such revision of a statement.' },
  'same-statement': {
    status: 400,
    message: 'These are revisions of one statement: what changed in it stands on its own page. Please choose another.',
  },
  'not-of-the-petition': {
    status: 400,
    message:
      'One of the two must be the response to your petition, a pledge from it, an answer to a question under it, or an announcement.',
  },
  'quote-not-there': {
    status: 400,
    message:
      'These words do not stand there. Please copy them from this very revision, word for word and within one paragraph or answer.',
  },
  'already-linked': { status: 409, message: 'This contradiction stands on the petition already.' },
  'too-many-contradictions': {
    status: 409,
    message: `A petition takes ${String(contradictionsPerPetition)} contradictions, and this one has them all.`,
  },
  'unknown-contradiction': { status: 404, message: 'There is no such contradiction on your petition.' },
  'already-withdrawn': { status: 409, message: 'It was taken back already.' },
};
