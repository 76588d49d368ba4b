import type { CDPSession, Page } from 'playwright-core';
import { systemClock } from '~/platform/clock';
import { productionSettings } from '~/platform/settings';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { rendererOf, watchMemory } from '~tests/bench/page-process';
import { residentMegabytes } from '~tests/bench/processor-time';
import { milliseconds, note, report } from '~tests/bench/report';
import { launchChromium } from '~tests/support/chromium';
import { fileMany, handlerWithWords, openFilledDesk } from '~tests/support/filled-desk';
import { codeIn, startInbox, type Inbox } from '~tests/support/inbox';
import { addPerson } from '~tests/support/people';
import { startTestServer, testOrganisation } from '~tests/support/server';

const concerns = 1_000;
const limit = 10 * 60_000;
/** Longest that the page may not answer, in milliseconds. */
const longestBlock = 50;
const searches = ['night shift', 'performance review', 'number 77', 'nowhere at all'];

declare global {
  var blocks: number[];
}

/** A desk with a thousand concerns in real Chromium: how long it takes to fill, to search, and what it holds. */
export async function openDeskWithManyConcerns(): Promise<void> {
  const [database, inbox] = await Promise.all([createThrowAwayDatabase(), startInbox()]);
  const server = await startTestServer({ database, variables: { SMTP_URL: inbox.url } });
  const browser = await launchChromium();
  try {
    const house = { database, server, inbox, now: () => systemClock.now() };
    const settings = productionSettings({
      organisation: testOrganisation,
      organisationName: 'Test Company',
      timeZone: 'UTC',
    });
    const person = await addPerson(database.identified, { roles: ['handler'] });
    const handler = await handlerWithWords(house, { settings, person });
    note(`filing ${String(concerns)} concerns`);
    const messages = await fileMany(house, handler, concerns);
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(limit);
    await page.addInitScript(() => {
      globalThis.blocks = [];
      new PerformanceObserver((list) => {
        globalThis.blocks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: 'longtask', buffered: true });
    });
    const process = await browser.newBrowserCDPSession();
    let [before, memory] = [0, { end: () => 0 }];
    note('filling the desk');
    const filled = await openFilledDesk(handOf(page, server.url, inbox), handler, {
      limit,
      async begin() {
        const renderer = await rendererOf(page, process);
        await page.evaluate(() => {
          globalThis.blocks = [];
        });
        before = residentMegabytes(renderer);
        memory = watchMemory(renderer);
      },
    });
    const most = memory.end() - before;
    const blocked = await longest(page);
    const heap = await heapMegabytes(await page.context().newCDPSession(page));
    const searched: number[] = [];
    for (const search of searches) searched.push(await timeOf(page, search));
    report(`A desk with ${String(concerns)} concerns and ${String(messages)} messages, in Chromium`, [
      { what: 'fetched, decrypted and listed', value: milliseconds(filled) },
      {
        what: 'longest block of the page meanwhile',
        value: blocked === 0 ? 'under 50 ms' : milliseconds(blocked),
        aim: `<= ${String(longestBlock)} ms`,
        met: blocked <= longestBlock,
      },
      { what: 'a search, until the list stands', value: milliseconds(Math.max(...searched)) },
      { what: 'heap of the page afterwards', value: `${heap.toFixed(0)} MB` },
      { what: 'private memory of the page, its workers included, at the most', value: `+ ${most.toFixed(0)} MB` },
    ]);
  } finally {
    await browser.close();
    await server.stop();
    await Promise.all([database.close(), inbox.close()]);
  }
}

/** Somebody at this page who reads their mail. */
function handOf(page: Page, url: string, inbox: Inbox) {
  return {
    page,
    visit: async (path: string) => {
      await page.goto(`${url}${path}`);
    },
    async signIn(address: string) {
      await page.goto(`${url}/in/sign-in`);
      await page.getByLabel('Work e-mail address').fill(address);
      await page.getByRole('button', { name: 'Send me a code' }).click();
      await page.waitForURL('**/in/code**');
      await page.getByRole('textbox', { name: 'Code' }).fill(codeIn(await inbox.waitFor(address)));
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.waitForURL('**/in/me');
    },
  };
}

const longest = (page: Page) => page.evaluate(() => Math.max(0, ...globalThis.blocks));

async function heapMegabytes(session: CDPSession): Promise<number> {
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 1e6;
}

/** From a word typed to the list drawn. */
function timeOf(page: Page, search: string): Promise<number> {
  return page.getByLabel('Search what was written').evaluate(async (field, typed) => {
    const input = field as HTMLInputElement;
    const start = performance.now();
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, typed);
    input.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    return performance.now() - start;
  }, search);
}
