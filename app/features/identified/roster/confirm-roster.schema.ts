import { z } from 'zod';

/** The form below a preview. Whether the number of leavers is right, and needed, is for `applyRoster` to say. */
export const confirmRosterSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('discard') }),
  z.object({
    intent: z.literal('apply'),
    digest: z.string().regex(/^[0-9a-f]{64}$/),
    withoutRefused: z
      .literal('yes')
      .optional()
      .transform((value) => value === 'yes'),
    confirmedLeavers: z
      .string()
      .trim()
      .regex(/^[\d,. ]{1,12}$/, 'Please write the number in figures.')
      .transform((text) => Number(text.replace(/[,. ]/g, '')))
      .optional(),
  }),
]);
