import type { CDPSession, Page } from 'playwright-core';
import { rendererOf, watchMemory } from '~tests/bench/page-process';
import { residentMegabytes } from '~tests/bench/processor-time';
import { milliseconds, note, report } from '~tests/bench/report';
import { launchChromium } from '~tests/support/chromium';
import { fileMany, handlerWithWords, openFilledDesk } from '~tests/support/filled-desk';
import { openJourneyHouse } from '~tests/support/journey-house';
import { openReporter } from '~tests/support/raising-in-a-browser';

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
  const [house, browser] = await Promise.all([openJourneyHouse(), launchChromium()]);
  try {
    const handler = await handlerWithWords(house);
    note(`filing ${String(concerns)} concerns`);
    const messages = await fileMany(house, handler, concerns);
    const visitor = await openReporter(browser, house, { device: 'laptop' });
    const { page } = visitor;
    await page.addInitScript(() => {
      globalThis.blocks = [];
      new PerformanceObserver((list) => {
        globalThis.blocks.push(...list.getEntries().map(({ duration }) => duration));
      }).observe({ type: 'longtask', buffered: true });
    });
    const session = await browser.newBrowserCDPSession();
    await page.goto(house.server.url);
    const renderer = await rendererOf(page, session);
    const before = residentMegabytes(renderer);
    const memory = watchMemory(renderer);
    note('filling the desk');
    const filled = await openFilledDesk(visitor, handler, limit);
    const most = memory.end() - before;
    const while_ = await longest(page);
    const heap = await heapMegabytes(await page.context().newCDPSession(page));
    const searched: number[] = [];
    for (const search of searches) searched.push(await timeOf(page, search));
    report(`A desk with ${String(concerns)} concerns and ${String(messages)} messages, in Chromium`, [
      { what: 'fetched, decrypted and listed', value: milliseconds(filled) },
      {
        what: 'longest block of the page meanwhile',
        value: milliseconds(while_),
        aim: `<= ${String(longestBlock)} ms`,
        met: while_ <= longestBlock,
      },
      { what: 'a search, until the list stands', value: milliseconds(Math.max(...searched)) },
      { what: 'heap of the page afterwards', value: `${heap.toFixed(0)} MB` },
      { what: 'private memory of the page, its workers included, at the most', value: `+ ${most.toFixed(0)} MB` },
    ]);
    await visitor.leave();
  } finally {
    await browser.close();
    await house.close();
  }
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
