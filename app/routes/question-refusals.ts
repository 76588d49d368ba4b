import { AnnouncementError, type AnnouncementErrorCode } from '~/features/published/announcements/announcement';
import { QuestionError, type QuestionErrorCode } from '~/features/published/questions/question';
import type { Refusal } from './programme-refusals';

const refusals: Readonly<Record<QuestionErrorCode | AnnouncementErrorCode, Refusal>> = {
  'unknown-question': { status: 404, message: 'There is no such question.' },
  decided: { status: 409, message: 'Somebody has decided on this question already, and a decision stands.' },
  'not-open-question': { status: 409, message: 'Only a question that a moderator accepted can be answered.' },
  'answers-for-it': {
    status: 403,
    message: 'You answer for this petition, so another moderator decides on what is asked about it.',
  },
  'about-no-petition': { status: 400, message: 'There is no such petition. Please choose from the list.' },
  'mailed-today': {
    status: 409,
    message:
      'An announcement of today went out by mail already. Make this one on the page alone, or wait until tomorrow.',
  },
  'unknown-announcement': { status: 404, message: 'There is no such announcement.' },
};

/** The status and the words for a refusal by the rules of questions or announcements; undefined for anything else. */
export function questionRefusal(error: unknown): Refusal | undefined {
  return error instanceof QuestionError || error instanceof AnnouncementError ? refusals[error.code] : undefined;
}
