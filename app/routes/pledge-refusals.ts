import {
  longestPledgeDays,
  PledgeError,
  pledgesPerResponse,
  type PledgeErrorCode,
} from '~/features/published/pledges/pledge-rules';
import { plural } from '~/ui/count';
import { refusalOf } from './petition-refusals';
import type { Refusal } from './programme-refusals';

const refusals: Readonly<Record<PledgeErrorCode, Refusal>> = {
  'unknown-pledge': { status: 404, message: 'There is no such pledge.' },
  'no-response': {
    status: 409,
    message: 'A pledge is made in a published response, and this petition has none. Please respond to it first.',
  },
  'too-many-pledges': {
    status: 409,
    message: `A response holds ${plural(pledgesPerResponse, 'pledge')} at most, and this one has them all.`,
  },
  'not-a-beginning': {
    status: 400,
    message: 'A pledge begins as not started or in progress. What is done already belongs into the response.',
  },
  'wrong-status': {
    status: 409,
    message: 'After what leadership has said of this pledge, that status cannot follow.',
  },
  'promise-over': {
    status: 409,
    message:
      'A promise is not rewritten as it ends, or afterwards. Please leave its words, its days and its owner as they are, or change them first, with a reason of their own.',
  },
  'no-evidence': {
    status: 400,
    message: 'Please say what supersedes it: choose the pledge that takes its place, or give evidence.',
  },
  'unknown-evidence': {
    status: 400,
    message: 'The evidence names a pledge that does not exist, or this one itself.',
  },
  'due-too-early': { status: 400, message: 'The day on which it is due is over already. Please choose a later one.' },
  'due-too-late': {
    status: 400,
    message: `Please promise for a day within ${String(Math.floor(longestPledgeDays / 366))} years.`,
  },
  'milestone-outside': {
    status: 400,
    message: 'A milestone lies between the day on which the pledge was made and the day on which it is due.',
  },
};

/** As `refusalOf`, for the rules of pledges too. Rethrows everything else. */
export function pledgeRefusal(error: unknown): Refusal {
  return error instanceof PledgeError ? refusals[error.code] : refusalOf(error);
}
