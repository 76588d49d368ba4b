import { z } from 'zod';
import { decodeCanonicalJson } from '~/crypto/canonical-json';
import { closingDays } from './petition';
import { petitionSchema, type SubmittedPetition } from './petition.schema';

/** A text that an unknown organizer sends in anew: what may be changed when a petition was sent back. */
export const newText = z.strictObject({
  title: z.string(),
  demands: z.array(z.string()),
  background: z.string(),
  closesDay: z.iso.date(),
});
export type NewText = z.infer<typeof newText>;

/**
 * A text that was sent in anew. Its closing day may have come closer than the rules allow while it waited for a publication:
 * then it is as far away as the least.
 * @param body stored: it was sound when it was taken @param day 'YYYY-MM-DD', today
 * @returns null where the rules have changed since, and do not take it any more
 */
export function parseNewText(body: string, day: string): SubmittedPetition | null {
  const { closesDay, ...text } = newText.parse(decodeCanonicalJson(body));
  const { first, last } = closingDays(day);
  const within = closesDay < first ? first : closesDay > last ? last : closesDay;
  return petitionSchema(day).safeParse({ ...text, closesDay: within }).data ?? null;
}

/** Whether a text keeps the rules of petitions as it stands, with nothing to be normalised. @param day that closing days are counted from */
export function isInOneSpelling(text: NewText, day: string): boolean {
  const { data } = petitionSchema(day).safeParse(text);
  return (
    data?.title === text.title &&
    data.background === text.background &&
    data.demands.length === text.demands.length &&
    data.demands.every((demand, index) => demand === text.demands[index])
  );
}
