import { z } from 'zod';

/** Addresses are compared as the roster keeps them: trimmed, in lower case. */
const address = z
  .string({ error: 'Please write your work e-mail address.' })
  .trim()
  .toLowerCase()
  .max(254, 'That is too long for an e-mail address.')
  .pipe(z.email('That does not look like an e-mail address.'));

export const requestCodeSchema = z.object({ email: address });

export const confirmCodeSchema = z.object({
  code: z.string({ error: 'Please write the code from the mail.' }).trim().max(40, 'The code is shorter than that.'),
});
