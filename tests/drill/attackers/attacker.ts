import type { Evidence, Guess, Subject } from '../evidence';

/** Somebody with all of the evidence and one idea. */
export interface Attacker {
  readonly name: string;
  readonly title: string;
  /** What is tried, for the page. */
  readonly tried: string;
  /** What it can say something about at all. */
  readonly about: readonly Subject['kind'][];
  /** The platform made worse so that the idea works, for the page. */
  readonly weakened: string;
  /**
   * One list of guesses for each way of trying it, decided on beforehand: the best of them counts, and its interval is
   * widened for having been chosen (Bonferroni).
   */
  readonly attack: (evidence: Evidence) => readonly (readonly Guess[])[];
}
