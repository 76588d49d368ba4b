import { z } from 'zod';
import { CanonicalJsonError, decodeCanonicalJson, encodeCanonicalJson } from '~/crypto/canonical-json';
import { endingReason } from '~/features/published/petitions/ending';
import { isInOneSpelling, newText, type NewText } from '~/features/published/petitions/new-text';
import { appealSchema, updateSchema } from '~/features/published/petitions/petition.schema';
import { addDays } from '~/platform/clock';
import { organizerActs } from './organizer-acts';

/** Acts that one organizer can do on one petition, ever, and those that can wait for one publication. */
export const maxOrganizerActs = 200;
export const maxWaitingActs = 10;

/** A text of 10,000 characters with ten demands, in JSON. */
const maxBody = 40_000;

const petitionId = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);

/** What `/unseen/organizing/acts` reads (protocol 16). Strict: a key more is refused, so that nothing rides along. */
const postedAct = z.strictObject({
  v: z.literal(1),
  petition: petitionId,
  number: z.int().min(1).max(maxOrganizerActs),
  act: z.enum(organizerActs),
  body: z.string().max(maxBody),
  signature: z.string().regex(/^[0-9a-f]{128}$/),
});
/** What a device posts. */
export type PostedAct = z.infer<typeof postedAct>;

/** An act whose form was checked; that its words are sound, that it is signed, and that it can be done now is NOT. */
export function parseAct(input: unknown): PostedAct | null {
  return postedAct.safeParse(input).data ?? null;
}

/** Two petitions are merged where the other one's organizers agree. `reason` is public; empty where they decline. */
const mergeAnswer = z.strictObject({ petition: petitionId, reason: z.string() });
export type MergeAnswer = z.infer<typeof mergeAnswer>;

/** @param body stored: it was sound when it was taken */
export function parseMergeAnswer(body: string): MergeAnswer {
  return mergeAnswer.parse(decodeCanonicalJson(body));
}

export const encodeMergeAnswer = (answer: MergeAnswer): string => encodeCanonicalJson({ ...answer });
export const encodeNewText = (text: NewText): string => encodeCanonicalJson({ ...text });

/**
 * Whether the words of an act are sound and in their one spelling: the signature covers their bytes, so what would have to be
 * normalised first is refused. @param body attacker-controlled @param day 'YYYY-MM-DD', today (UTC)
 */
export function isSoundBody(act: PostedAct['act'], body: string, day: string): boolean {
  switch (act) {
    case 'update':
      return updateSchema.safeParse({ body }).data?.body === body;
    case 'appeal':
      return appealSchema.safeParse({ words: body }).data?.words === body;
    case 'retire':
      return endingReason.safeParse(body).data === body;
    case 'propose-merge':
      return petitionId.safeParse(body).success;
    case 'agree-merge':
    case 'decline-merge': {
      const answer = read(mergeAnswer, body);
      if (!answer) return false;
      return act === 'decline-merge'
        ? answer.reason === ''
        : endingReason.safeParse(answer.reason).data === answer.reason;
    }
    case 'resubmit': {
      const text = read(newText, body);
      // Whoever's clock is a day off may have chosen one of the two days at the edges.
      return text !== null && [day, addDays(day, -1), addDays(day, 1)].some((each) => isInOneSpelling(text, each));
    }
  }
}

function read<T>(schema: z.ZodType<T>, body: string): T | null {
  try {
    return schema.safeParse(decodeCanonicalJson(body)).data ?? null;
  } catch (error) {
    if (error instanceof CanonicalJsonError) return null;
    throw error;
  }
}
