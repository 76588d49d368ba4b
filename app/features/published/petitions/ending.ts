import { z } from 'zod';
import { reasonLength } from './petition';
import { textOf } from './petition.schema';

/** Why a petition ends before its day, in its organizers' words; everybody reads it, for ever. */
export const endingReason = textOf({ what: 'why it ends', range: reasonLength, lines: 'many' });

export const retireSchema = z.object({ reason: endingReason });

/** How often a petition's organizers may propose to merge it, whatever becomes of the proposals. */
export const proposalsPerPetition = 10;

/** What became of a proposal to merge a petition into another one. A later proposal takes the place of an earlier one. */
export interface MergeStep {
  readonly number: number;
  readonly petitionId: string;
  readonly intoId: string;
  readonly act: 'proposed' | 'agreed' | 'declined';
  readonly day: string;
}

/** The proposal that waits for an answer, or null. @param steps of one petition, in their order */
export function pendingProposal(steps: readonly MergeStep[]): MergeStep | null {
  const last = steps.at(-1);
  return last?.act === 'proposed' ? last : null;
}
