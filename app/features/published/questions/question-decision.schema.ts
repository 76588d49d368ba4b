import { z } from 'zod';
import { moderationWords } from '../petitions/petition.schema';
import { questionReason, type QuestionAct } from './question-moderation';

/** A decision as it is posted. The code alone says which act it belongs to; words may be left out for an acceptance only. */
export const questionDecisionSchema = z
  .object({
    reasonCode: z.string({ error: 'Please choose a reason.' }),
    words: z.string().optional(),
  })
  .transform(({ reasonCode, words: written }, issues) => {
    const reason = questionReason(reasonCode);
    if (!reason) {
      issues.addIssue({ code: 'custom', path: ['reasonCode'], message: 'Please choose one of the reasons.' });
      return z.NEVER;
    }
    const act: QuestionAct = reason.act;
    if (act === 'accept' && (written ?? '').trim() === '') return { act, reasonCode, words: '' };
    const words = moderationWords.safeParse(written);
    if (words.success) return { act, reasonCode, words: words.data };
    for (const { message } of words.error.issues) issues.addIssue({ code: 'custom', path: ['words'], message });
    return z.NEVER;
  });
export type QuestionDecision = z.output<typeof questionDecisionSchema>;
