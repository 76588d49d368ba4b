import { dayOf, systemClock } from '~/platform/clock';
import { editionDocument } from '~/features/published/registers/edition-document';
import { addEnrolledPeople } from '~db/factories/many-people';
import { addAcceptedPetition } from '~db/factories/open-petition';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { milliseconds, note, quantile, report } from '~tests/bench/report';
import { startTestServer } from '~tests/support/server';

const people = 100_000;
const every = 20;

/**
 * The real server opens a register of 100,000 keys in its thread and goes on answering meanwhile. Throws unless the
 * register has them all and the petition that waited for it is open.
 */
export async function openLargeRegister(): Promise<void> {
  const database = await createThrowAwayDatabase({ durable: true });
  const day = dayOf(systemClock.now());
  note(`enrolling ${String(people)} people`);
  await addEnrolledPeople(database.identified, { count: people, day });
  await addAcceptedPetition(database.identified, { id: 'waiting', day });
  const server = await startTestServer({ database });
  try {
    note('opening their register');
    const start = performance.now();
    const { live, latencies } = await askUntilOpen(server.url);
    const took = performance.now() - start;
    if (live !== people) throw new Error(`the register has ${String(live)} of ${String(people)} keys`);
    const page = await fetch(`${server.url}/petitions/waiting/sign`);
    if (!page.ok || !(await page.text()).includes('I have read it')) throw new Error('the petition is not open');
    report(`A register of ${String(people)} keys, opened while the server answers`, [
      { what: 'from the start of the server to its checkpoint', value: milliseconds(took) },
      { what: 'pages answered meanwhile', value: String(latencies.length) },
      { what: 'answered within, p50', value: milliseconds(quantile(latencies, 0.5)) },
      { what: 'answered within, p99', value: milliseconds(quantile(latencies, 0.99)) },
      { what: 'answered within, slowest', value: milliseconds(Math.max(...latencies)) },
    ]);
  } finally {
    await server.stop();
    await database.close();
  }
}

/** Asks for a page again and again, as a reader would, until the register's first edition counts. */
async function askUntilOpen(url: string): Promise<{ live: number; latencies: readonly number[] }> {
  const latencies: number[] = [];
  for (;;) {
    const start = performance.now();
    const page = await fetch(`${url}/safety`);
    await page.arrayBuffer();
    latencies.push(performance.now() - start);
    if (!page.ok) throw new Error(`a page was answered with ${String(page.status)}`);
    const edition = await fetch(`${url}/registers/1/editions/latest`);
    if (edition.ok) return { live: editionDocument.parse(await edition.json()).live, latencies };
    await edition.arrayBuffer();
    await new Promise((resolve) => setTimeout(resolve, every));
  }
}
