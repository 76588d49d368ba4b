import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  clientManifestDigest,
  ClientManifestError,
  compareClientFiles,
  decodeClientManifest,
  encodeClientManifest,
} from '~/crypto/client-manifest';
import vectors from '~tests/vectors/protocol.json';

const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const files = { '/favicon.svg': digest('seal'), '/assets/entry.client-Df7FsHCv.js': digest('entry') };

test('a manifest is one text, whatever order its files were found in, and its digest is of that text', () => {
  const text = `{"files":{"/assets/entry.client-Df7FsHCv.js":"${digest('entry')}","/favicon.svg":"${digest('seal')}"},"v":1}`;
  expect(encodeClientManifest(files)).toBe(text);
  expect(encodeClientManifest(Object.fromEntries(Object.entries(files).reverse()))).toBe(text);
  expect(clientManifestDigest(text)).toBe(digest(text));
  expect(decodeClientManifest(text)).toEqual(files);
});

test('the vector is what a stranger makes from the page', () => {
  const { files: contents, manifest, release } = vectors.client;
  const digests = Object.fromEntries(Object.entries(contents).map(([path, text]) => [path, digest(text)]));
  expect(encodeClientManifest(digests)).toBe(manifest);
  expect([clientManifestDigest(manifest), digest(manifest)]).toEqual([release, release]);
});

test.each([
  ['another spelling', ` ${encodeClientManifest(files)}`],
  ['another version', '{"files":{},"v":2}'],
  ['something more', '{"files":{},"v":1,"w":1}'],
  ['no files', '{"v":1}'],
  ['a list', '{"files":[],"v":1}'],
  ['no object', '[]'],
  ['no JSON', 'files'],
  ['a relative path', `{"files":{"a.js":"${digest('')}"},"v":1}`],
  ['another host', `{"files":{"//host/a.js":"${digest('')}"},"v":1}`],
  ['a way upwards', `{"files":{"/assets/../a.js":"${digest('')}"},"v":1}`],
  ['a query', `{"files":{"/a.js?b":"${digest('')}"},"v":1}`],
  ['a folder', `{"files":{"/assets/":"${digest('')}"},"v":1}`],
  ['half a digest', `{"files":{"/a.js":"${digest('').slice(32)}"},"v":1}`],
  ['a digest in capitals', `{"files":{"/a.js":"${digest('').toUpperCase()}"},"v":1}`],
  ['a number', '{"files":{"/a.js":1},"v":1}'],
])('%s is no manifest', (_, text) => {
  expect(() => decodeClientManifest(text)).toThrow(ClientManifestError);
});

test('what differs between two builds is named', () => {
  const after = { '/favicon.svg': digest('another'), '/assets/new.js': digest('new') };
  expect(compareClientFiles(files, after)).toEqual({
    changed: ['/favicon.svg'],
    added: ['/assets/new.js'],
    removed: ['/assets/entry.client-Df7FsHCv.js'],
  });
  expect(compareClientFiles(files, { ...files })).toEqual({ changed: [], added: [], removed: [] });
});
