import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFields, toBase64Url, toHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { isAcceptedDay, openRequest, RequestError, signRequest } from '~/features/anonymous/concerns/signed-request';

const key = signingKey(new Uint8Array(32).fill(1));
const place = { organisation: 'Acme', path: '/unseen/concerns/chunk' };
const signed = signRequest(key, { ...place, request: { day: '2026-01-01', number: 3, note: 'ö€😀' } });
const code = (code: string): unknown => expect.objectContaining({ code });

/** Signed as it should be, whatever the text says. */
function signText(text: string) {
  const signature = toBase64Url(key.sign(hashFields('request/v1', place.organisation, place.path, text)));
  return { v: 1, request: text, key: toHex(key.publicKey), signature };
}

describe('a signed request', () => {
  it('opens where it was meant for, as what was signed', () => {
    expect(openRequest(signed, place)).toEqual({
      key: key.publicKey,
      request: { day: '2026-01-01', number: 3, note: 'ö€😀' },
    });
    expect(openRequest(JSON.parse(JSON.stringify(signed)), place).key).toEqual(key.publicKey);
    expect(signRequest(key, { ...place, request: { note: 'ö€😀', number: 3, day: '2026-01-01' } })).toEqual(signed);
  });

  it('opens nowhere else', () => {
    for (const other of [
      { ...place, organisation: 'Acme2' },
      { ...place, path: '/unseen/concerns/message' },
      { organisation: 'Acme/unseen', path: '/concerns/chunk' },
    ])
      expect(() => openRequest(signed, other)).toThrow(code('bad-signature'));
  });

  it('is by nobody else, and says nothing else', () => {
    const stranger = toHex(signingKey(new Uint8Array(32).fill(2)).publicKey);
    expect(() => openRequest({ ...signed, key: stranger }, place)).toThrow(code('bad-signature'));
    expect(() => openRequest({ ...signed, key: '01'.padEnd(64, '0') }, place)).toThrow(code('bad-signature'));
    expect(() => openRequest({ ...signed, request: signed.request.replace('3', '4') }, place)).toThrow(
      code('bad-signature'),
    );
    fc.assert(
      fc.property(fc.nat(511), (bit) => {
        const bytes = Buffer.from(signed.signature, 'base64url');
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(() => openRequest({ ...signed, signature: toBase64Url(bytes) }, place)).toThrow(code('bad-signature'));
      }),
      { numRuns: 30 },
    );
  });

  it('has one form', () => {
    for (const wrong of [
      null,
      'text',
      [],
      {},
      { ...signed, v: 2 },
      { ...signed, more: 1 },
      { ...signed, key: signed.key.toUpperCase() },
      { ...signed, signature: `${signed.signature}=` },
      // The last character has bits that stand for nothing: setting them would be a second spelling.
      { ...signed, signature: `${signed.signature.slice(0, -1)}${signed.signature.endsWith('B') ? 'C' : 'B'}` },
      { ...signed, request: { day: '2026-01-01' } },
      { ...signed, request: 'x'.repeat(1_048_577) },
    ])
      expect(() => openRequest(wrong, place)).toThrow(RequestError);
    for (const text of [
      '',
      '{',
      ' {}',
      '{"b":1,"a":2}',
      '{"a":1,"a":1}',
      '{"a":1.0}',
      '{"a":1e400}',
      '{"a":0.5}',
      '"\\ud800"',
      '['.repeat(100_000),
    ])
      // prettier-ignore
      expect(() => openRequest(signText(text), place), text.slice(0, 20)).toThrow(code('malformed'));
    expect(() => openRequest({ ...signed, request: '"\ud800"' }, place)).toThrow(code('malformed'));
    expect(openRequest(signText('null'), place).request).toBeNull();
  });

  it('is taken on its day, the day before and the day after', () => {
    const now = new Date('2026-03-01T00:00:00Z');
    const taken = ['2026-02-27', '2026-02-28', '2026-03-01', '2026-03-02', '2026-03-03', '2026-3-01', '', '2026-02-28T00:00']; // prettier-ignore
    expect(taken.filter((day) => isAcceptedDay(day, now))).toEqual(['2026-02-28', '2026-03-01', '2026-03-02']);
    expect(isAcceptedDay('2026-03-02', new Date('2026-03-01T23:59:59.999Z'))).toBe(true);
  });
});
