import { base32nopad } from '@scure/base';
import { derive } from './derive';
import { hashFields, toBase64Url } from './hash';
import { signingKey, type SigningKey } from './signing-key';

/** Bytes of the digest that a petition's name is made of: 26 characters, like those drawn at random. */
const nameBytes = 16;
/** What the link for sponsors ends in, as one that is drawn at random. */
const secretBytes = 16;

/**
 * The key that an unknown organizer's words stand for (protocol 16).
 * @param entropy 16 random bytes, of words made for one petition: that they are not those of another key is NOT checked, but
 *   the purposes differ, so neither says anything about the other
 * @throws RangeError for another length
 */
export function organizerKey(entropy: Uint8Array): SigningKey {
  return signingKey(derive(entropy, 'round-robin/organizer-signing/v1'));
}

/**
 * The secret in the link for sponsors of such a petition: out of the same words, so that its organizer finds the link again
 * on any device (protocol 16). @returns 22 characters, 16 bytes in URL-safe base64
 */
export function organizerSponsorSecret(entropy: Uint8Array): string {
  return toBase64Url(derive(entropy, 'round-robin/organizer-sponsors/v1').subarray(0, secretBytes));
}

/**
 * The name of a petition whose organizer is unknown. It follows from the organizer's key, so that nobody can choose one, and
 * anybody can tell whose key belongs to it (protocol 16). @param key 32 bytes
 */
export function openedPetitionName(organisation: string, key: Uint8Array): string {
  return base32nopad.encode(hashFields('opened-petition/v1', organisation, key).subarray(0, nameBytes)).toLowerCase();
}

/** Everything that is sent to start a petition unseen, apart from the proof and its day and slot. */
export interface Opening {
  /** 32 bytes, Ed25519: the organizer's public key. */
  readonly key: Uint8Array;
  readonly title: string;
  readonly demands: readonly string[];
  readonly background: string;
  /** 'YYYY-MM-DD' */
  readonly closesDay: string;
  readonly criticalMass: number;
  /** Path of the unit whose leadership is asked; null for the company's. */
  readonly askedUnit: string | null;
  readonly programme: string | null;
  readonly field: string | null;
  /** Sponsors that it looks for first; 0 for none. */
  readonly sponsorsWanted: number;
  /** 32 bytes, SHA-256 of the secret in their link; null where it looks for none. */
  readonly sponsorLink: Uint8Array | null;
}

/** What the proof that starts a petition binds to: all of it, so that nobody on the way can change a word (protocol 16). */
export function openingDigest(organisation: string, opening: Opening): Uint8Array {
  const { key, title, demands, background, closesDay, criticalMass, askedUnit } = opening;
  const { programme, field, sponsorsWanted, sponsorLink } = opening;
  return hashFields(
    'opening/v1',
    ...[organisation, key, title, demands.length, ...demands, background, closesDay, criticalMass, askedUnit ?? ''],
    ...[programme ?? '', field ?? '', sponsorsWanted, sponsorLink ?? ''],
  );
}

export interface OrganizerActStatement {
  readonly petition: string;
  /** From 1, without a gap. */
  readonly number: number;
  readonly act: string;
  /** The act's words, as they are sent. */
  readonly body: string;
}

/** What an unknown organizer's key signs, and what the ledger has of the act (protocol 16). @returns 32 bytes */
export function organizerActDigest(organisation: string, said: OrganizerActStatement): Uint8Array {
  return hashFields('organizer-act/v1', organisation, said.petition, said.number, said.act, said.body);
}
