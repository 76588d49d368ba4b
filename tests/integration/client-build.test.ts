import { readdirSync, readFileSync } from 'node:fs';
import { homedir, hostname } from 'node:os';
import { join, relative } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { decodeClientManifest } from '~/crypto/client-manifest';
import { describeClient } from '~/server/served-client';
import { loadStaticFiles } from '~/server/static-files';
import { ensureBuilt } from '~tests/support/server';

/* The build for browsers, as it lies here. `npm run heavy -- build` builds twice on machines that differ. */

let files: { path: string; bytes: Buffer }[];

beforeAll(async () => {
  await ensureBuilt();
  files = readdirSync('build/client', { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.(?:br|gz)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ path: `/${relative('build/client', file)}`, bytes: readFileSync(file) }));
});

test('nothing in it tells where, by whom or on what it was built', () => {
  const traces = [process.cwd(), `${homedir()}/`, ...(hostname().length > 8 ? [hostname()] : []), 'sourceMappingURL'];
  expect(files.length).toBeGreaterThan(200);
  const telling = files.flatMap(({ path, bytes }) =>
    traces.filter((trace) => bytes.includes(trace)).map((trace) => `${path}: ${trace}`),
  );
  expect(telling).toEqual([]);
});

test('the manifest has every file of it, so that none can be served beside', () => {
  const listed = decodeClientManifest(describeClient(loadStaticFiles('build/client')).manifest);
  expect(Object.keys(listed).sort()).toEqual(files.map(({ path }) => path).sort());
});
