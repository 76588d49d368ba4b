import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, ConsoleMessage, Page, Request } from 'playwright-core';
import { expect } from 'vitest';
import { codeIn, holdsCode } from './inbox';
import type { JourneyHouse } from './journey-house';

export type Device = 'laptop' | 'phone';

const screens = {
  laptop: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
} as const;

/** A person's browser. Everything that goes wrong in it is collected; `leave` fails on any of it. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Every request that was made. */
  readonly requests: readonly Request[];
  /** Goes to a path of this site and checks the page. */
  readonly visit: (path: string) => Promise<void>;
  /** Checks the page that is shown: accessibility, and nothing wider than the screen. */
  readonly check: () => Promise<void>;
  /** Says that failures which match are part of this journey. */
  readonly expectFailure: (pattern: RegExp) => void;
  /** Signs in for real, with the code from the mail. */
  readonly signIn: (address: string) => Promise<void>;
  /** Closes the browser and fails on console errors, policy violations and requests to other hosts. */
  readonly leave: () => Promise<void>;
}

export interface VisitorOptions {
  readonly device?: Device;
  readonly javaScript?: boolean;
}

/** Opens a fresh browser profile for one person. */
export async function openVisitor(
  browser: Browser,
  house: Pick<JourneyHouse, 'server' | 'inbox'>,
  options: VisitorOptions = {},
): Promise<Visitor> {
  const context = await browser.newContext({
    ...screens[options.device ?? 'laptop'],
    javaScriptEnabled: options.javaScript ?? true,
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(30_000);
  const page = await context.newPage();
  const requests: Request[] = [];
  const problems: string[] = [];
  const expected: RegExp[] = [];
  watch(page, house.server.url, requests, problems);

  const check = async () => {
    await checkPage(page, options.javaScript ?? true);
  };
  return {
    page,
    context,
    requests,
    check,
    async visit(path) {
      await page.goto(`${house.server.url}${path}`, { waitUntil: 'load' });
      await check();
    },
    expectFailure: (pattern) => expected.push(pattern),
    async signIn(address) {
      await page.goto(`${house.server.url}/in/sign-in`);
      await page.getByLabel('Work e-mail address').fill(address);
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.waitForURL('**/in/code**');
      const code = await codeFrom(house, address);
      await page.getByRole('textbox', { name: 'Code' }).fill(code);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/in/me');
    },
    async leave() {
      await context.close();
      expect(problems.filter((problem) => !expected.some((pattern) => pattern.test(problem)))).toEqual([]);
    },
  };
}

/** The next code; whoever is reminded of something meanwhile gets other mail before it. */
async function codeFrom({ inbox }: Pick<JourneyHouse, 'inbox'>, address: string): Promise<string> {
  for (;;) {
    const mail = await inbox.waitFor(address);
    if (holdsCode(mail)) return codeIn(mail);
  }
}

function watch(page: Page, url: string, requests: Request[], problems: string[]): void {
  // What the policy refuses is said on the console too: a page's own, and a worker's.
  const listen = (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(`console: ${message.text()}`);
  };
  page.on('console', listen);
  page.on('worker', (worker) => worker.on('console', listen));
  page.on('pageerror', (error) => problems.push(`page: ${error.message}`));
  page.on('request', (request) => {
    requests.push(request);
    const { protocol, origin } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== url) problems.push(`other host: ${request.url()}`);
  });
}

const axe = readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

async function checkPage(page: Page, javaScript: boolean): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide, `${page.url()} is wider than the screen`).toBeLessThanOrEqual(0);
  if (!javaScript) return;
  // As a debugger would: the page's own policy allows no script of ours. Once for each document, which is what it costs most.
  if (!(await page.evaluate<boolean>(`typeof axe === 'object'`))) await page.evaluate(await axe);
  const { violations } = await page.evaluate<AxeResult>(`axe.run({ resultTypes: ['violations'], preload: false })`);
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}
