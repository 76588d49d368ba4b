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

/** The name of a petition in whatever somebody pasted: its name, or the address of one of its pages. */
export const mergeTarget = z
  .string({ error: 'Please say which petition: paste the address of its page.' })
  .max(2_000, 'That is no address of a petition.')
  .transform((pasted, issues) => {
    const [, id] = /^(?:\S*\/petitions\/)?([A-Za-z0-9_-]{16,64})(?:[/?#]\S*)?$/.exec(pasted.trim()) ?? [];
    if (id === undefined) issues.addIssue({ code: 'custom', message: 'That is no address of a petition.' });
    return id ?? '';
  });

export const proposeSchema = z.object({ into: mergeTarget });

/** The answer to a proposal: who agrees says why, in public. */
export const answerSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('agree'), petition: mergeTarget, reason: endingReason }),
  z.object({ act: z.literal('decline'), petition: mergeTarget }),
]);
