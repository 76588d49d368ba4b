import { AnsweringError } from '~/features/identified/answering/draft';
import { DeskError, type DeskErrorCode } from '~/features/identified/desks/desk';
import { ContradictionError } from '~/features/published/contradictions/contradiction';
import { DraftError, draftsPerPerson, type DraftErrorCode } from '~/features/identified/drafts/draft';
import {
  appealDays,
  PetitionError,
  petitionsUnderWay,
  updatesPerPetition,
  type PetitionErrorCode,
} from '~/features/published/petitions/petition';
import { ProgrammeError } from '~/features/published/programmes/programme';
import { ResponseError, type ResponseErrorCode } from '~/features/published/responses/response';
import { StatementError, type StatementErrorCode } from '~/features/published/statements/statement';
import { SummaryError, type SummaryErrorCode } from '~/features/published/summaries/summary-error';
import { answeringRefusals } from './answering-refusals';
import { endingRefusals } from './ending-refusals';
import { contradictionRefusals } from './contradiction-refusals';
import { programmeRefusals, type Refusal } from './programme-refusals';
import { questionRefusal } from './question-refusals';

type Code = DeskErrorCode | DraftErrorCode | PetitionErrorCode | ResponseErrorCode | StatementErrorCode;

const refusals: Readonly<Record<Code, Refusal>> = {
  ...endingRefusals,
  'not-allowed': { status: 403, message: 'This belongs to a role that you do not hold.' },
  'own-petition': { status: 403, message: 'This is a petition of your own, so it is for somebody else.' },
  'invited-to-organize': {
    status: 403,
    message:
      'You are invited to organize this petition, so somebody else decides on it. Declining gives you the say back.',
  },
  'asked-as-leadership': {
    status: 403,
    message: 'This petition asks you, as leadership, so somebody else decides on it.',
  },
  'appealed-against-you': {
    status: 403,
    message: 'The appeal is against your own decision, so somebody else decides on it.',
  },
  'not-organizer': { status: 403, message: 'This is for the organizer of the petition alone.' },
  'not-a-leader': { status: 400, message: 'This person does not hold the role of leadership.' },
  'unknown-draft': { status: 404, message: 'There is no such draft of yours.' },
  locked: { status: 409, message: 'This draft was sent in and cannot be changed while moderators read it.' },
  incomplete: { status: 400, message: 'Something is still missing. What it is stands below.' },
  'too-many-drafts': {
    status: 409,
    message: `You keep ${String(draftsPerPerson)} drafts already. Please delete one first.`,
  },
  'too-many-petitions': {
    status: 409,
    message: `You have as many petitions waiting or open as one person may: ${String(petitionsUnderWay.everybody)}, or ${String(petitionsUnderWay.organizer)} for organizers. This one is kept as a draft.`,
  },
  'unknown-petition': { status: 404, message: 'There is no such petition.' },
  'wrong-state': { status: 409, message: 'The petition has moved on in the meantime, so nothing was changed.' },
  'text-changed': {
    status: 409,
    message: 'The text was changed after you opened this page, so nothing was decided. Please read it again.',
  },
  'already-appealed': { status: 409, message: 'It was appealed against once, and there is one appeal.' },
  'appeal-too-late': {
    status: 409,
    message: `An appeal can be made within ${String(appealDays)} days of the rejection. You can rework the text and send it in as a new petition.`,
  },
  'already-posted': { status: 409, message: 'This news stands on the petition already.' },
  'too-many-updates': {
    status: 409,
    message: `A petition takes ${String(updatesPerPetition)} pieces of news, and this one has them all.`,
  },
  'not-counted': {
    status: 409,
    message: 'Its signatures are not counted in public yet. A petition can be answered once they are.',
  },
  'wrong-demands': { status: 400, message: 'There must be a place for every demand.' },
  'nothing-answered': { status: 400, message: 'Please answer at least one demand.' },
  'answer-withdrawn': { status: 409, message: 'An answer that was given can be revised, not taken away.' },
  'unknown-statement': { status: 404, message: 'There is no such statement.' },
  'stale-revision': {
    status: 409,
    message: 'Somebody has published another version meanwhile, so nothing was changed. Please read it first.',
  },
  unchanged: { status: 409, message: 'It says the same as before, so nothing was published.' },
  'no-reason': { status: 400, message: 'Please say why it is revised.' },
  'changed-since-publication': {
    status: 409,
    message:
      'Words that employees judge or bear witness to change at most once between two publications: otherwise changing them would tell when somebody did. Nothing is lost; please publish it after the next one.',
  },
};

/** What a page can meet of the rules of summaries; those of publishing one are told to handlers' desks by code. */
const summaryRefusals: Readonly<Partial<Record<SummaryErrorCode, Refusal>>> = {
  'unknown-summary': { status: 404, message: 'There is no such summary.' },
};

/** The status and the words for a refusal by a petition's rules, or a programme's. Rethrows everything else. */
export function refusalOf(error: unknown): Refusal {
  const ofSummary = error instanceof SummaryError ? summaryRefusals[error.code] : undefined;
  if (ofSummary) return ofSummary;
  const ofQuestion = questionRefusal(error);
  if (ofQuestion) return ofQuestion;
  if (error instanceof AnsweringError) return answeringRefusals[error.code];
  if (error instanceof ContradictionError) return contradictionRefusals[error.code];
  if (error instanceof ProgrammeError) return programmeRefusals[error.code];
  if (
    error instanceof DeskError ||
    error instanceof DraftError ||
    error instanceof PetitionError ||
    error instanceof ResponseError ||
    error instanceof StatementError
  ) {
    return refusals[error.code];
  }
  throw error;
}

/** As {@link refusalOf}, as the page that stands in place of the one asked for. */
export function refusalPage(error: unknown): Response {
  const { status, message } = refusalOf(error);
  return Response.json({ detail: message }, { status });
}
