/** A petition that a publication has to decide about. */
export interface WaitingPetition {
  readonly id: string;
  readonly state: string;
  /** K: 0, or the number of signers below which nothing of it is ever published. */
  readonly criticalMass: number;
  /** Signers published so far; null while it has never appeared. */
  readonly counted: number | null;
  /** Whether acts wait. */
  readonly waiting: boolean;
  /** What they would add to the signers; may be negative. */
  readonly change: number;
}

/**
 * What a publication does with what waits for a petition (protocol 5): below the critical mass nothing moves; at the
 * first publication with it reached the petition appears, and stays, whatever is withdrawn later; if it closes before,
 * everything is deleted.
 */
export function whatToDo(petition: WaitingPetition): 'publish' | 'wait' | 'delete' {
  const { state, criticalMass, counted, waiting, change } = petition;
  if (counted !== null || criticalMass === 0 || change >= criticalMass) return waiting ? 'publish' : 'wait';
  return state === 'open' ? 'wait' : 'delete';
}

/** Whether publishing it now is its first appearance, for which it had to reach a critical mass. */
export const reachesCriticalMass = ({ criticalMass, counted }: WaitingPetition): boolean =>
  counted === null && criticalMass > 0;
