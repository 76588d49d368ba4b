import { AssignmentError, type AssignmentErrorCode } from '~/features/identified/leadership/assignment';
import {
  ClarificationError,
  clarificationsPerPetition,
  type ClarificationErrorCode,
} from '~/features/published/clarifications/clarification';
import { plural } from '~/ui/count';
import { refusalOf } from './petition-refusals';
import type { Refusal } from './programme-refusals';

const assigning: Readonly<Record<AssignmentErrorCode, Refusal>> = {
  'unknown-subject': { status: 404, message: 'There is no such petition or summary.' },
  'nothing-to-answer': { status: 409, message: 'This petition cannot be answered, so nobody answers for it.' },
  'stale-assignment': {
    status: 409,
    message: 'Somebody else was noted for this after you opened the page, so nothing was changed. It stands below.',
  },
  'delegate-is-owner': { status: 400, message: 'Please choose somebody else to write it, or nobody.' },
};

const clarifying: Readonly<Record<ClarificationErrorCode, Refusal>> = {
  'unknown-petition': { status: 404, message: 'There is no such petition.' },
  'wrong-state': { status: 409, message: 'This petition waits for no answer, so its organizer is asked nothing.' },
  'nobody-to-ask': { status: 409, message: 'Nobody who organizes this petition works here any more.' },
  'already-asked': { status: 409, message: 'This question stands on the petition already.' },
  'too-many-questions': {
    status: 409,
    message: `The organizer of a petition is asked ${plural(clarificationsPerPetition, 'question')} at most.`,
  },
  'unknown-question': { status: 404, message: 'There is no such question.' },
  'already-answered': { status: 409, message: 'This question was answered already, and the answer stands.' },
};

/** As `refusalOf`, for who answers and for what organizers are asked too. Rethrows everything else. */
export function leadershipRefusal(error: unknown): Refusal {
  if (error instanceof AssignmentError) return assigning[error.code];
  if (error instanceof ClarificationError) return clarifying[error.code];
  return refusalOf(error);
}
