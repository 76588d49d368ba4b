import { z } from 'zod';
import { fromBase64Url } from '~/crypto/hash';
import { claimFields, readClaim, type MembershipClaim } from '../membership/claim.schema';
import { ConcernError } from './concern-error';
import { hex32 } from './conversation.schema';
import { ManifestError, parseManifest, type Manifest } from './manifest';

/** Concerns that one key can raise on one UTC day. */
export const slotsPerDay = 3;

/** What `/unseen/concerns` reads (protocol 7). Strict: a key more is refused, so that nothing rides along. */
const raisingBody = z.strictObject({
  v: z.literal(1),
  /** Text of the first manifest: number 0, of the reporter, to all. */
  manifest: z.string(),
  day: z.iso.date(),
  slot: z
    .int()
    .min(0)
    .max(slotsPerDay - 1),
  ...claimFields,
  /** 32 bytes of the receipt: the server checks nothing with them, it makes the filing's digest and forgets them. */
  salt: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
  /** Fingerprints of handlers who are not to see it: nothing is encrypted to them either. */
  hiddenFrom: z.array(hex32).max(100).optional(),
});

/** What a device posts. */
export type RaisingBody = z.infer<typeof raisingBody>;

/** A concern to be raised, whose form was checked, and nothing else. */
export interface Raising {
  readonly manifest: Manifest;
  readonly manifestText: string;
  readonly day: string;
  readonly slot: number;
  readonly claim: MembershipClaim;
  /** 32 bytes. */
  readonly salt: Uint8Array;
  /** Each once, in hex. That they are handlers is NOT checked. */
  readonly hiddenFrom: readonly string[];
}

/**
 * Sizes, canonical decimals and the manifest (protocol 7, the first check).
 * @param input attacker-controlled JSON
 * @throws ConcernError `malformed`
 */
export function parseRaising(input: unknown): Raising {
  const body = raisingBody.safeParse(input);
  if (!body.success) throw new ConcernError('malformed');
  const { manifest: manifestText, day, slot, salt, hiddenFrom } = body.data;
  const claim = readClaim(body.data);
  const manifest = readManifest(manifestText);
  if (!claim || manifest.number !== 0 || manifest.sender !== 'reporter') throw new ConcernError('malformed');
  return { manifest, manifestText, day, slot, claim, salt: readSalt(salt), hiddenFrom: [...new Set(hiddenFrom)] };
}

/** @param text attacker-controlled. @throws ConcernError `malformed` */
export function readManifest(text: string): Manifest {
  try {
    return parseManifest(text);
  } catch (error) {
    if (error instanceof ManifestError) throw new ConcernError('malformed', null, { cause: error });
    throw error;
  }
}

/** 43 characters spell 32 bytes in four ways; one of them is right. */
function readSalt(text: string): Uint8Array {
  try {
    return fromBase64Url(text);
  } catch (error) {
    throw new ConcernError('malformed', null, { cause: error });
  }
}
