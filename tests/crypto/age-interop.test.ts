import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bech32 } from '@scure/base';
import { generateX25519Identity } from 'age-encryption';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { open, openStream, seal, sealStream } from '~/crypto/age/age-file';
import { hybridIdentity, recipientOf } from '~/crypto/age/hybrid-key';
import { bytesOf, streamOf } from '~/crypto/byte-stream';
import { readHybridFile, writeHybridFile } from '~tests/support/other-age';

/** Debian's. `npm test` installs it. */
const program = process.env['AGE_PATH'] ?? '/usr/bin/age';
/** Around the ends of STREAM's chunks, where implementations differ if they do. */
const lengths = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];
const bytes = (length: number) => Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) % 256);
const seed = (fill: number) => new Uint8Array(32).fill(fill);

describe('hybrid files and another implementation of them, from the specifications', () => {
  it('what is sealed here is read there, by each recipient', async () => {
    const recipients = await Promise.all([1, 2, 3].map((fill) => recipientOf(hybridIdentity(seed(fill)))));
    for (const length of lengths) {
      const file = await seal(bytes(length), recipients);
      const streamed = await bytesOf(await sealStream(streamOf(bytes(length)), recipients));
      for (const fill of [1, 2, 3]) {
        expect(Buffer.compare(await readHybridFile(file, seed(fill)), bytes(length)), `${length} bytes`).toBe(0);
        expect(Buffer.compare(await readHybridFile(streamed, seed(fill)), bytes(length)), `${length} bytes`).toBe(0);
      }
      await expect(readHybridFile(file, seed(4))).rejects.toThrow('not for this key');
    }
  });

  it('what is sealed there opens here', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.oneof(fc.constantFrom(...lengths), fc.nat(70_000)),
        async (secret, length) => {
          const identity = hybridIdentity(secret);
          const publicKey = bech32.fromWords(
            bech32.decode((await recipientOf(identity)) as `${string}1${string}`, false).words,
          );
          const file = await writeHybridFile(bytes(length), publicKey);
          expect(Buffer.compare(await open(file, { identity }), bytes(length))).toBe(0);
        },
      ),
      { numRuns: 20 },
    );
  });
});

describe('X25519 files and the age program', () => {
  let [folder, identity, recipient] = ['', '', ''];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'age-'));
    identity = await generateX25519Identity();
    recipient = await recipientOf(identity);
    writeFileSync(join(folder, 'identity'), `${identity}\n`);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  const age = (args: string[], input: Uint8Array) =>
    execFileSync(program, args, { input, maxBuffer: 10_000_000, stdio: ['pipe', 'pipe', 'inherit'] });

  it('what is sealed here is opened by it', async () => {
    for (const length of lengths) {
      const file = await bytesOf(await sealStream(streamOf(bytes(length)), [recipient]));
      expect(Buffer.compare(age(['-d', '-i', join(folder, 'identity')], file), bytes(length)), `${length} bytes`).toBe(
        0,
      );
    }
  });

  it('what is sealed by it opens here', async () => {
    const other = await recipientOf(await generateX25519Identity());
    for (const length of lengths) {
      const file = age(['-r', other, '-r', recipient], bytes(length));
      expect(Buffer.compare(await open(file, { identity }), bytes(length)), `${length} bytes`).toBe(0);
      const streamed = await bytesOf(await openStream(streamOf(file), { identity }));
      expect(Buffer.compare(streamed, bytes(length)), `${length} bytes`).toBe(0);
    }
  });
});
