import { z } from 'zod';
import { fileKeyOf, open, seal } from '~/crypto/age/age-file';
import { padJson, readPaddedJson } from './zero-padding';

/*
 * Labels are the handlers' own and say what a concern is about: they are encrypted, and always of one size.
 */

const labelsBytes = 2_048;
export const longestLabel = 40;
export const mostLabels = 10;

const content = z.strictObject({
  v: z.literal(1),
  labels: z
    .array(
      z
        .string()
        .min(1)
        .max(longestLabel)
        .refine((label) => cleanLabel(label) === label),
    )
    .max(mostLabels),
});

/** One spelling of a label: no line breaks, one blank between words, cut to its length. May be empty. */
export function cleanLabel(typed: string): string {
  const line = typed.normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu, ' ');
  const cut = line.replace(/\s+/g, ' ').trim().slice(0, longestLabel);
  return cut.replace(/\p{Surrogate}/gu, '').trim();
}

/** @param recipients of the handlers who may read the concern. @throws AgeError */
export async function sealLabels(labels: readonly string[], recipients: readonly string[]): Promise<Uint8Array> {
  return seal(
    padJson({ v: 1, labels }, () => labelsBytes),
    recipients,
  );
}

/**
 * @param bytes attacker-controlled
 * @param granted the key of this file, where another handler gave it
 * @returns the labels and the key of their file; null where they cannot be opened, or are none
 */
export async function openLabels(
  bytes: Uint8Array,
  identity: string,
  granted: Uint8Array | undefined,
): Promise<{ labels: readonly string[]; fileKey: Uint8Array } | null> {
  try {
    const fileKey = granted ?? (await fileKeyOf(bytes, identity));
    const read = content.safeParse(readPaddedJson(await open(bytes, { fileKey })));
    return read.success ? { labels: read.data.labels, fileKey } : null;
  } catch {
    return null;
  }
}
