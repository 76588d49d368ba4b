import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeClientManifest, encodeClientManifest, type ClientFiles } from '~/crypto/client-manifest';
import { compareClient, type Comparison } from '../../app/commands/compare/compare-client';
import { releaseInLedger } from '../../app/commands/compare/release-in-ledger';
import { problemsOfPage } from '../../app/commands/compare/served-page';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { startTestServer, testOrganisation, type TestServer } from '~tests/support/server';

let database: TestDatabase;
let server: TestServer;
let manifest: string;
let files: ClientFiles;
let home: { headers: Headers; html: string };

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startTestServer({ database });
  await firstCheckpoint();
  manifest = await (await honest('/client-manifest.json')).text();
  files = decodeClientManifest(manifest);
  const page = await honest('/');
  home = { headers: page.headers, html: await page.text() };
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

const ask = (path: string) => fetch(server.url + path, { redirect: 'manual' });
const kept = new Map<string, Promise<{ answer: Response; bytes: ArrayBuffer }>>();

/** What the server answers; asked once, since many comparisons ask for all of it. */
async function honest(path: string): Promise<Response> {
  const asked = kept.get(path) ?? ask(path).then(async (answer) => ({ answer, bytes: await answer.arrayBuffer() }));
  kept.set(path, asked);
  const { answer, bytes } = await asked;
  return new Response(bytes, { status: answer.status, headers: answer.headers });
}
type Get = typeof honest;

/** Compares what such a server serves with the build that the honest one runs. */
const compare = (get: Get, source = manifest): Promise<Comparison> =>
  compareClient(
    { get, inLedger: (release) => releaseInLedger(get, release, null), onProgress: () => undefined },
    { address: server.url, manifest: source, pages: ['/promise'] },
  );
const swap =
  (path: string, change: (answer: Response) => Response | Promise<Response>): Get =>
  async (asked) =>
    asked === path ? change(await honest(asked)) : honest(asked);
const other = async (answer: Response, change: (text: string) => string) =>
  new Response(change(await answer.text()), { status: answer.status, headers: answer.headers });
const found = ({ findings }: Comparison) => findings.map(({ what, where }) => `${what} ${where}`);
const first = (pattern: RegExp) => Object.keys(files).find((path) => pattern.test(path)) ?? '';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a server', () => {
  test('that serves the source as it is: the command finds nothing and ends with 0', async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ['build/server/compare.js', server.url, '--json']);
    const comparison = JSON.parse(stdout) as Comparison;
    expect(comparison.findings).toEqual([]);
    expect(comparison).toMatchObject({ release: sha256(manifest), source: sha256(manifest), address: server.url });
    expect(comparison.files).toBeGreaterThan(200);
    expect(comparison.ledger).toMatchObject({ state: 'in-ledger' });
  });

  test('whose list tells the truth about another build: every file that differs is named', async () => {
    const [changed, added, removed] = [first(/entry\.client/), '/assets/added.js', '/assets/removed.js'];
    const { [added]: _, ...without } = { ...files, [changed]: sha256('other'), [removed]: sha256('removed') };
    const source = encodeClientManifest(without);
    const lacking = encodeClientManifest({ ...files, [added]: sha256('added') });
    const lying = swap('/client-manifest.json', () => new Response(lacking));
    expect(found(await compare(lying, source)).sort()).toEqual(
      [
        `file-added ${added}`,
        `file-changed ${changed}`,
        `file-missing ${removed}`,
        ...[added, changed, removed].map((path) => `file-served-otherwise ${path}`),
        // The pages start what the source does not have.
        ...new Set((await compare(honest, source)).findings.filter(({ what }) => what === 'page').map(({ where }) => `page ${where}`)), // prettier-ignore
        'not-in-ledger /client-releases.json',
      ].sort(),
    );
  });

  test('whose list is right while it serves something else', async () => {
    const path = first(/prover-worker/);
    const lying = swap(path, (answer) => other(answer, (text) => `${text}\nfetch('https://evil.example')`));
    expect(found(await compare(lying))).toEqual([`file-served-otherwise ${path}`]);
  });

  test('that gives a file other rules', async () => {
    const path = first(/entry\.client/);
    const lying = swap(path, async (answer) => new Response(await answer.blob()));
    expect(found(await compare(lying))).toEqual([`rules-of-a-file ${path}`]);
  });

  test.each([
    ['no list', () => new Response('', { status: 404 })],
    ['a list that cannot be read', () => new Response('{"files":{}}')],
  ])('that has %s', async (_, answer) => {
    expect(found(await compare(swap('/client-manifest.json', answer)))).toEqual(['no-manifest /client-manifest.json']);
  });

  test('whose release the ledger does not have', async () => {
    const lying = swap('/client-releases.json', () => Response.json({ v: 1, items: [] }));
    expect(found(await compare(lying))).toEqual(['not-in-ledger /client-releases.json']);
  });

  test('that cannot be reached: the command ends with 2', async () => {
    const run = promisify(execFile)(process.execPath, ['build/server/compare.js', 'http://127.0.0.1:9']);
    await expect(run).rejects.toMatchObject({ code: 2 });
  });
});

describe('a page', () => {
  const problems = (change: (html: string) => string, headers: Record<string, string> = {}) => {
    const html = change(home.html);
    expect(html !== home.html || Object.keys(headers).length > 0).toBe(true);
    const sent = new Headers(home.headers);
    for (const [name, value] of Object.entries(headers)) sent.set(name, value);
    return problemsOfPage({ headers: sent, html }, files);
  };
  const nonce = () => /nonce="([^"]+)"/.exec(home.html)?.[1] ?? '';

  test('as the source draws it has nothing to name', () => {
    expect(problemsOfPage(home, files)).toEqual([]);
  });

  test.each<[string, (html: string) => string]>([
    ['a program within', (html) => html.replace('</body>', `<script nonce="${nonce()}">steal()</script></body>`)],
    ['a program in capitals', (html) => html.replace('</body>', `<SCRIPT nonce="${nonce()}">steal()</SCRIPT></body>`)],
    ['a program that does not end', (html) => html.replace('</html>', `<script nonce="${nonce()}">steal()`)],
    ['a program with a bracket in an attribute', (html) => html.replace('</body>', `<script a=">" nonce="${nonce()}">steal()</script></body>`)], // prettier-ignore
    [
      'a program of another host',
      (html) => html.replace('<script src="/assets', '<script src="https://evil.example/assets'),
    ],
    [
      'a program with other bytes',
      (html) => html.replace(/integrity="sha256-[^"]{4}/g, (text) => `${text.slice(0, -4)}AAAA`),
    ],
    ['a program whose bytes are not named', (html) => html.replace(/(<script src="[^"]*") integrity="[^"]*"/, '$1')],
    [
      'a link whose bytes are not named',
      (html) => html.replace(/(<link rel="modulepreload"[^>]*) integrity="[^"]*"/, '$1'),
    ],
    ['a style of another name', (html) => html.replace(/(rel="stylesheet" href=")/, '$1/other')],
    ['a module of another name', (html) => html.replace('import("/assets/entry', 'import("/assets/other')],
    ['a module from elsewhere', (html) => html.replace('import * as route0 from "/', 'import * as route0 from "https://evil.example/')], // prettier-ignore
    ['something after the modules', (html) => html.replace(/(import\("[^"]+"\);)<\/script>/, '$1steal();</script>')],
    ['something between the modules', (html) => html.replace('\nwindow.__remixRouteModules', '\nsteal();\nwindow.__remixRouteModules')], // prettier-ignore
    [
      'something before the data',
      (html) => html.replace('window.__remixContext = ', 'steal();window.__remixContext = '),
    ],
    ['something within the data', (html) => html.replace('enqueue("', 'enqueue(steal()+"')],
    [
      'something after the data',
      (html) => html.replace('streamController.close();', 'streamController.close();steal();'),
    ],
    ['another way of scrolling', (html) => html.replace('window.scrollTo(0, storedY)', 'steal()')],
    [
      'a rule within',
      (html) => html.replace('</head>', '<meta http-equiv="refresh" content="0;url=//evil.example"></head>'),
    ],
  ])('with %s', (_, change) => {
    expect(problems(change)).not.toEqual([]);
  });

  test.each([
    ['no policy', { 'content-security-policy': '' }],
    ['a wider policy', { 'content-security-policy': "script-src 'self' 'nonce-AAAAAAAAAAAAAAAAAAAAAA==' https:" }],
    ['a cookie', { 'set-cookie': 'who=1' }],
    ['a header that leads on', { refresh: '0;url=//evil.example' }],
  ])('with %s', (_, headers) => {
    expect(problems((html) => html, headers)).not.toEqual([]);
  });
});

test('a release counts as noted when the signed ledger has it, and not when the server says so', async () => {
  const release = sha256(manifest);
  const inLedger = await releaseInLedger(honest, release, null);
  expect(inLedger).toMatchObject({ state: 'in-ledger' });
  const entry = inLedger.state === 'in-ledger' ? inLedger.entry : -1;
  const items = (place: number, day = '2026-06-10') =>
    swap('/client-releases.json', () => Response.json({ items: [{ manifest: release, day, entry: place }] }));
  expect(await releaseInLedger(items(entry, '2020-01-01'), release, null)).toMatchObject({ state: 'missing' });
  expect(await releaseInLedger(items(10_000), release, null)).toMatchObject({ state: 'waits' });
  const stranger = `${testOrganisation}/ledger+00000000+AYE5dw6ofRdfVqNUZsNMfszLjYqRtO43ol32D1uPybOU`;
  await expect(releaseInLedger(honest, release, stranger)).rejects.toThrow();
});

/** A house that never published does so at once: its ledger has the release. */
async function firstCheckpoint(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if ((await ask('/ledger/checkpoint')).status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(server.log());
}
