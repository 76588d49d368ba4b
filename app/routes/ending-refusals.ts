import type { EndingErrorCode } from '~/features/published/petitions/petition';
import { proposalsPerPetition } from '~/features/published/petitions/ending';
import type { Refusal } from './programme-refusals';

/** What is said where a petition cannot be ended or merged. */
export const endingRefusals: Readonly<Record<EndingErrorCode, Refusal>> = {
  'already-ended': { status: 409, message: 'Its organizers have ended this petition already.' },
  'other-ended': { status: 409, message: 'The other petition is not open, or is about to close. Nothing was changed.' },
  'into-itself': { status: 400, message: 'A petition cannot be merged into itself.' },
  'merged-into': {
    status: 409,
    message: 'Another petition was merged into this one, so it goes on: nobody is sent from page to page to page.',
  },
  'already-proposed': { status: 409, message: 'This was proposed already and waits for an answer.' },
  'too-many-proposals': {
    status: 409,
    message: `Merging a petition can be proposed ${String(proposalsPerPetition)} times, and this one has been.`,
  },
  'no-proposal': {
    status: 409,
    message: 'This proposal no longer waits: it was answered, or another one took its place.',
  },
};
