import { hashFields } from '~/crypto/hash';
import type { Range } from '../petitions/petition';

/** Most questions that leadership asks the organizer of one petition: they are to help an answer, not to stand for one. */
export const clarificationsPerPetition = 10;

/** Lengths in UTF-16 code units. */
export const questionLength: Range = { min: 10, max: 1_000 };
export const explanationLength: Range = { min: 2, max: 5_000 };

/** States in which an organizer is asked: while the petition can still be answered. */
export const clarifiableStates = ['open', 'closed'] as const;

/** A question of leadership's to the organizer of a petition, and what they say to it. Both in public, for good. */
export interface Clarification {
  /** From 1. */
  readonly number: number;
  /** Markdown. */
  readonly question: string;
  readonly askerName: string;
  /** On the company's calendar, as the day of the answer. */
  readonly askedDay: string;
  /** Markdown; null while it waits for the organizer. */
  readonly answer: string | null;
  readonly answeredDay: string | null;
}

/** What the ledger keeps of a question, or of the answer to it. 32 bytes (protocol 0). */
export function clarificationDigest(
  petitionId: string,
  number: number,
  act: 'asked' | 'answered',
  words: string,
): Uint8Array {
  return hashFields('clarification/v1', petitionId, number, act, words);
}

export type ClarificationErrorCode =
  | 'unknown-petition'
  | 'wrong-state'
  | 'nobody-to-ask'
  | 'already-asked'
  | 'too-many-questions'
  | 'unknown-question'
  | 'already-answered';

/** A refusal by the rules of clarifying questions. Routes map the code to a status and to words. */
export class ClarificationError extends Error {
  override readonly name = 'ClarificationError';
  constructor(readonly code: ClarificationErrorCode) {
    super(code);
  }
}
