import { z } from 'zod';
import { decidedActs, moderationReasons, type DecidedAct } from './moderation';
import { moderationWords } from './petition.schema';

/** The decision that a reason stands for; undefined for none, and for the organizer's own. */
function actOf(code: string): DecidedAct | undefined {
  const act = moderationReasons.find((reason) => reason.code === code)?.act;
  return decidedActs.find((each) => each === act);
}

const reasonWithAct = z
  .string({ error: 'Please choose a reason.' })
  .refine((code) => actOf(code) !== undefined, 'Please choose one of the reasons.');

/**
 * A decision as it is posted. The code alone says which act it belongs to; words may be left out for an acceptance
 * only. `textDigest` names the text that the moderator read. Whether the act fits the petition's state is not looked at.
 */
export const decisionSchema = z
  .object({
    reasonCode: reasonWithAct,
    words: z.string().optional(),
    textDigest: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .transform((decision, issues) => {
    const act = actOf(decision.reasonCode) ?? decidedActs[0];
    const words = moderationWords.safeParse(decision.words);
    if (words.success) return { ...decision, act, words: words.data };
    if (act === 'accept' && (decision.words ?? '').trim() === '') return { ...decision, act, words: '' };
    for (const issue of words.error.issues) {
      issues.addIssue({ code: 'custom', path: ['words'], message: issue.message });
    }
    return z.NEVER;
  });
export type Decision = z.output<typeof decisionSchema>;
