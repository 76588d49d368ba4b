import { z } from 'zod';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import { decodeCanonicalJson, encodeCanonicalJson } from '~/crypto/canonical-json';
import { concernKinds } from '~/features/published/programmes/concern-kind';
import { maxFileBytes, maxParts } from './manifest';

/** UTF-8 of a whole message without its files, so that with many recipients its ciphertext still fits part 0. */
export const maxContentBytes = 61_440;

/** Anything that could deceive about the name or break out of a folder: controls, marks that turn writing round, slashes. */
const DECEIVING = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\p{Surrogate}/\\]/u;
const MEDIA_TYPE = /^[a-z0-9][a-z0-9!#$&^_.+-]{0,62}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,62}$/;

/** What is said of a file: in the text, and at the beginning of the file itself. */
export const sealedFile = {
  name: z
    .string()
    .min(1)
    .max(255)
    .refine((name) => !DECEIVING.test(name) && name !== '.' && name !== '..'),
  mediaType: z.string().regex(MEDIA_TYPE),
  /** Bytes of the file itself, neither padded nor encrypted. */
  size: z.int().min(0).max(maxFileBytes),
} as const;

const content = z
  .strictObject({
    v: z.literal(1),
    kind: z.enum(concernKinds).nullable(),
    programmeField: z.string().min(1).max(64).nullable(),
    answers: z.array(z.strictObject({ question: z.string().max(1_000), answer: z.string().max(20_000) })).max(100),
    text: z.string().max(50_000),
    files: z
      .array(
        z.strictObject({
          part: z
            .int()
            .min(1)
            .max(maxParts - 1),
          ...sealedFile,
        }),
      )
      .max(maxParts - 1),
    /** Where the reporter can be answered: the recipient that the receipt words give. In a reporter’s messages only. */
    replyTo: z.string().max(4_000).refine(isHybridRecipient).nullable(),
    /** Fingerprints of handlers whom the reporter left out, in the first message only: nothing may be sealed to them. */
    leftOut: z
      .array(z.string().regex(/^[0-9a-f]{64}$/))
      .max(100)
      .optional(),
  })
  .refine(({ files }) => files.every((file, index) => index === 0 || (files[index - 1]?.part ?? 0) < file.part));

/** What somebody says in a message, before it is encrypted: part 0. `files` says what the other parts are, in order. */
export type MessageContent = Readonly<z.infer<typeof content>>;

/** What is no content of a message. */
export class ContentError extends Error {
  override readonly name = 'ContentError';
  constructor(readonly code: 'malformed' | 'too-long') {
    super(`Not the content of a message: ${code}`);
  }
}

/** Canonical JSON in UTF-8. @throws ContentError `malformed`; `too-long` above `maxContentBytes` */
export function encodeMessageContent(value: MessageContent): Uint8Array {
  const checked = content.safeParse(value);
  if (!checked.success) throw new ContentError('malformed');
  const bytes = new TextEncoder().encode(canonical(checked.data));
  if (bytes.length > maxContentBytes) throw new ContentError('too-long');
  return bytes;
}

/**
 * Reads what was decrypted. That the parts it names exist is NOT checked.
 * @param bytes attacker-controlled: whoever wrote to us
 * @throws ContentError
 */
export function parseMessageContent(bytes: Uint8Array): MessageContent {
  if (bytes.length > maxContentBytes) throw new ContentError('too-long');
  let value: unknown;
  try {
    value = decodeCanonicalJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new ContentError('malformed');
  }
  const checked = content.safeParse(value);
  if (!checked.success) throw new ContentError('malformed');
  return checked.data;
}

/** A name that may stand in a message: what could deceive is left out, the rest cut to 255 characters. Never empty. */
export function safeFileName(name: string): string {
  const kept = [...name].filter((letter) => !DECEIVING.test(letter)).join('');
  const cut = kept.length <= 255 ? kept : cutMiddle(kept);
  return sealedFile.name.safeParse(cut).success ? cut : 'file';
}

/** Keeps the ending, which says what kind of file it is. */
function cutMiddle(name: string): string {
  return `${name.slice(0, 200)}…${name.slice(-50)}`.replace(/\p{Surrogate}/gu, '');
}

function canonical(value: MessageContent): string {
  try {
    return encodeCanonicalJson(value);
  } catch {
    throw new ContentError('malformed');
  }
}
