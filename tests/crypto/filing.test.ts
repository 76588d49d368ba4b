import { describe, expect, it } from 'vitest';
import { FilingError, filedOn, filingDigest, formatFilingProof, manifestDigest, readFilingProof, signFiling } from '~/crypto/filing'; // prettier-ignore
import { fromHex, hashFields, toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { encodeEntry } from '~/crypto/tlog/entry';
import vectors from '~tests/vectors/concerns.json';

const { organisation, receipt, manifest } = vectors;
const key = signingKey(fromHex(receipt.signing.seed));
const salt = fromHex(receipt.filing.salt);
const filing = { organisation, day: manifest.day, manifest: manifest.text, salt };
const entryOf = (digests: readonly string[], kind = 'concerns-filed') =>
  new TextDecoder().decode(encodeEntry({ v: 1, kind, digests, day: '2026-02-04' }));
const listed = entryOf(['00'.repeat(32), manifest.filing]);
const published = { ...signFiling(filing, key), published: { entry: listed, inclusion: 'a proof' } };

type Fields = Record<string, unknown>;
const changed = (change: (fields: Fields) => Fields) =>
  JSON.stringify(change(JSON.parse(formatFilingProof(published)) as Fields));
const refusal = (text: string) => {
  try {
    readFilingProof(text);
  } catch (error) {
    if (error instanceof FilingError) return error.code;
    throw error;
  }
  return 'read';
};

describe('a proof of filing (protocol 7)', () => {
  it('is signed over what the page says', () => {
    const digest = filingDigest(salt, manifestDigest(organisation, manifest.text));
    expect(toHex(digest)).toBe(manifest.filing);
    expect(toHex(hashFields('proof-of-filing/v1', organisation, digest))).toBe(manifest.proofOfFiling.statement);
    expect(toHex(published.signature)).toBe(manifest.proofOfFiling.signature);
  });

  it('is read back, before and after its publication', () => {
    const waiting = signFiling(filing, key);
    const read = { ...waiting, digest: manifest.filing, concern: toHex(key.publicKey), publishedDay: null };
    expect(readFilingProof(formatFilingProof(waiting, ['for people']))).toEqual(read);
    const later = { ...read, published: published.published, publishedDay: '2026-02-04' };
    expect(readFilingProof(formatFilingProof(published))).toEqual(later);
  });

  it('is worth nothing to who has not got the words', () => {
    const others = signingKey(new Uint8Array(32).fill(9));
    expect(refusal(formatFilingProof(signFiling(filing, others)))).toBe('wrong-signature');
    expect(refusal(formatFilingProof(signFiling({ ...filing, organisation: 'other' }, key)))).toBe('read');
    expect(refusal(changed((file) => ({ ...file, organisation: 'other' })))).toBe('wrong-signature');
    expect(refusal(changed((file) => ({ ...file, salt: '00'.repeat(32) })))).toBe('wrong-signature');
    const other = manifest.text.replace('"size":19577', '"size":19578');
    expect(other).not.toBe(manifest.text);
    expect(refusal(changed((file) => ({ ...file, manifest: other })))).toBe('wrong-signature');
  });

  it('needs an entry of the right kind that lists it', () => {
    const withEntry = (entry: string) => refusal(changed((file) => ({ ...file, entry })));
    expect(withEntry(listed)).toBe('read');
    expect(withEntry(entryOf(['00'.repeat(32)]))).toBe('not-listed');
    expect(withEntry(entryOf([manifest.filing], 'other-kind'))).toBe('not-listed');
    expect(withEntry(`${listed} `)).toBe('not-listed');
    expect(filedOn(new TextEncoder().encode(listed), manifest.filing)).toBe('2026-02-04');
    expect(filedOn(new Uint8Array([0xff]), manifest.filing)).toBeNull();
  });

  it.each<[string, (fields: Fields) => Fields]>([
    ['another format', (file) => ({ ...file, format: 'round-robin/proof-of-filing/v2' })],
    ['a field more', (file) => ({ ...file, words: 'secret' })],
    ['a short salt', (file) => ({ ...file, salt: '00' })],
    ['an entry without its place', (file) => ({ ...file, inclusion: null })],
    ['a place without its entry', (file) => ({ ...file, entry: null })],
    ['another spelling of the manifest', (file) => ({ ...file, manifest: ` ${manifest.text}` })],
    ['a later message', (file) => ({ ...file, manifest: manifest.text.replace('"number":0', '"number":1') })],
    ['no manifest', (file) => ({ ...file, manifest: '{}' })],
    ['half a character', (file) => ({ ...file, organisation: '\ud800' })],
  ])('is refused with %s', (_, change) => {
    expect(refusal(changed(change))).toBe('malformed');
  });

  it('is refused when it is no JSON, or too long', () => {
    expect([refusal('{'), refusal('[]'), refusal(`"${'a'.repeat(400_001)}"`)]).toEqual(Array(3).fill('malformed'));
  });
});
