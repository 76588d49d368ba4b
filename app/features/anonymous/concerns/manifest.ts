import { z } from 'zod';
import { decodeCanonicalJson, encodeCanonicalJson } from '~/crypto/canonical-json';

/** Ciphertext travels in slices of this many bytes; only the last of a part is shorter. */
export const chunkBytes = 1_048_576;
/** The text, and 20 files. */
export const maxParts = 21;
export const maxMessageNumber = 199;
/** Ciphertext of the text. It comes with the conversation, so it is kept small. */
export const maxTextPartBytes = 131_072;
/** Plaintext of one file. */
export const maxFileBytes = 100_000_000;
/** Ciphertext of one file: the longest plaintext padded, with its tags, a nonce and the longest header of age. */
export const maxFilePartBytes = 100_663_296 + 1_536 * 16 + 16 + 65_536;
/** Ciphertext of all parts of a message. */
export const maxMessageBytes = 268_435_456;

const maxManifestLength = 32_768;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

const part = z.strictObject({
  size: z.int().min(1).max(maxFilePartBytes),
  chunks: z.array(hex32).min(1),
});

const manifest = z
  .strictObject({
    v: z.literal(1),
    concern: hex32,
    programme: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .nullable(),
    number: z.int().min(0).max(maxMessageNumber),
    sender: z.union([z.literal('reporter'), hex32]),
    audience: z.enum(['all', 'handlers']),
    parts: z.array(part).min(1).max(maxParts),
  })
  .refine(({ sender, audience }) => audience === 'all' || sender !== 'reporter', 'The reporter writes to all')
  .refine(({ parts }) => parts.every(({ size, chunks }) => chunks.length === Math.ceil(size / chunkBytes)), 'Chunks')
  .refine(({ parts }) => (parts[0]?.size ?? 0) <= maxTextPartBytes, 'The text is too long')
  .refine(({ parts }) => parts.reduce((sum, { size }) => sum + size, 0) <= maxMessageBytes, 'Too much in one message')
  .refine(({ parts }) => areDistinct(parts.flatMap(({ chunks }) => chunks)), 'No two chunks are equal');

/**
 * What one message consists of (protocol 7). It is sent first, and only what it lists is taken. Sizes are those of
 * ciphertext, which is padded; names and types of files are inside. Chunks are SHA-256 in hex, no two alike.
 */
export type Manifest = Readonly<z.infer<typeof manifest>>;

/** What is no manifest. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
  readonly code = 'malformed';
}

/** The text of a manifest, which is signed or proved over and stored as it is. @throws ManifestError */
export function encodeManifest(value: Manifest): string {
  const checked = manifest.safeParse(value);
  if (!checked.success) throw new ManifestError(z.prettifyError(checked.error));
  return encodeCanonicalJson(checked.data);
}

/**
 * Reads a manifest: sizes, limits and its one spelling. That its concern, number or sender is right is NOT checked.
 * @param text attacker-controlled
 * @throws ManifestError
 */
export function parseManifest(text: string): Manifest {
  if (text.length > maxManifestLength) throw new ManifestError('A manifest is not that long');
  let value: unknown;
  try {
    value = decodeCanonicalJson(text);
  } catch {
    throw new ManifestError('A manifest is canonical JSON');
  }
  const checked = manifest.safeParse(value);
  if (!checked.success) throw new ManifestError(z.prettifyError(checked.error));
  return checked.data;
}

function areDistinct(hashes: readonly string[]): boolean {
  return new Set(hashes).size === hashes.length;
}
