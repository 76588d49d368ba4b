import {
  OrganizingError,
  organizersPerPetition,
  type OrganizingErrorCode,
} from '~/features/identified/organizing/organizing';
import { refusalOf } from './petition-refusals';
import type { Refusal } from './programme-refusals';

const refusals: Readonly<Record<OrganizingErrorCode, Refusal>> = {
  'unknown-colleague': { status: 404, message: 'Nobody on the roster has this address. Is there a letter too many?' },
  'already-organizes': { status: 409, message: 'This person organizes it already.' },
  'already-invited': { status: 409, message: 'This person was asked already and has not answered.' },
  'too-many-organizers': {
    status: 409,
    message: `A petition has at most ${String(organizersPerPetition)} organizers, with those who were asked.`,
  },
  'decided-on-it': {
    status: 403,
    message: 'Who decided on a petition as a moderator cannot organize it.',
  },
  'nothing-to-organize': { status: 409, message: 'This petition is over: nobody can join or leave it any more.' },
  'no-invitation': { status: 404, message: 'There is no such invitation, or it was taken back.' },
  'last-organizer': {
    status: 409,
    message: 'You are the last one. Ask a colleague to join you first, or retire the petition.',
  },
};

/** As {@link refusalOf}, of who organizes a petition too. */
export function organizingRefusal(error: unknown): Refusal {
  return error instanceof OrganizingError ? refusals[error.code] : refusalOf(error);
}
