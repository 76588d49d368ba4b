import fc from 'fast-check';
import { generateX25519Identity } from 'age-encryption';
import { beforeAll, describe, expect, it } from 'vitest';
import { AgeError } from '~/crypto/age/age-error';
import { fileKeyOf, MAX_HEADER_BYTES, open, openStream, seal, sealStream } from '~/crypto/age/age-file';
import { hybridIdentity, recipientOf } from '~/crypto/age/hybrid-key';
import { bytesOf, streamFrom, streamOf } from '~/crypto/byte-stream';

const identities = [1, 2, 3].map((fill) => hybridIdentity(new Uint8Array(32).fill(fill)));
const [identity = '', , stranger = ''] = identities;
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256);
const isRefusal = (error: unknown) => error instanceof AgeError && ['damaged', 'not-for-this-key'].includes(error.code);
const code = (code: string): unknown => expect.objectContaining({ code });

let recipients: string[];
/** Four pieces of STREAM, the last one short. */
let file: Uint8Array;
/** Where the payload starts, after the header and its nonce. */
let start: number;

beforeAll(async () => {
  const all = await Promise.all(identities.map(recipientOf));
  recipients = all.slice(0, 2);
  file = await seal(bytes(200_000), recipients);
  start = file.length - 200_000 - 4 * 16;
});

const pieces = (file: Uint8Array, size: number) => {
  async function* cut() {
    for (let at = 0; at < file.length; at += size) yield await Promise.resolve(file.subarray(at, at + size));
  }
  return streamFrom(cut());
};

describe('a sealed file', () => {
  it('opens for every recipient, whole or in pieces, and for nobody else', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(140_000), fc.integer({ min: 97, max: 70_000 }), async (length, size) => {
        const plain = bytes(length);
        const sealed = await bytesOf(await sealStream(pieces(plain, size), recipients));
        for (const each of identities.slice(0, 2)) {
          expect(Buffer.compare(await open(sealed, { identity: each }), plain)).toBe(0);
          const opened = await bytesOf(await openStream(pieces(sealed, size), { identity: each }));
          expect(Buffer.compare(opened, plain)).toBe(0);
        }
        await expect(open(sealed, { identity: stranger })).rejects.toThrow(code('not-for-this-key'));
      }),
      { numRuns: 8 },
    );
  });

  it('is another one every time, of the same length', async () => {
    const again = await seal(bytes(200_000), recipients);
    expect(again).toHaveLength(file.length);
    expect(Buffer.compare(again, file)).not.toBe(0);
    // A recipient named twice is one.
    expect(await seal(bytes(200_000), [...recipients, ...recipients])).toHaveLength(file.length);
  });

  it('opens with its file key, which opens no other', async () => {
    const fileKey = await fileKeyOf(file.subarray(0, start), identity);
    expect(Buffer.compare(await open(file, { fileKey }), bytes(200_000))).toBe(0);
    const other = await seal(bytes(10), recipients);
    await expect(open(other, { fileKey })).rejects.toThrow(code('damaged'));
    await expect(fileKeyOf(file, stranger)).rejects.toThrow(code('not-for-this-key'));
    await expect(fileKeyOf(file.subarray(0, 100), identity)).rejects.toThrow(code('damaged'));
    await expect(open(file, { fileKey: new Uint8Array(15) })).rejects.toThrow(code('bad-key'));
  });
});

describe('a file that is not as it was sealed', () => {
  const refused = async (changed: Uint8Array) => {
    await expect(open(changed, { identity })).rejects.toThrow(code('damaged'));
    const fileKey = await fileKeyOf(file, identity);
    await expect(open(changed, { fileKey })).rejects.toThrow(code('damaged'));
    await expect(openStream(pieces(changed, 1000), { fileKey }).then(bytesOf)).rejects.toThrow(code('damaged'));
  };
  const piece = (index: number) => file.subarray(start + index * 65_552, start + (index + 1) * 65_552);

  it('is refused when cut short: anywhere, and at the ends of pieces too', async () => {
    for (const end of [0, 1, 20, start - 1, start, start + 65_552, start + 2 * 65_552, file.length - 1])
      await refused(file.subarray(0, end));
  });

  it('is refused when extended, by anything', async () => {
    for (const more of [Uint8Array.of(0), piece(3), piece(0), file]) await refused(Buffer.concat([file, more]));
  });

  it('is refused when pieces change places, are left out or stand there twice', async () => {
    const before = file.subarray(0, start);
    await refused(Buffer.concat([before, piece(1), piece(0), piece(2), piece(3)]));
    await refused(Buffer.concat([before, piece(0), piece(2), piece(3)]));
    await refused(Buffer.concat([before, piece(0), piece(0), piece(1), piece(2), piece(3)]));
    await refused(Buffer.concat([before, piece(3)]));
  });

  it('is refused when any bit of it was changed', async () => {
    const fileKey = await fileKeyOf(file, identity);
    const bit = fc.oneof(fc.nat(start * 8 - 1), fc.integer({ min: start * 8, max: file.length * 8 - 1 }));
    await fc.assert(
      fc.asyncProperty(bit, async (place) => {
        const changed = Uint8Array.from(file);
        changed[place >> 3] = (changed[place >> 3] ?? 0) ^ (1 << (place & 7));
        // A damaged stanza cannot be told from one for somebody else.
        await expect(open(changed, { identity })).rejects.toSatisfy(isRefusal);
        await expect(open(changed, { fileKey })).rejects.toThrow(code('damaged'));
      }),
      { numRuns: 60 },
    );
  });

  it('is refused when it is no age file, without reading more than a header may be long', async () => {
    for (const other of ['', 'age', 'PK\u0003\u0004', 'age-encryption.org/v2\n-> X25519 a\n', '{"v":1}'])
      await refused(new TextEncoder().encode(other));
    let given = 0;
    async function* endless() {
      yield new TextEncoder().encode('age-encryption.org/v1\n-> X25519 ');
      for (;;) {
        given += 1000;
        yield await Promise.resolve(new Uint8Array(1000).fill(97));
      }
    }
    await expect(openStream(streamFrom(endless()), { identity })).rejects.toThrow(code('damaged'));
    expect(given).toBeLessThan(MAX_HEADER_BYTES + 2000);
  });
});

describe('sealing', () => {
  it('refuses nobody, mixed kinds, and what is no recipient', async () => {
    const weak = await recipientOf(await generateX25519Identity());
    const [one = ''] = recipients;
    await expect(seal(bytes(1), [])).rejects.toThrow(code('no-recipients'));
    await expect(seal(bytes(1), [one, weak])).rejects.toThrow(code('mixed-recipients'));
    await expect(sealStream(streamOf(bytes(1)), [weak, one])).rejects.toThrow(code('mixed-recipients'));
    for (const wrong of ['', 'age1', 'someone', identity, one.slice(0, -1), one.toUpperCase(), `${one} `])
      await expect(seal(bytes(1), [wrong]), wrong.slice(0, 20)).rejects.toThrow(/bad-key|recipient/);
    for (const wrong of [`${weak}q`, `age1tag1${'q'.repeat(50)}`])
      await expect(seal(bytes(1), [wrong])).rejects.toThrow(code('bad-key'));
    for (const wrong of ['', one, `${identity}A`])
      await expect(open(file, { identity: wrong })).rejects.toThrow(code('bad-key'));
  });

  it('passes on what its source failed with, and lets go of it when nobody reads on', async () => {
    const broken = new Error('the connection broke');
    const failing = (at: number) => {
      async function* some() {
        yield await Promise.resolve(file.subarray(0, at));
        throw broken;
      }
      return streamFrom(some());
    };
    for (const at of [10, start, start + 100_000])
      await expect(openStream(failing(at), { identity }).then(bytesOf)).rejects.toBe(broken);
    await expect(sealStream(failing(100), recipients).then(bytesOf)).rejects.toBe(broken);

    let isLetGo = false;
    async function* watched() {
      try {
        for (let at = 0; at < file.length; at += 5000) yield await Promise.resolve(file.subarray(at, at + 5000));
      } finally {
        isLetGo = true;
      }
    }
    const reader = (await openStream(streamFrom(watched()), { identity })).getReader();
    await reader.read();
    await reader.cancel();
    await expect.poll(() => isLetGo).toBe(true);
    isLetGo = false;
    await expect(openStream(streamFrom(watched()), { identity: stranger })).rejects.toThrow(code('not-for-this-key'));
    expect(isLetGo).toBe(true);
  });

  it('of 100 MB takes no more from its source than it gives', async () => {
    const size = 100_000_000;
    let taken = 0;
    async function* large() {
      for (; taken < size; taken += 1_000_000) yield await Promise.resolve(new Uint8Array(1_000_000));
    }
    const reader = (await sealStream(streamFrom(large()), recipients)).getReader();
    let [given, most] = [0, 0];
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      given += next.value.length;
      most = Math.max(most, taken - given);
    }
    expect(given).toBeGreaterThan(size);
    expect(most).toBeLessThan(4_000_000);
  });
});
