import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '~tests/support/chromium';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { startTestServer, type TestServer } from '~tests/support/server';

/* Something between server and browser changes files: a cache, a proxy that “optimises”, whoever sits there. */

let database: TestDatabase;
let server: TestServer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let complaints: string[];

beforeAll(async () => {
  database = await createTestDatabase();
  [server, browser] = await Promise.all([startTestServer({ database }), launchChromium()]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  await database.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
  complaints = [];
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
});
afterEach(() => context.close());

// It says so aloud: what it left in the page would go where the router loads the page anew.
const change = (file: string, addition = '\n;console.error("a changed file ran");') =>
  context.route(`**/assets/${file}`, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.text()) + addition });
  });
const blocked = () =>
  expect.poll(() => complaints.some((text) => text.includes("valid digest in the 'integrity'")), { timeout: 10_000 });
const ranChanged = () => complaints.some((text) => text.includes('a changed file ran'));
const isAwake = () => page.evaluate(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')));

test('untouched, a page wakes up, moves on, and leaves the document as it was drawn', async () => {
  await page.goto(server.url);
  await expect.poll(isAwake).toBe(true);
  await page.getByRole('link', { name: 'Petitions' }).first().click();
  await page.waitForURL('**/petitions');
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(await page.evaluate(() => document.head.querySelectorAll('script').length)).toBe(0);
  expect(complaints).toEqual([]);
});

test.each(['entry.client-*.js', 'components-*.js', 'manifest-*.js', 'root-*.js'])(
  'a changed %s is not run, and nothing that needs it',
  async (file) => {
    await change(file);
    await page.goto(server.url);
    await blocked().toBe(true);
    expect([ranChanged(), await isAwake()]).toEqual([false, false]);
  },
);

test('nor is the script that says what later files must be', async () => {
  await change('integrity-*.js');
  await page.goto(server.url);
  await blocked().toBe(true);
  expect(ranChanged()).toBe(false);
});

test('nor a file that only the next page needs', async () => {
  await change('petitions-*.js');
  await page.goto(server.url);
  await expect.poll(isAwake).toBe(true);
  await page.getByRole('link', { name: 'Petitions' }).first().click();
  await blocked().toBe(true);
  expect(ranChanged()).toBe(false);
});

test('nor is a changed style used', async () => {
  await change('index-*.css', '\nbody { visibility: hidden }');
  await page.goto(server.url);
  await blocked().toBe(true);
  expect(await page.evaluate(() => getComputedStyle(document.body).visibility)).toBe('visible');
});
