import { hashFields } from '~/crypto/hash';
import type { Range } from '../petitions/petition';

/** What a question asks about: a petition, or leadership's response to it. */
export const questionSubjects = ['petition', 'response'] as const;
export type QuestionSubject = (typeof questionSubjects)[number];

/** A question in its asker's words: plain text, as it was sent. */
export interface QuestionText {
  readonly petition: string;
  readonly about: QuestionSubject;
  readonly body: string;
}

/** Length in UTF-16 code units, as the browser counts `maxlength`. */
export const questionLength: Range = { min: 10, max: 1_000 };

/** Questions that one key can ask on one UTC day. */
export const questionSlotsPerDay = 3;

/** Petitions that questions can be asked under. */
export const askableStates = ['open', 'closed'] as const;

/**
 * The digest of a question's exact words (protocol 12): what the proof that asks binds to, what support binds to, and what
 * the ledger has. Compute it from the very text that is shown, never take one from a server.
 * @returns 32 bytes
 */
export function questionTextDigest({ petition, about, body }: QuestionText): Uint8Array {
  return hashFields('question-text/v1', petition, about, body);
}

export type QuestionErrorCode = 'unknown-question' | 'decided' | 'not-open-question' | 'answers-for-it';

/** A refusal by the rules of questions, once they are published. Routes map the code to a status and to words. */
export class QuestionError extends Error {
  override readonly name = 'QuestionError';
  constructor(readonly code: QuestionErrorCode) {
    super(code);
  }
}

export const questionsPath = (petitionId: string): string => `/petitions/${petitionId}/questions`;
export const askPath = (petitionId: string): string => `${questionsPath(petitionId)}/ask`;
export const supportPath = (petitionId: string, questionId: string): string =>
  `${questionsPath(petitionId)}/${questionId}/support`;
