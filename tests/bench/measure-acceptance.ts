import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, request, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { asGroupRoot, asNullifier } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { parseProof, type ParsedProof } from '~/crypto/semaphore/proof';
import { loadProver } from '~/crypto/semaphore/prover';
import { petitionScope, petitionTextDigest, reduce, signMessage } from '~/crypto/semaphore/statement';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import { MAX_BATCH } from '~/crypto/semaphore/verification-pool';
import { createVerifier } from '~/crypto/semaphore/verifier';
import { dayOf, systemClock } from '~/platform/clock';
import { addBareRegister } from '~db/factories/bare-register';
import { addOpenPetition, factoryText } from '~db/factories/open-petition';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import { waitingAction } from '~db/schema/anonymous';
import { endStockThreads, toSemaphoreProof } from '~tests/oracle/stock';
import { provingFiles } from '~tests/support/proving-files';
import { startTestServer, testOrganisation } from '~tests/support/server';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';
import { familySeconds, parentOf, threadSeconds } from './processor-time';
import { note, percent, perSecond, report } from './report';

/*
 * How many signatures a second of one core accepts over HTTP: the real server process, on a database with fsync, with
 * simulated proofs of a test key. Beside it, in the same run, the bare batched verifier on such proofs, and the stock
 * library on a real one. All in processor time of what is measured, as the load comes from this machine too.
 */

const petitionId = 'bench';
const root = asGroupRoot(987_654_321n);
const signatures = 8_000;
const connections = 512;

/** What the design asks for: the rest may cost a quarter of what verifying costs. */
const aim = 0.8;

export async function measureAcceptance(): Promise<void> {
  const simulator = await createSimulator();
  note(`making ${String(signatures)} simulated proofs`);
  const proofs = Array.from({ length: signatures }, (_, index) => simulate(simulator, index));
  const before = await bareRate(simulator, proofs);
  const accepted = await acceptedRates(simulator, proofs);
  const bare = Math.max(before, await bareRate(simulator, proofs));
  const stock = await stockRate();
  const ratio = accepted.server / bare;
  report('Accepted signatures, per second of processor time', [
    { what: 'stock verifyProof', value: perSecond(stock) },
    { what: `bare verifier, batches of ${String(MAX_BATCH)}`, value: perSecond(bare) },
    { what: 'bare verifier over stock', value: `${(bare / stock).toFixed(1)} x` },
    { what: 'accepted over HTTP, the server process', value: perSecond(accepted.server) },
    { what: 'accepted over bare verifier', value: percent(ratio), aim: `>= ${percent(aim)}`, met: ratio >= aim },
    { what: 'the same, with PostgreSQL', value: perSecond(accepted.withDatabase) },
    { what: 'the same, of the verifying thread alone', value: perSecond(accepted.verifying) },
    { what: 'on the wall clock, both cores shared with the load', value: perSecond(accepted.wall) },
    { what: 'a signature costs the server', value: `${(1000 / accepted.server).toFixed(2)} ms` },
    { what: '  of which verifying it', value: `${(1000 / accepted.verifying).toFixed(2)} ms` },
    { what: '  of which taking, keeping and answering it', value: `${(1000 / accepted.answering).toFixed(2)} ms` },
  ]);
}

function simulate(simulator: Simulator, index: number): ParsedProof {
  const scope = reduce(petitionScope(testOrganisation, petitionId));
  const message = reduce(signMessage(petitionTextDigest(factoryText), 'sign', 0));
  const wire = simulator.prove({ depth: 17, root, nullifier: asNullifier(BigInt(index + 1)), scope, message });
  return parseProof(wire, 17);
}

/** Proofs verified a second of this process's time. */
async function bareRate({ key }: Simulator, proofs: readonly ParsedProof[]): Promise<number> {
  note('verifying alone');
  const verifier = await createVerifier(key);
  const sample = proofs.slice(0, 40 * MAX_BATCH);
  verifier.verifyBatch(sample.slice(0, MAX_BATCH));
  const seconds = await secondsOf(() => {
    for (let start = 0; start < sample.length; start += MAX_BATCH) {
      const refused = verifier.verifyBatch(sample.slice(start, start + MAX_BATCH)).some((refusal) => refusal !== null);
      if (refused) throw new Error('a simulated proof was refused');
    }
  });
  return sample.length / seconds;
}

async function stockRate(): Promise<number> {
  note('verifying with the stock library');
  const { verifyProof } = await import('~tests/oracle/stock-verifier');
  const identity = identityFromEntropy(new Uint8Array(16).fill(7));
  const tree = new PoseidonTree(17);
  tree.setLeaves([[5, identity.commitment]]);
  const scope = petitionScope('bench', petitionId);
  const message = signMessage(petitionTextDigest(factoryText), 'sign', 0);
  const prover = await loadProver(17, provingFiles(17));
  const wire = await prover.prove({ identity, path: tree.pathFor(5), scope, message });
  const proof = toSemaphoreProof(wire, scope, message);
  await verifyProof(proof);
  const times = 60;
  const seconds = await secondsOf(async () => {
    for (let time = 0; time < times; time += 1) {
      if (!(await verifyProof(proof))) throw new Error('the stock library refused a proof');
    }
  });
  await endStockThreads();
  return times / seconds;
}

async function acceptedRates(simulator: Simulator, proofs: readonly ParsedProof[]) {
  note('accepting over HTTP');
  const database = await createThrowAwayDatabase({ durable: true });
  const folder = await mkdtemp(join(tmpdir(), 'rr-bench-'));
  const keyFile = join(folder, 'key.json');
  await writeFile(keyFile, JSON.stringify(simulator.key));
  const now = systemClock.now();
  await addBareRegister(database.identified, { id: 1, root, live: signatures, published: now });
  await addOpenPetition(database.identified, { id: petitionId, registerId: 1, day: dayOf(now) });
  const server = await startTestServer({ database, variables: { TEST_VERIFICATION_KEY_FILE: keyFile } });
  const postmaster = parentOf(await backendOf(database));
  try {
    const bodies = proofs.map(bodyOf);
    const warm = bodies.slice(0, signatures / 4);
    await post(server.url, warm);
    const [start, startAll] = [threadSeconds(server.pid), familySeconds(postmaster)];
    const clock = performance.now();
    const rest = bodies.slice(warm.length);
    await post(server.url, rest);
    const wall = (performance.now() - clock) / 1000;
    const threads = threadSeconds(server.pid).map((seconds, thread) => seconds - (start[thread] ?? 0));
    const own = threads.reduce((sum, seconds) => sum + seconds, 0);
    const databaseSeconds = familySeconds(postmaster) - startAll;
    const kept = await database.anonymous.$count(waitingAction);
    if (kept !== signatures) throw new Error(`${String(kept)} of ${String(signatures)} signatures were kept`);
    const rate = (seconds: number) => rest.length / seconds;
    // Whoever verifies is busiest by far; answering is the first thread's work.
    return {
      server: rate(own),
      verifying: rate(Math.max(...threads)),
      answering: rate(threads[0] ?? 0),
      withDatabase: rate(own + databaseSeconds),
      wall: rate(wall),
    };
  } finally {
    await server.stop();
    await database.close();
    await rm(folder, { recursive: true });
  }
}

async function backendOf({ anonymous }: Awaited<ReturnType<typeof createThrowAwayDatabase>>): Promise<number> {
  const [row] = await anonymous.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
}

function bodyOf(proof: ParsedProof): Buffer {
  const { nullifier, points } = proof;
  const act = { petition: petitionId, register: 1, edition: 1, action: 'sign', n: 0, depth: 17, root: root.toString() };
  return Buffer.from(JSON.stringify({ v: 1, ...act, nullifier: nullifier.toString(), points: points.map(String) }));
}

/** Posts them all over so many connections that stay open, as from behind a proxy. Throws unless each is accepted. */
async function post(url: string, bodies: readonly Buffer[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const waiting = bodies.values();
  const worker = async () => {
    for (const body of waiting) {
      const headers = { 'content-type': 'application/json', 'content-length': body.length };
      const sent = request(`${url}/unseen/signatures`, { method: 'POST', agent, headers });
      sent.end(body);
      const [response] = (await once(sent, 'response')) as [IncomingMessage];
      const answer = await json(response);
      if (response.statusCode !== 200) throw new Error(`${String(response.statusCode)} ${JSON.stringify(answer)}`);
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
}

async function secondsOf(work: () => void | Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}
