import { createHash, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { describe, expect, test } from 'vitest';
import { fromHex, toHex } from '~/crypto/hash';
import {
  openedPetitionName,
  openingDigest,
  organizerActDigest,
  organizerKey,
  organizerSponsorSecret,
} from '~/crypto/organizing';
import { toBytes32 } from '~/crypto/semaphore/field';
import { openingMessage, openingScope, reduce } from '~/crypto/semaphore/statement';
import { sponsorSecretPattern } from '~/features/published/petitions/sponsor-link';
import vectors from '~tests/vectors/protocol.json';

/* Section 16 of the protocol, as a stranger would write it from the page alone, beside the code. */

const { organisation, petition, organizing } = vectors;
const { key, opening, act } = organizing;

/** Section 0. */
function h(...fields: (string | Uint8Array)[]): Buffer {
  const digest = createHash('sha256');
  for (const field of fields) {
    const bytes = Buffer.from(field);
    digest.update(Buffer.from(bytes.length.toString(16).padStart(8, '0'), 'hex')).update(bytes);
  }
  return digest.digest();
}

const derived = (info: string) => Buffer.from(hkdfSync('sha256', fromHex(key.entropy), '', info, 32)).toString('hex');
/** RFC 4648, by hand: 128 bits and two zero bits are 26 characters. */
function base32(bytes: Uint8Array): string {
  const bits = [...bytes]
    .map((byte) => byte.toString(2).padStart(8, '0'))
    .join('')
    .padEnd(130, '0');
  return (bits.match(/.{5}/g) ?? [])
    .map((five) => 'abcdefghijklmnopqrstuvwxyz234567'[Number.parseInt(five, 2)])
    .join('');
}
/** An Ed25519 key for node's own verification: RFC 8410 around the 32 bytes. */
const nodeKey = (raw: string) =>
  createPublicKey({ key: Buffer.from(`302a300506032b6570032100${raw}`, 'hex'), format: 'der', type: 'spki' });

describe('an unknown organizer', () => {
  test('has a key, a secret for sponsors and a petition’s name from twelve words', () => {
    expect(derived('round-robin/organizer-signing/v1')).toBe(key.seed);
    const secret = Buffer.from(derived('round-robin/organizer-sponsors/v1'), 'hex').subarray(0, 16);
    expect(secret.toString('base64url')).toBe(key.sponsorSecret);
    expect(key.sponsorSecret).toMatch(sponsorSecretPattern);
    const signing = organizerKey(fromHex(key.entropy));
    expect(toHex(signing.publicKey)).toBe(key.publicKey);
    expect(organizerSponsorSecret(fromHex(key.entropy))).toBe(key.sponsorSecret);
    const name = base32(h('opened-petition/v1', organisation, fromHex(key.publicKey)).subarray(0, 16));
    expect(name).toBe(key.petition);
    expect(openedPetitionName(organisation, signing.publicKey)).toBe(name);
    expect(openedPetitionName('other', signing.publicKey)).not.toBe(name);
  });

  test('starts a petition with a proof that binds every field of it', () => {
    const { title, demands, background } = petition;
    const { closesDay, criticalMass, askedUnit, programme, field, sponsorsWanted, sponsorLink, day, slot } = opening;
    const link = createHash('sha256').update(key.sponsorSecret).digest();
    expect(link.toString('hex')).toBe(sponsorLink);
    const stranger = h(
      ...['opening/v1', organisation, fromHex(key.publicKey), title, String(demands.length), ...demands, background],
      ...[closesDay, String(criticalMass), askedUnit, programme, field, String(sponsorsWanted), link],
    );
    const said = {
      ...{ key: fromHex(key.publicKey), title, demands, background, closesDay, criticalMass, askedUnit, programme },
      ...{ field, sponsorsWanted, sponsorLink: fromHex(sponsorLink) },
    };
    const digest = openingDigest(organisation, said);
    expect([toHex(digest), stranger.toString('hex')]).toEqual([opening.digest, opening.digest]);
    const bare = { ...said, askedUnit: null, programme: null, field: null, sponsorsWanted: 0, sponsorLink: null };
    const without = h(
      ...['opening/v1', organisation, fromHex(key.publicKey), title, String(demands.length), ...demands, background],
      ...[closesDay, String(criticalMass), '', '', '', '0', ''],
    );
    expect(toHex(openingDigest(organisation, bare))).toBe(without.toString('hex'));
    const scope = openingScope(organisation, day, slot);
    const message = openingMessage(digest);
    expect(toHex(toBytes32(scope))).toBe(h('open/v1', organisation, day, String(slot)).toString('hex'));
    expect(toHex(toBytes32(message))).toBe(h('open-message/v1', stranger).toString('hex'));
    expect([toHex(toBytes32(scope)), toHex(toBytes32(message))]).toEqual([
      opening.scope.digest,
      opening.message.digest,
    ]);
    for (const { digest: hex, reduced } of [opening.scope, opening.message]) {
      expect((BigInt(`0x${toHex(keccak_256(fromHex(hex)))}`) >> 8n).toString()).toBe(reduced);
    }
    expect([reduce(scope).toString(), reduce(message).toString()]).toEqual([
      opening.scope.reduced,
      opening.message.reduced,
    ]);
  });

  test('signs an act so that any implementation of Ed25519 finds it genuine, and no other act', () => {
    const { number, body, digest, signature } = act;
    const stranger = h('organizer-act/v1', organisation, key.petition, String(number), act.act, body);
    expect(stranger.toString('hex')).toBe(digest);
    const said = { petition: key.petition, number, act: act.act, body };
    expect(toHex(organizerActDigest(organisation, said))).toBe(digest);
    expect(toHex(organizerKey(fromHex(key.entropy)).sign(fromHex(digest)))).toBe(signature);
    expect(verify(null, stranger, nodeKey(key.publicKey), fromHex(signature))).toBe(true);
    const other = organizerActDigest(organisation, { ...said, number: number + 1 });
    expect(verify(null, other, nodeKey(key.publicKey), fromHex(signature))).toBe(false);
  });
});
