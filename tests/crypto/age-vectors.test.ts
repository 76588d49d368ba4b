import { describe, expect, it } from 'vitest';
import type { AgeError } from '~/crypto/age/age-error';
import { fileKeyOf, open, openStream } from '~/crypto/age/age-file';
import { hybridIdentity } from '~/crypto/age/hybrid-key';
import { bytesOf, streamFrom } from '~/crypto/byte-stream';
import { ageVectors, sha256, type AgeVector } from '~tests/support/age-testkit';

const vectors = ageVectors();

const codes = {
  'no match': 'not-for-this-key',
  'HMAC failure': 'damaged',
  'header failure': 'damaged',
  'payload failure': 'damaged',
} as const;

/** What came out before the end or the first error, and the code of that error. */
async function read(file: Uint8Array, identity: string): Promise<{ released: Uint8Array; code: string | null }> {
  const released: Uint8Array[] = [];
  try {
    const reader = (await openStream(inPieces(file), { identity })).getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) released.push(next.value);
    return { released: Buffer.concat(released), code: null };
  } catch (error) {
    return { released: Buffer.concat(released), code: (error as AgeError).code };
  }
}

/** Cut at odd places, as networks do. */
function inPieces(file: Uint8Array): ReadableStream<Uint8Array> {
  async function* pieces() {
    for (let at = 0, size = 1; at < file.length; at += size, size = (size * 7) % 9001)
      yield await Promise.resolve(file.subarray(at, at + size));
  }
  return streamFrom(pieces());
}

async function outcome({ file, identities }: AgeVector) {
  const keys = identities.length > 0 ? identities : [hybridIdentity(new Uint8Array(32))];
  const all = await Promise.all(keys.map((identity) => read(file, identity)));
  return all.find(({ code }) => code === null) ?? all.find(({ code }) => code !== 'not-for-this-key') ?? all[0];
}

describe('the official vectors of age (C2SP CCTV)', () => {
  it('are many, hybrid ones among them', () => {
    expect(vectors.length).toBeGreaterThan(60);
    expect(vectors.filter(({ name }) => name.startsWith('hybrid')).length).toBeGreaterThan(5);
    expect(vectors.filter(({ expect: end }) => end === 'success').length).toBeGreaterThan(10);
  });

  it.each(vectors)('$name: $expect', async (vector) => {
    const got = await outcome(vector);
    expect(got?.code).toBe(vector.expect === 'success' ? null : codes[vector.expect]);
    // Where a file fails, pieces that were good already may be lost with it: streams here drop what waits when they fail.
    if (vector.expect === 'success') expect(sha256(got?.released ?? new Uint8Array())).toBe(vector.payload);
  });

  it('open with the key of the file alone, whole as in pieces', async () => {
    for (const { file, identities, payload } of vectors.filter((each) => each.expect === 'success')) {
      const [identity] = identities;
      if (identities.length !== 1 || identity === undefined) continue;
      const fileKey = await fileKeyOf(file, identity);
      expect(fileKey).toHaveLength(16);
      expect(sha256(await open(file, { fileKey }))).toBe(payload);
      expect(sha256(await bytesOf(await openStream(inPieces(file), { fileKey })))).toBe(payload);
    }
  });
});
