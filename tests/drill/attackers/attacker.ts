import type { Evidence, Guess } from '../evidence';

/** Somebody with all of the evidence and one idea. */
export interface Attacker {
  readonly name: string;
  readonly title: string;
  /** What is tried, for the page. */
  readonly tried: string;
  /** The platform made worse so that the idea works, for the page. */
  readonly weakened: string;
  /**
   * One list of guesses for each way of trying it, decided on beforehand: the best of them counts, and its interval is
   * widened for having been chosen (Bonferroni).
   */
  readonly attack: (evidence: Evidence) => readonly (readonly Guess[])[];
}
