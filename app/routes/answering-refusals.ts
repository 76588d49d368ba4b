import {
  commentsPerDraft,
  petitionsTogether,
  reviewersPerDraft,
  scheduleDays,
  type AnsweringErrorCode,
} from '~/features/identified/answering/draft';
import { plural } from '~/ui/count';
import type { Refusal } from './programme-refusals';

/** What is said to whoever meets a rule of answering. */
export const answeringRefusals: Readonly<Record<AnsweringErrorCode, Refusal>> = {
  'no-such-draft': { status: 404, message: 'There is no such draft any more: it was published, or thrown away.' },
  'mixed-subjects': { status: 400, message: 'Several petitions can be answered together, or one summary by itself.' },
  'too-many-subjects': {
    status: 400,
    message: `At most ${plural(petitionsTogether, 'petition')} can be answered together.`,
  },
  'already-drafted': {
    status: 409,
    message: 'One of these is being answered in another draft. Please publish that one or throw it away first.',
  },
  'wrong-draft-state': {
    status: 409,
    message: 'The draft has moved on in the meantime, so nothing was changed. This is where it stands now.',
  },
  'stale-version': {
    status: 409,
    message: 'Somebody changed the draft after you opened this page, so nothing was done. Please read it again.',
  },
  unfinished: { status: 409, message: 'Something is still missing. What it is stands under “Look at it”.' },
  'not-approved': {
    status: 409,
    message: 'Not every reviewer has approved these very words, so nothing was published.',
  },
  'unknown-person': { status: 400, message: 'Nobody who works here has this address.' },
  'own-review': { status: 409, message: 'Whoever writes an answer cannot review it, nor the other way round.' },
  'already-named': { status: 409, message: 'This person reviews the draft already.' },
  'too-many-reviewers': {
    status: 409,
    message: `A draft takes ${plural(reviewersPerDraft, 'reviewer')}, and this one has them all.`,
  },
  'no-reviewers': { status: 409, message: 'Please name a reviewer first.' },
  'changes-without-words': { status: 400, message: 'Please say which changes you ask for.' },
  'unknown-part': { status: 400, message: 'There is no such part of the draft.' },
  'too-many-comments': {
    status: 409,
    message: `A draft takes ${plural(commentsPerDraft, 'comment')}, and this one has them all.`,
  },
  'past-hour': { status: 400, message: 'This hour is over. Please choose one that is still to come.' },
  'too-far-ahead': {
    status: 400,
    message: `Please choose a day within ${plural(scheduleDays.max, 'day')} from today.`,
  },
};
