import type { Page } from 'playwright-core';

/** What is slowed down to a quarter: nothing, the page's own thread, or the page with its workers. */
export type SlowedDown = 'not' | 'page' | 'all';

const rate = 4;
/** How long the page and its workers run, in milliseconds, before they stand still for three times as long. */
const running = 4;

/**
 * Slows a page down until `end`. Chromium's own throttling reaches the page's thread only, and proving happens in workers:
 * so for these the whole process is stopped three quarters of the time.
 * @param renderer process of the page
 */
export async function slowDown(page: Page, renderer: number, what: SlowedDown): Promise<{ end: () => Promise<void> }> {
  if (what === 'not') return { end: () => Promise.resolve() };
  if (what === 'page') {
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setCPUThrottlingRate', { rate });
    return {
      async end() {
        await session.send('Emulation.setCPUThrottlingRate', { rate: 1 });
        await session.detach();
      },
    };
  }
  let ended = false;
  const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  const stopAndGo = async () => {
    while (!ended) {
      const start = performance.now();
      await pause(running);
      process.kill(renderer, 'SIGSTOP');
      // Timers are late on a busy machine: what counts is how long it really ran.
      await pause((rate - 1) * (performance.now() - start));
      process.kill(renderer, 'SIGCONT');
    }
  };
  const stopping = stopAndGo();
  return {
    async end() {
      ended = true;
      await stopping;
    },
  };
}
