import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeIntegrityMap } from '../../../app/commands/integrity-map.mjs';
import { withIntegrity } from '~/integrity';
import { describeClient } from '~/server/served-client';
import { loadStaticFiles } from '~/server/static-files';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-client-'));
});
afterEach(() => rm(folder, { recursive: true }));

const sha256 = (text: string | Buffer) => createHash('sha256').update(text).digest();
const sri = (text: string | Buffer) => `sha256-${sha256(text).toString('base64')}`;

async function client(files: Record<string, string>) {
  await mkdir(join(folder, 'assets'), { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  await writeIntegrityMap(join(folder, 'assets'));
  return describeClient(loadStaticFiles(folder));
}

const page =
  '<html><head><meta charset="utf-8"/><link rel="stylesheet" href="/assets/s.css"/></head><body>&lt;/head>' +
  '<link rel="modulepreload" href="/assets/a.js"/><link rel="modulepreload" href="/assets/gone.js"/></body></html>';

test('each link of a page names the bytes it is for, and the map comes before the first module', async () => {
  const served = await client({ 'assets/a.js': 'a', 'assets/s.css': 's' });
  const html = withIntegrity(page, { client: served, nonce: 'n0nce' });
  const script = String(served.integrityScript);
  expect(html).toContain(`<link rel="modulepreload" href="/assets/a.js" integrity="${sri('a')}"/>`);
  expect(html).toContain(`<link rel="stylesheet" href="/assets/s.css" integrity="${sri('s')}"/>`);
  expect(html).toContain('<link rel="modulepreload" href="/assets/gone.js"/>');
  const text = await readFile(join(folder, script));
  const element = `<script src="${script}" integrity="${sri(text)}" crossorigin nonce="n0nce"></script></head>`;
  expect(html.split(element)).toHaveLength(2);
  expect(html.indexOf(element)).toBeLessThan(html.indexOf('modulepreload'));
});

test('the map has every module, and leaves the document as it was', async () => {
  await client({ 'assets/a.js': 'a', 'assets/b.js': '"</script>"', 'assets/s.css': 's' });
  const [name = ''] = (await readdir(join(folder, 'assets'))).filter((file) => file.startsWith('integrity-'));
  const text = await readFile(join(folder, 'assets', name), 'utf8');
  expect(name).toBe(`integrity-${sha256(text).toString('hex').slice(0, 8)}.js`);
  const seen: string[] = [];
  const map = { nonce: '', textContent: '', type: '', remove: () => seen.push('map removed') };
  const currentScript = {
    nonce: 'n0nce',
    after: (element: unknown) => seen.push(element === map ? 'map entered' : 'something else entered'),
    remove: () => seen.push('script removed'),
  };
  runInContext(text, createContext({ document: { currentScript, createElement: () => map } }));
  expect(seen).toEqual(['map entered', 'map removed', 'script removed']);
  expect(map).toMatchObject({ type: 'importmap', nonce: 'n0nce' });
  expect(JSON.parse(map.textContent)).toEqual({
    integrity: { '/assets/a.js': sri('a'), '/assets/b.js': sri('"</script>"') },
  });
});

test('the manifest has every file that is served, compressed copies apart', async () => {
  await writeFile(join(folder, 'favicon.svg'), '<svg/>');
  await writeFile(join(folder, 'favicon.svg.br'), 'compressed');
  const served = await client({ 'assets/a.js': 'a' });
  const { files } = JSON.parse(served.manifest) as { files: Record<string, string> };
  const script = await readFile(join(folder, String(served.integrityScript)));
  expect(files).toEqual({
    '/assets/a.js': sha256('a').toString('hex'),
    '/favicon.svg': sha256('<svg/>').toString('hex'),
    [String(served.integrityScript)]: sha256(script).toString('hex'),
  });
  expect(served.digest).toBe(sha256(served.manifest).toString('hex'));
});

test('a build without the map is left as it is', () => {
  const client = { integrityScript: null, integrityOf: () => 'sha256-', manifest: '', digest: '' };
  expect(withIntegrity(page, { client, nonce: 'n' })).toBe(page);
});
