import { manifestDigest } from '~/crypto/filing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashFields } from '~/crypto/hash';
import {
  chunkBytes,
  encodeManifest,
  ManifestError,
  maxFilePartBytes,
  maxTextPartBytes,
  parseManifest,
  type Manifest,
} from '~/features/anonymous/concerns/manifest';

let drawn = 0;
const hash = () => (drawn += 1).toString(16).padStart(64, '0');
const part = (size: number) => ({ size, chunks: Array.from({ length: Math.ceil(size / chunkBytes) }, hash) });
const concern = 'c'.repeat(64);
const manifest = (change: Partial<Manifest> = {}): Manifest => ({
  v: 1,
  concern,
  programme: 'p1',
  number: 0,
  sender: 'reporter',
  audience: 'all',
  parts: [part(20_000)],
  ...change,
});
const refused = (value: unknown) => {
  expect(() => encodeManifest(value as Manifest)).toThrow(ManifestError);
  expect(() => parseManifest(JSON.stringify(value, Object.keys(value as object).sort()))).toThrow(ManifestError);
};

describe('a manifest', () => {
  it('reads back the same, from one spelling', () => {
    const size = fc.integer({ min: 1, max: 5 * chunkBytes });
    fc.assert(
      fc.property(
        fc.array(size, { maxLength: 20 }),
        fc.integer({ min: 1, max: maxTextPartBytes }),
        fc.nat(199),
        fc.constantFrom<[Manifest['sender'], Manifest['audience']]>(['reporter', 'all'], [concern, 'all'], [concern, 'handlers']), // prettier-ignore
        fc.constantFrom(null, 'p1', 'A_-9'),
        (files, text, number, [sender, audience], programme) => {
          const value = manifest({ number, sender, audience, programme, parts: [text, ...files].map(part) });
          const encoded = encodeManifest(value);
          expect(parseManifest(encoded)).toEqual(value);
          for (const other of [` ${encoded}`, encoded.replace(',', ', '), JSON.stringify(JSON.parse(encoded), null, 1)])
            expect(() => parseManifest(other)).toThrow(ManifestError);
        },
      ),
      { numRuns: 40 },
    );
    expect(encodeManifest(manifest({ parts: [{ size: 1, chunks: ['a'.repeat(64)] }] }))).toBe(
      `{"audience":"all","concern":"${concern}","number":0,"parts":[{"chunks":["${'a'.repeat(64)}"],"size":1}],"programme":"p1","sender":"reporter","v":1}`,
    );
  });

  it('has sizes within limits, and as many chunks as they need', () => {
    const parts = (...sizes: number[]) => manifest({ parts: sizes.map(part) });
    parseManifest(encodeManifest(parts(maxTextPartBytes, maxFilePartBytes, maxFilePartBytes)));
    parseManifest(encodeManifest(parts(1, ...Array.from({ length: 20 }, () => chunkBytes))));
    refused(parts(maxTextPartBytes + 1));
    refused(parts(1, maxFilePartBytes + 1));
    refused(parts(1, maxFilePartBytes, maxFilePartBytes, maxFilePartBytes));
    refused(parts(1, ...Array.from({ length: 21 }, () => 1)));
    refused(parts());
    refused(manifest({ parts: [{ size: 0, chunks: [] }] }));
    refused(manifest({ parts: [part(10), { size: chunkBytes + 1, chunks: [hash()] }] }));
    refused(manifest({ parts: [part(10), { size: chunkBytes, chunks: [hash(), hash()] }] }));
    const twice = hash();
    refused(manifest({ parts: [part(10), { size: 2 * chunkBytes, chunks: [twice, twice] }] }));
    refused(manifest({ parts: [{ size: 1, chunks: [twice] }, { size: 1, chunks: [twice] }] })); // prettier-ignore
  });

  it('has no other shape', () => {
    for (const change of [
      { v: 2 },
      { concern: concern.toUpperCase() },
      { concern: 'c'.repeat(63) },
      { programme: '' },
      { programme: 'a b' },
      { programme: 'a'.repeat(65) },
      { number: -1 },
      { number: 200 },
      { number: 0.5 },
      { sender: 'handler' },
      { sender: 'reporter', audience: 'handlers' },
      { audience: 'everybody' },
      { parts: {} },
      { parts: [{ ...part(1), name: 'x.jpg' }] },
      { more: 1 },
    ])
      refused({ ...manifest(), ...change });
    for (const key of Object.keys(manifest())) refused(Object.fromEntries(Object.entries(manifest()).filter(([name]) => name !== key))); // prettier-ignore
    for (const text of ['', '{}', '[]', 'null', '1', `"${'a'.repeat(40_000)}"`, '['.repeat(30_000)])
      expect(() => parseManifest(text)).toThrow(ManifestError);
  });

  it('has a digest of its exact text, in one organisation', () => {
    const text = encodeManifest(manifest());
    expect(manifestDigest('Acme', text)).toEqual(hashFields('concern-manifest/v1', 'Acme', text));
    expect(manifestDigest('Acme', text)).not.toEqual(manifestDigest('Acmee', text));
    expect(manifestDigest('Acme', text)).not.toEqual(manifestDigest('Acme', `${text} `));
  });
});
