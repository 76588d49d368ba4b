import { z } from 'zod';
import { toBase64Url } from '~/crypto/hash';
import type { SigningKey } from '~/crypto/signing-key';
import { titleLength, type Range } from '../petitions/petition';
import { textOf } from '../petitions/petition.schema';
import { summaryStatement, summaryTextDigest } from './summary';

/** Lengths in UTF-16 code units. A title is as long as a petition's, as it may become one. */
export const summaryTitleLength = titleLength;
export const summaryBodyLength: Range = { min: 10, max: 5_000 };

/** A text that stands in its one spelling already: what is signed is what is shown, to the letter. */
const standing = (field: ReturnType<typeof textOf>) =>
  z.string().refine((text) => {
    const read = field.safeParse(text);
    return read.success && read.data === text;
  });

const titleField = textOf({ what: 'a title', range: summaryTitleLength, lines: 'one' });
const bodyField = textOf({ what: 'the summary', range: summaryBodyLength, lines: 'markdown' });

/** A title and a body as somebody writes them: normalised, measured, with words for what is wrong. */
export const summaryTextSchema = z.object({ title: titleField, body: bodyField });

/** 128 random bits in lower-case base 32, as petitions are named. */
const summaryId = z.string().regex(/^[a-z2-7]{26}$/);

/** What a handler posts to publish a summary, inside a signed request (protocol 7). */
export const summaryRequest = z.strictObject({
  day: z.iso.date(),
  id: summaryId,
  programme: z.string().min(1).max(64).nullable(),
  field: z.string().min(1).max(64).nullable(),
  title: standing(titleField),
  body: standing(bodyField),
  /** URL-safe base64 of 64 bytes: over `summaryStatement`, to be kept; that of the request itself is not. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/),
});
export type SummaryRequest = z.output<typeof summaryRequest>;

/**
 * What a handler's browser posts as act `summary`.
 * @param text in the spelling that `summaryTextSchema` gives
 */
export function signSummary(
  signing: Pick<SigningKey, 'sign'>,
  { organisation, ...said }: Omit<SummaryRequest, 'signature'> & { readonly organisation: string },
): SummaryRequest {
  const textDigest = summaryTextDigest(said);
  const statement = summaryStatement({ organisation, ...said, textDigest });
  return summaryRequest.parse({ ...said, signature: toBase64Url(signing.sign(statement)) });
}
