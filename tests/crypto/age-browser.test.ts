import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as ageFile from '~/crypto/age/age-file';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import type { bytesOf } from '~/crypto/byte-stream';
import { fromHex } from '~/crypto/hash';
import type { receiptOf } from '~/features/anonymous/concerns/receipt';
import type * as sealedPart from '~/features/anonymous/concerns/sealed-part';
import { launchChromium } from '~tests/support/chromium';
import { readHybridFile } from '~tests/support/other-age';
import vectors from '~tests/vectors/concerns.json';

declare global {
  /** What the page offers to this test. */
  var sealing: typeof ageFile & typeof sealedPart & { bytesOf: typeof bytesOf; receiptOf: typeof receiptOf };
}

const app = fileURLToPath(new URL('../../app', import.meta.url));
const script = `
  import * as ageFile from '~/crypto/age/age-file';
  import { bytesOf } from '~/crypto/byte-stream';
  import { receiptOf } from '~/features/anonymous/concerns/receipt';
  import * as sealedPart from '~/features/anonymous/concerns/sealed-part';
  globalThis.sealing = { ...ageFile, ...sealedPart, bytesOf, receiptOf };
`;
const policy = "default-src 'none'; script-src 'self'";

let browser: Browser;
let page: Page;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sealing-page-'));
  await writeFile(join(folder, 'page.ts'), script);
  await build({
    configFile: false,
    logLevel: 'error',
    root: folder,
    resolve: { alias: { '~': app } },
    build: { outDir: 'out', lib: { entry: 'page.ts', formats: ['es'], fileName: () => 'page.js' } },
  });
  const code = await readFile(join(folder, 'out/page.js'), 'utf8');
  await rm(folder, { recursive: true });
  browser = await launchChromium();
  page = await browser.newPage();
  await page.route('http://localhost/**', (route) =>
    route.request().url().endsWith('.js')
      ? route.fulfill({ contentType: 'text/javascript', body: code })
      : route.fulfill({
          contentType: 'text/html',
          headers: { 'content-security-policy': policy },
          body: '<!doctype html><title>Sealing</title><script type="module" src="/page.js"></script>',
        }),
  );
  await page.goto('http://localhost/');
  await page.waitForFunction(() => 'sealing' in globalThis);
}, 120_000);

afterAll(async () => {
  await browser.close();
});

describe('sealing and opening in a real browser', () => {
  it('derives the same keys and opens the same file', async () => {
    const { entropy, age: key } = vectors.receipt;
    const got = await page.evaluate(
      async ({ entropy, file }) => {
        const { open, receiptOf } = globalThis.sealing;
        const { identity, recipient } = await receiptOf(Uint8Array.from(entropy));
        const plain = await open(
          Uint8Array.from(atob(file), (letter) => letter.charCodeAt(0)),
          { identity },
        );
        return { identity, recipient, plain: new TextDecoder().decode(plain) };
      },
      { entropy: [...fromHex(entropy)], file: vectors.age.file },
    );
    expect(got).toEqual({ identity: key.identity, recipient: key.recipient, plain: vectors.age.plain });
    expect(isHybridRecipient(got.recipient)).toBe(true);
  });

  it('seals what another implementation reads', async () => {
    const sealed = await page.evaluate(async (recipient) => {
      const file = await globalThis.sealing.seal(new TextEncoder().encode('from a browser'), [recipient]);
      return [...file];
    }, vectors.handler.age.recipient);
    const plain = await readHybridFile(Uint8Array.from(sealed), fromHex(vectors.handler.age.seed));
    expect(plain.toString()).toBe('from a browser');
  });

  it('streams a file of 20 MB from a blob into chunks and back', async () => {
    const got = await page.evaluate(
      async ({ recipients, identity }) => {
        const { sealStream, openStream, partStream, readPart, chunked, bytesOf } = globalThis.sealing;
        const size = 20_000_000;
        const file = new Blob([Uint8Array.from({ length: size }, (_, index) => index % 251)]);
        const header = { v: 1, type: 'file', name: 'a.bin', mediaType: 'application/octet-stream', size } as const;
        const chunks: Uint8Array<ArrayBuffer>[] = [];
        const manifest = await chunked(
          await sealStream(partStream(header, file.stream(), size), recipients),
          (chunk) => {
            chunks.push(Uint8Array.from(chunk));
            return Promise.resolve();
          },
        );
        const opened = await readPart(await openStream(new Blob(chunks).stream(), { identity }));
        const body = await bytesOf(opened.body);
        return {
          header: opened.header,
          isSame: body.length === size && body.every((byte, index) => byte === index % 251),
          chunks: manifest.chunks.length,
          size: manifest.size,
        };
      },
      {
        recipients: [vectors.receipt.age.recipient, vectors.handler.age.recipient],
        identity: vectors.handler.age.identity,
      },
    );
    expect(got.isSame).toBe(true);
    expect(got.header).toMatchObject({ type: 'file', size: 20_000_000 });
    // Padded to 20,480 KiB, with 16 bytes for each of 320 pieces, and the header.
    expect(got.size).toBeGreaterThan(20_971_520 + 320 * 16);
    expect(got.chunks).toBe(21);
  });
});
