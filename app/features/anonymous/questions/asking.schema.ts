import { z } from 'zod';
import {
  questionLength,
  questionSlotsPerDay,
  questionSubjects,
  type QuestionText,
} from '~/features/published/questions/question';
import { questionBody } from '~/features/published/questions/question.schema';
import { claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { AskingError } from './asking-error';

/** What `/unseen/questions` reads (protocol 12). Strict: a key more is refused, so that nothing rides along. */
const askingBody = z.strictObject({
  v: z.literal(1),
  petition: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  about: z.enum(questionSubjects),
  body: z.string().max(questionLength.max),
  day: z.iso.date(),
  slot: z
    .int()
    .min(0)
    .max(questionSlotsPerDay - 1),
  ...claimFields,
});

/** What a device posts. */
export type AskingBody = z.infer<typeof askingBody>;

/** A question to be asked, whose form was checked, and nothing else. */
export interface Asking {
  readonly text: QuestionText;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
  readonly slot: number;
  readonly claim: MembershipClaim;
}

/**
 * Sizes, canonical decimals and the one spelling of the text: the proof binds to its bytes, so what would have to be
 * normalised first is refused (the first check).
 * @param input attacker-controlled JSON
 * @throws AskingError `malformed`
 */
export function parseAsking(input: unknown): Asking {
  const read = askingBody.safeParse(input);
  if (!read.success) throw new AskingError('malformed');
  const { petition, about, body, day, slot } = read.data;
  const claim = readClaim(read.data);
  const normalised = questionBody.safeParse(body);
  if (!claim || !normalised.success || normalised.data !== body) throw new AskingError('malformed');
  return { text: { petition, about, body }, day, slot, claim };
}
