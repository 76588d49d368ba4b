import { Agent, get, type IncomingMessage } from 'node:http';
import { once } from 'node:events';
import { buffer } from 'node:stream/consumers';
import { asGroupRoot } from '~/crypto/semaphore/field';
import { addDays, dayOf, hour, systemClock } from '~/platform/clock';
import { addBareRegister } from '~db/factories/bare-register';
import { addPublishedSignatures } from '~db/factories/many-signatures';
import { addOpenPetition } from '~db/factories/open-petition';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { startTestServer } from '~tests/support/server';
import { processorSeconds } from './processor-time';
import { milliseconds, note, percent, quantile, report } from './report';

/*
 * How much longer the page of a petition takes with a million published signatures than with a thousand: the same server,
 * the same database, requests in turns, so that whatever else this machine does meets both.
 */

const sizes = { few: 1_000, many: 1_000_000 } as const;
type Size = keyof typeof sizes;

const rounds = 40;
const requestsARound = 50;
/** The page's p99 may grow by less than this. */
const aim = 0.1;

interface Measured {
  readonly latencies: number[];
  seconds: number;
}

export async function measurePages(): Promise<void> {
  const database = await createThrowAwayDatabase();
  try {
    await fill(database);
    const server = await startTestServer({ database });
    try {
      const measured = await ask(server.url, server.pid);
      print(measured);
    } finally {
      await server.stop();
    }
  } finally {
    await database.close();
  }
}

const idOf = (size: Size) => `bench-${size}`;

async function fill({ identified, admin }: Awaited<ReturnType<typeof createThrowAwayDatabase>>): Promise<void> {
  const now = new Date(systemClock.now().getTime() - hour);
  const day = dayOf(now);
  const live = sizes.many + 100;
  await addBareRegister(identified, { id: 1, root: asGroupRoot(4_711n), live, published: now });
  for (const size of ['few', 'many'] as const) {
    note(`writing ${String(sizes[size])} signatures`);
    const petitionId = idOf(size);
    await addOpenPetition(identified, { id: petitionId, registerId: 1, day: addDays(day, -60) });
    await addPublishedSignatures(admin, { petitionId, registerId: 1, count: sizes[size], days: 60, day });
  }
}

async function ask(url: string, pid: number): Promise<Record<Size, Measured>> {
  note('asking for both pages in turns');
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const measured: Record<Size, Measured> = { few: { latencies: [], seconds: 0 }, many: { latencies: [], seconds: 0 } };
  const page = async (size: Size) => {
    const start = performance.now();
    await read(agent, `${url}/petitions/${idOf(size)}`);
    return performance.now() - start;
  };
  for (let warm = 0; warm < 2 * requestsARound; warm += 1) await page(warm % 2 === 0 ? 'few' : 'many');
  for (let round = 0; round < rounds; round += 1) {
    for (const size of round % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const)) {
      const start = processorSeconds(pid);
      for (let asked = 0; asked < requestsARound; asked += 1) measured[size].latencies.push(await page(size));
      measured[size].seconds += processorSeconds(pid) - start;
    }
  }
  agent.destroy();
  return measured;
}

async function read(agent: Agent, url: string): Promise<void> {
  const headers = { accept: 'text/html', 'accept-encoding': 'br' };
  const [response] = (await once(get(url, { agent, headers }), 'response')) as [IncomingMessage];
  const body = await buffer(response);
  if (response.statusCode !== 200 || body.length === 0) throw new Error(`${url}: ${String(response.statusCode)}`);
}

function print({ few, many }: Record<Size, Measured>): void {
  const line = (what: string, of: (measured: Measured) => number) => {
    const [one, other] = [of(few), of(many)];
    const growth = other / one - 1;
    return { what, value: `${milliseconds(one)} -> ${milliseconds(other)}  (${growth < 0 ? '' : '+'}${percent(growth)})`, growth }; // prettier-ignore
  };
  const median = line('p50', ({ latencies }) => quantile(latencies, 0.5));
  const slow = line('p99', ({ latencies }) => quantile(latencies, 0.99));
  const processor = line('processor time a page', ({ latencies, seconds }) => (1000 * seconds) / latencies.length);
  report(`Page of a petition with ${String(sizes.few)} and with ${String(sizes.many)} published signatures`, [
    median,
    { ...slow, aim: `< +${percent(aim)}`, met: slow.growth < aim },
    processor,
  ]);
}
