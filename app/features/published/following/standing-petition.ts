import { z } from 'zod';

/** Where a petition stands, as the one list has it that every device reads whole. */
const standingPetition = z.strictObject({
  id: z.string(),
  title: z.string(),
  tone: z.enum(['on', 'over', 'late']),
  words: z.string(),
  /** A figure; null while it is withheld. */
  count: z.int().min(0).nullable(),
  threshold: z.int().min(0),
  /** Day of the newest thing that happened to it; a count is none. */
  newsDay: z.iso.date(),
});
export type StandingPetition = z.infer<typeof standingPetition>;

export const standingPetitions = z.strictObject({ v: z.literal(1), petitions: z.array(standingPetition) });

/** Its address: one for everybody. */
export const standingPath = '/petitions/standing';
