import { z } from 'zod';
import { moderationActs, moderationReasons } from './moderation';
import { moderationWords } from './petition.schema';

const reasonWithAct = z
  .string({ error: 'Please choose a reason.' })
  .refine((code) => moderationReasons.some((reason) => reason.code === code), 'Please choose one of the reasons.');

/**
 * A decision as it is posted. The code alone says which act it belongs to; words may be left out for an acceptance
 * only. `textDigest` names the text that the moderator read.
 */
export const decisionSchema = z
  .object({
    reasonCode: reasonWithAct,
    words: z.string().optional(),
    textDigest: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .transform((decision, issues) => {
    const reason = moderationReasons.find(({ code }) => code === decision.reasonCode);
    const act = reason?.act ?? moderationActs[0];
    const words = moderationWords.safeParse(decision.words);
    if (words.success) return { ...decision, act, words: words.data };
    if (act === 'accept' && (decision.words ?? '').trim() === '') return { ...decision, act, words: '' };
    for (const issue of words.error.issues) {
      issues.addIssue({ code: 'custom', path: ['words'], message: issue.message });
    }
    return z.NEVER;
  });
export type Decision = z.output<typeof decisionSchema>;
