import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paddedSize } from '~/crypto/age/padding';
import { bytesOf, streamFrom, streamOf } from '~/crypto/byte-stream';
import { chunkBytes } from '~/features/anonymous/concerns/manifest';
import { chunked, partStream, PartError, readPart, type PartHeader } from '~/features/anonymous/concerns/sealed-part';

const text: PartHeader = { v: 1, type: 'text' };
const file = (size: number): PartHeader => ({ v: 1, type: 'file', name: 'Büro 7.jpg', mediaType: 'image/jpeg', size });
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31) % 255);
const code = (code: string): unknown => expect.objectContaining({ code });
const pieces = (whole: Uint8Array, size: number) => {
  async function* cut() {
    for (let at = 0; at < whole.length; at += size) yield await Promise.resolve(whole.subarray(at, at + size));
  }
  return streamFrom(cut());
};
const readAll = async (plain: Uint8Array, size = 5000) => {
  const { header, body } = await readPart(pieces(plain, size));
  return { header, body: await bytesOf(body) };
};
const framed = (json: string, body: Uint8Array, padTo?: number) => {
  const start = Buffer.concat([Buffer.alloc(4), Buffer.from(json)]);
  start.writeUInt32BE(start.length - 4);
  const used = start.length + body.length;
  return Buffer.concat([start, body, Buffer.alloc((padTo ?? paddedSize(used)) - used)]);
};

describe('the content of a part', () => {
  it('reads back the same, padded to a step, however it is cut', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(100_000), fc.integer({ min: 1, max: 80_000 }), async (length, size) => {
        const plain = await bytesOf(partStream(file(length), pieces(bytes(length), size), length));
        expect(plain).toHaveLength(paddedSize(plain.length));
        const got = await readAll(plain, size);
        expect(got.header).toEqual(file(length));
        expect(Buffer.compare(got.body, bytes(length))).toBe(0);
      }),
      { numRuns: 30 },
    );
    const words = new TextEncoder().encode('{"v":1}');
    const plain = await bytesOf(partStream(text, words, words.length));
    expect(plain).toHaveLength(16_384);
    expect(Buffer.from(plain.subarray(0, 34))).toEqual(Buffer.from('\0\0\0\x15{"type":"text","v":1}{"v":1}\0\0'));
    expect(await readAll(plain)).toEqual({ header: text, body: words });
  });

  it('is as long as was said', async () => {
    expect(() => partStream(file(3), bytes(4), 4)).toThrow(code('wrong-size'));
    await expect(bytesOf(partStream(file(4), bytes(3), 4))).rejects.toThrow(code('wrong-size'));
    await expect(bytesOf(partStream(file(4), bytes(5), 4))).rejects.toThrow(code('wrong-size'));
    // It could not be told from its padding.
    await expect(bytesOf(partStream(text, Uint8Array.of(65, 0), 2))).rejects.toThrow(code('wrong-size'));
    for (const header of [
      { ...file(1), name: '' },
      { ...file(1), name: 'a/b' },
      { ...file(1), size: -1 },
      { v: 1, type: 'other' },
    ])
      // prettier-ignore
      expect(() => partStream(header as PartHeader, bytes(1), 1)).toThrow(PartError);
  });

  const json = (size: number, change: object = {}) =>
    JSON.stringify(
      Object.fromEntries(Object.entries({ ...file(size), ...change }).sort(([a], [b]) => (a < b ? -1 : 1))),
    );

  it('is refused with anything but zeros up to its step', async () => {
    const good = framed(json(1000), bytes(1000));
    expect((await readAll(good)).body).toHaveLength(1000);
    for (const at of [1100, 5000, good.length - 1]) {
      const changed = Buffer.from(good);
      changed[at] = 1;
      await expect(readAll(changed)).rejects.toThrow(code('wrong-size'));
    }
    await expect(readAll(good.subarray(0, -1))).rejects.toThrow(code('wrong-size'));
    await expect(readAll(Buffer.concat([good, Buffer.alloc(1)]))).rejects.toThrow(code('wrong-size'));
    await expect(readAll(Buffer.concat([good, Buffer.alloc(4096)]))).rejects.toThrow(code('wrong-size'));
    await expect(readAll(good.subarray(0, 500))).rejects.toThrow(code('wrong-size'));
    await expect(readAll(framed(json(16_384), bytes(1000)))).rejects.toThrow(code('wrong-size'));
    const words = framed('{"type":"text","v":1}', Buffer.from('{}'));
    expect(Buffer.from((await readAll(words)).body).toString()).toBe('{}');
    for (const wrong of [
      words.subarray(0, -1),
      Buffer.concat([words, Buffer.alloc(4096)]),
      framed('{"type":"text","v":1}', Buffer.alloc(0)),
      framed('{"type":"text","v":1}', Buffer.alloc(200_000, 65)),
    ])
      // prettier-ignore
      await expect(readAll(wrong)).rejects.toThrow(code('wrong-size'));
  });

  it('is refused with another header', async () => {
    for (const wrong of [
      '',
      'null',
      '{}',
      ` ${json(1)}`,
      json(1, { more: 1 }),
      json(1, { v: 2 }),
      json(100_000_001),
      json(1, { mediaType: 'text' }),
      json(1, { mediaType: 'text/html; charset=x' }),
      json(1, { name: 'a\u202egpj.exe' }),
      json(1, { name: '../x' }),
      json(1, { name: '..' }),
      json(1, { name: 'a\u0000' }),
      '{"v":1,"type":"text"}',
      '{"size":1,"type":"text","v":1}',
      `"${'a'.repeat(4100)}"`,
    ])
      // prettier-ignore
      await expect(readAll(framed(wrong, bytes(1))), wrong.slice(0, 60)).rejects.toThrow(code('malformed'));
    for (const short of [
      Buffer.alloc(0),
      Buffer.alloc(3),
      Buffer.from('00000020', 'hex'),
      Buffer.alloc(16_384),
      Buffer.alloc(16_384, 255),
    ])
      // prettier-ignore
      await expect(readAll(short)).rejects.toThrow(code('malformed'));
  });
});

describe('cutting into chunks', () => {
  it('gives every byte once, in slices of 1 MiB, one at a time', async () => {
    for (const length of [1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 3 * chunkBytes]) {
      const whole = bytes(length);
      const got: Uint8Array[] = [];
      let isBusy = false;
      const { size, chunks } = await chunked(pieces(whole, 70_001), async (chunk, hash) => {
        expect(isBusy).toBe(false);
        isBusy = true;
        await new Promise(setImmediate);
        expect(createHash('sha256').update(chunk).digest('hex')).toBe(hash);
        got.push(chunk);
        isBusy = false;
      });
      expect(size).toBe(length);
      expect(chunks).toHaveLength(Math.ceil(length / chunkBytes));
      expect(got.slice(0, -1).every((chunk) => chunk.length === chunkBytes)).toBe(true);
      expect(Buffer.compare(Buffer.concat(got), whole)).toBe(0);
    }
    expect(await chunked(streamOf(new Uint8Array()), () => Promise.resolve())).toEqual({ size: 0, chunks: [] });
  });

  it('stops where it is told to', async () => {
    const broken = new Error('no room');
    await expect(chunked(streamOf(bytes(10)), () => Promise.reject(broken))).rejects.toBe(broken);
  });
});
