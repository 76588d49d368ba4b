import { createHash } from 'node:crypto';
import { hashFields } from '~/crypto/hash';
import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { DemoPerson } from './demo-roster';

const entropyBytes = 16;
const identities = new Map<string, SemaphoreIdentity>();

/**
 * The key of a demo colleague: real, and known to everybody who reads this. So the demo's signatures hide nobody, and
 * nothing but the demo company may ever hold such a key.
 */
export function demoIdentity({ personNumber }: DemoPerson): SemaphoreIdentity {
  const known = identities.get(personNumber);
  if (known) return known;
  const identity = identityFromEntropy(hashFields('demo-colleague/v1', personNumber).slice(0, entropyBytes));
  identities.set(personNumber, identity);
  return identity;
}

/** The challenge that a demo colleague's proof of possession answers, in the form of a real one. */
export function demoNonce({ personNumber }: DemoPerson): string {
  return createHash('sha256').update(`demo challenge ${personNumber}`).digest('base64url');
}
