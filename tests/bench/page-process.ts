import type { CDPSession, Page } from 'playwright-core';
import { processorSeconds, residentMegabytes } from './processor-time';

/** The process of the page: the one that is busy while the page is. Chromium keeps others in reserve. */
export async function rendererOf(page: Page, session: CDPSession): Promise<number> {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
  const before = renderers.map(processorSeconds);
  await page.evaluate(() => {
    const end = performance.now() + 200;
    while (performance.now() < end);
  });
  const busy = renderers.map((id, index) => ({ id, seconds: processorSeconds(id) - (before[index] ?? 0) }));
  const [busiest] = busy.sort((one, other) => other.seconds - one.seconds);
  if (!busiest) throw new Error('there is no page');
  return busiest.id;
}

/** The most private memory that a process holds until `end`, in MB. */
export function watchMemory(pid: number): { end: () => number } {
  let most = residentMegabytes(pid);
  const timer = setInterval(() => (most = Math.max(most, residentMegabytes(pid))), 20);
  return {
    end() {
      clearInterval(timer);
      return most;
    },
  };
}
