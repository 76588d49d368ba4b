import { z } from 'zod';

/** What leadership owes an answer, as a whole: a petition or a summary. */
export const answerSubjects = ['petition', 'summary'] as const;
export type AnswerSubject = (typeof answerSubjects)[number];

/** Who is accountable for an answer, in public; and who writes it for them, which only leadership knows. */
export const assignmentSchema = z.object({
  owner: z.string({ error: 'Please choose who answers for it.' }).min(1, 'Please choose who answers for it.').max(100),
  /** Person number; nobody where it is left out. */
  delegate: z.string().max(100).optional(),
  /** How many owners there had been when the form was made. */
  owners: z.coerce.number().int().min(0),
});

export type AssignmentErrorCode = 'unknown-subject' | 'nothing-to-answer' | 'stale-assignment' | 'delegate-is-owner';

/** A refusal by the rules of who answers. Routes map the code to a status and to words. */
export class AssignmentError extends Error {
  override readonly name = 'AssignmentError';
  constructor(readonly code: AssignmentErrorCode) {
    super(code);
  }
}
