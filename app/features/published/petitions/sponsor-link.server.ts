import { createHash, randomBytes } from 'node:crypto';
import { sponsorSecretPattern } from './sponsor-link';

/** What the link for sponsors ends in: 128 random bits, URL-safe. Whoever has it may read the petition before it is public. */
export const newSponsorSecret = (): string => randomBytes(16).toString('base64url');

/**
 * What is kept of it in public tables: 32 bytes that lead to no secret.
 * @throws RangeError where it is none
 */
export function sponsorLinkOf(secret: string): Uint8Array {
  if (!sponsorSecretPattern.test(secret)) throw new RangeError('not the secret of a link for sponsors');
  return createHash('sha256').update(secret).digest();
}
