import { hashFields } from '~/crypto/hash';
import type { Range } from '../petitions/petition';

/** What leadership says to a single demand. */
export const answers = ['accepted', 'partly', 'declined'] as const;
export type Answer = (typeof answers)[number];

export const answerWords: Readonly<Record<Answer, string>> = {
  accepted: 'Accepted',
  partly: 'Partly',
  declined: 'Declined',
};

/** Lengths in UTF-16 code units. The words as a whole may be left out; the reason for each answer may not. */
export const answerReasonLength: Range = { min: 10, max: 2_000 };
export const responseBodyLength: Range = { min: 0, max: 10_000 };

/** States in which a petition can be answered. */
export const answerableStates = ['open', 'closed'] as const;

export interface ResponseItem {
  readonly answer: Answer;
  readonly reason: string;
}

export interface ResponseText {
  readonly body: string;
  /** One for each demand, in the order of the demands. */
  readonly items: readonly ResponseItem[];
}

/** What the ledger keeps of a response: every word of it. 32 bytes. */
export function responseDigest(petitionId: string, revision: number, { body, items }: ResponseText): Uint8Array {
  const fields = items.flatMap(({ answer, reason }) => [answer, reason]);
  return hashFields('response/v1', petitionId, revision, body, items.length, ...fields);
}

export type ResponseErrorCode =
  'unknown-petition' | 'wrong-state' | 'not-counted' | 'already-answered' | 'unanswered-demand';

/** A refusal by the rules of answering. Routes map the code to a status and to words. */
export class ResponseError extends Error {
  constructor(readonly code: ResponseErrorCode) {
    super(code);
    this.name = 'ResponseError';
  }
}
