import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { asGroupRoot } from '~/crypto/semaphore/field';
import { hour } from '~/platform/clock';
import { addBareRegister } from '~db/factories/bare-register';
import { addManyPetitions } from '~db/factories/many-petitions';
import { addPublishedSignatures, addSignaturesToMany } from '~db/factories/many-signatures';
import { addOpenPetition } from '~db/factories/open-petition';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { watchMemory } from '~tests/bench/page-process';
import { residentMegabytes } from '~tests/bench/processor-time';
import { milliseconds, note, quantile, report, type Figure } from '~tests/bench/report';
import { startTestServer } from '~tests/support/server';
import { enterInLedger } from './heavy-organizing-ledger';

const petitions = 10_000;
const signatures = 1_000_000;
/** Half of the signatures are one petition’s, the rest are a thousand others’. */
const largest = 'heavy-largest';
const others = 1_000;
const requests = 40;

/** What people and programs ask for most, over HTTP. */
const addresses: readonly (readonly [what: string, path: string])[] = [
  ['home page', '/'],
  ['list of open petitions', '/petitions'],
  ['list, deep', '/petitions?show=all&at=after_2024-06-01_p8'],
  ['list, awaiting longest', '/petitions?show=awaiting'],
  ['list of a unit', '/petitions?show=all&unit=Acme+%2F+Division+3'],
  ['search, one match', '/petitions?q=r420'],
  ['search, in a thirtieth', '/petitions?q=keystrokes'],
  ['search, in every text', '/petitions?q=leadership+colleagues'],
  [`page of a petition with ${String(signatures / 2)} signatures`, `/petitions/${largest}`],
  ['interface: list', '/api/v1/petitions?show=all&size=20'],
  ['interface: search', '/api/v1/petitions?q=keystrokes'],
  ['interface: that petition', `/api/v1/petitions/${largest}`],
  ['interface: its history', `/api/v1/petitions/${largest}/history`],
  ['interface: statistics', '/api/v1/statistics'],
];

/** 10,000 petitions and 1,000,000 signatures, served by the built server. Throws where something is not answered. */
export async function servePetitionsAndSignatures(day: string): Promise<void> {
  const database = await createThrowAwayDatabase();
  try {
    await fill(database, day);
    note('entering the largest in the ledger');
    const key = await enterInLedger(database, { petition: largest, signatures: signatures / 2, day });
    const variables = { CHECKPOINT_KEY_FILE: key.path };
    const server = await startTestServer({ database, variables, clock: `${day}T12:00:00Z` });
    try {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const lines: Figure[] = [];
      for (const [what, path] of addresses) lines.push({ what, value: await timesOf(agent, server.url + path) });
      agent.destroy();
      report(`${String(petitions)} petitions and ${String(signatures)} signatures: p50 and p99 of a request`, lines);
      report('The largest petition as files', [
        ...(await exported(server, 'nullifiers')),
        ...(await exported(server, 'pack.zip')),
      ]);
    } finally {
      await server.stop();
      await key.remove();
    }
  } finally {
    await database.close();
  }
}

async function fill({ identified, admin }: ThrowAwayDatabase, day: string): Promise<void> {
  note(`writing ${String(petitions)} petitions and ${String(signatures)} signatures`);
  const published = new Date(new Date(`${day}T12:00:00Z`).getTime() - hour);
  const file = '0'.repeat(64);
  await addBareRegister(identified, { id: 1, root: asGroupRoot(4_711n), live: signatures, published, file });
  await addManyPetitions(admin, { count: petitions - 1, day });
  await addOpenPetition(identified, { id: largest, registerId: 1, day });
  await addPublishedSignatures(admin, { petitionId: largest, registerId: 1, count: signatures / 2, days: 60, day });
  await addSignaturesToMany(admin, { petitions: others, each: signatures / 2 / others, day });
}

async function timesOf(agent: Agent, url: string): Promise<string> {
  const times: number[] = [];
  for (let asked = -5; asked < requests; asked += 1) {
    const start = performance.now();
    await bytesOf(await ask(agent, url));
    if (asked >= 0) times.push(performance.now() - start);
  }
  return `${milliseconds(quantile(times, 0.5))}, ${milliseconds(quantile(times, 0.99))}`;
}

/** A file of the largest petition, as it is streamed, and what the server held meanwhile beside what it had. */
async function exported(
  { url, pid }: { readonly url: string; readonly pid: number },
  file: 'nullifiers' | 'pack.zip',
): Promise<Figure[]> {
  note(`asking for ${file}`);
  const before = residentMegabytes(pid);
  const memory = watchMemory(pid);
  const start = performance.now();
  const bytes = await ask(undefined, `${url}/petitions/${largest}/${file}`)
    .then(bytesOf)
    .catch((error: unknown) => {
      memory.end();
      throw error;
    });
  const [time, most] = [performance.now() - start, memory.end()];
  return [
    { what: file, value: `${(bytes / 1e6).toFixed(1)} MB in ${milliseconds(time)}` },
    { what: 'memory of the server meanwhile', value: `+ ${(most - before).toFixed(0)} MB` },
  ];
}

async function ask(agent: Agent | undefined, url: string): Promise<IncomingMessage> {
  const headers = { 'accept-encoding': 'br' };
  const [response] = (await once(get(url, { ...(agent && { agent }), headers }), 'response')) as [IncomingMessage];
  if (response.statusCode !== 200) throw new Error(`${url}: ${String(response.statusCode)}`);
  return response;
}

async function bytesOf(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) bytes += chunk.length;
  return bytes;
}
