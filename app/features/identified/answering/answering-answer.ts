import type { SubmissionResult } from '@conform-to/react';

/** What the form of a draft's page answers when it was refused: which of its acts, and why. */
export interface AnsweringAnswer {
  readonly act: string;
  readonly result: SubmissionResult;
}
