import { hashFields } from '~/crypto/hash';
import type { Range } from '../petitions/petition';

/** What leadership says to a single demand. */
export const answers = ['accepted', 'partly', 'declined', 'not-ours'] as const;
export type Answer = (typeof answers)[number];

export const answerWords: Readonly<Record<Answer, string>> = {
  accepted: 'Accepted',
  partly: 'Partly',
  declined: 'Declined',
  'not-ours': 'Not ours to decide',
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
  /** One for each demand, in their order; null for a demand that has no answer yet. */
  readonly items: readonly (ResponseItem | null)[];
}

/** Whether every demand has an answer: that stops the clock. */
export function answersAll({ items }: Pick<ResponseText, 'items'>): boolean {
  return items.every((item) => item !== null);
}

/** What a verdict binds to: one demand and the answer to it, as they stand on the page. 32 bytes (protocol 11). */
export function responseItemDigest(
  petitionId: string,
  number: number,
  demand: string,
  { answer, reason }: ResponseItem,
): Uint8Array {
  return hashFields('response-item/v1', petitionId, number, demand, answer, reason);
}

export type ResponseErrorCode =
  'unknown-petition' | 'wrong-state' | 'not-counted' | 'wrong-demands' | 'nothing-answered' | 'answer-withdrawn';

/** A refusal by the rules of answering. Routes map the code to a status and to words. */
export class ResponseError extends Error {
  constructor(readonly code: ResponseErrorCode) {
    super(code);
    this.name = 'ResponseError';
  }
}
