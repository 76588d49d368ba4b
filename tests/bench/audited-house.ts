import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { toHex } from '~/crypto/hash';
import { asGroupRoot, asNullifier, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof, ProofPoints } from '~/crypto/semaphore/proof';
import { petitionScope, petitionTextDigest, reduce, signMessage } from '~/crypto/semaphore/statement';
import type { AuditReport } from '~/audit/report';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { addEnrolledPeople } from '~db/factories/many-people';
import { addAcceptedPetition, factoryText } from '~db/factories/open-petition';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { waitingAction } from '~db/schema/anonymous';
import { edition, figure, moderationAct } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { startTestServer, testOrganisation, type TestServer } from '~tests/support/server';
import { createSimulator, type Simulator } from '~tests/support/simulated-proofs';
import { note } from './report';

/*
 * A house to audit: the real server over a database, a register that it opened, and so many signatures that it published, each
 * with a proof of a test key.
 */

const petition = 'audited';
const aBatch = 1_000;
const opened = '2026-06-10T17:00:00Z';
const published = '2026-06-10T18:00:30Z';

export interface AuditedHouse {
  readonly server: TestServer;
  /** Proofs as an auditor verifies them, for what verifying alone takes. */
  readonly proofs: readonly ParsedProof[];
  readonly simulator: Simulator;
  readonly keyFile: string;
  readonly close: () => Promise<void>;
}

/** @param count of people, each of whom signs */
export async function openAuditedHouse(count: number): Promise<AuditedHouse> {
  const database = await createThrowAwayDatabase({ durable: true });
  const folder = await mkdtemp(join(tmpdir(), 'rr-audited-'));
  const simulator = await createSimulator();
  const keyFile = join(folder, 'key.json');
  await writeFile(keyFile, JSON.stringify(simulator.key));
  const [day] = opened.split('T') as [string];
  note(`enrolling ${String(count)} people`);
  await addEnrolledPeople(database.identified, { count, day });
  await inTransaction(database.identified, (tx) =>
    appendEntry(tx, { v: 1, kind: 'roster-change', joined: count, left: 0, size: count, day }),
  );
  await addAcceptedPetition(database.identified, { id: petition, day });
  await accept(database, day);
  note('the server opens their register');
  const variables = { TEST_VERIFICATION_KEY_FILE: keyFile };
  const server = await startTestServer({ database, clock: opened, variables });
  const close = async () => {
    await server.stop();
    await database.close();
    await rm(folder, { recursive: true });
  };
  try {
    await until(async () => (await fetch(`${server.url}/registers/1/editions/latest`)).ok);
    note(`signing, with ${String(count)} simulated proofs`);
    const proofs = await sign(database, simulator, count);
    note('publishing');
    await server.setClock(published);
    await until(async () => (await signers(database)) === count);
    return { server, proofs, simulator, keyFile, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The decision that an auditor looks for before a petition opens. */
async function accept({ identified }: ThrowAwayDatabase, day: string): Promise<void> {
  const decision = { number: 1, act: 'accept', moderatorName: 'Mo Moderator', day } as const;
  const reason = { reasonCode: 'meets-the-rules', reasonText: '' };
  await identified.insert(moderationAct).values({ petitionId: petition, ...decision, ...reason });
  await inTransaction(identified, (tx) =>
    appendEntry(tx, {
      ...{ v: 1, kind: 'moderation', petition, number: 1, act: 'accept', text: toHex(petitionTextDigest(factoryText)) },
      ...{ reason: reason.reasonCode, words: '', moderator: decision.moderatorName, day },
    }),
  );
}

/** Acts wait as if they had been accepted: what accepting them costs is measured elsewhere. */
async function sign(database: ThrowAwayDatabase, simulator: Simulator, count: number): Promise<ParsedProof[]> {
  const [first] = await database.published.select().from(edition);
  if (!first) throw new Error('there is no edition');
  const root = asGroupRoot(fromBytes32(first.groupRoot));
  const scope = reduce(petitionScope(testOrganisation, petition));
  const message = reduce(signMessage(petitionTextDigest(factoryText), 'sign', 0));
  const proofs: ParsedProof[] = [];
  for (let start = 0; start < count; start += aBatch) {
    const rows = Array.from({ length: Math.min(aBatch, count - start) }, (_, place) => {
      const nullifier = asNullifier(BigInt(start + place + 1) * 1_000_003n);
      const { points } = simulator.prove({ depth: 17, root, nullifier, scope, message });
      const numbers = points.map(BigInt) as unknown as ProofPoints<bigint>;
      if (proofs.length < 40 * 32) proofs.push({ depth: 17, root, nullifier, scope, message, points: numbers });
      const proof = Buffer.concat(numbers.map(toBytes32));
      return { nullifier: toBytes32(nullifier), proof };
    });
    const act = { petitionId: petition, n: 0, action: 'sign', registerId: 1, edition: 1 } as const;
    await database.anonymous.insert(waitingAction).values(rows.map((row) => ({ ...act, ...row })));
  }
  return proofs;
}

async function signers({ published: db }: ThrowAwayDatabase): Promise<number> {
  const rows = await db.select({ signers: figure.signers }).from(figure);
  return rows.reduce((most, row) => Math.max(most, row.signers), 0);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  const end = performance.now() + 600_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error('it did not come about within ten minutes');
    await wait(200);
  }
}

export interface MeasuredAudit {
  readonly report: AuditReport;
  /** Seconds on the wall clock, from the start of the program to its end. */
  readonly wall: number;
  /** Processor seconds of the program, all its threads. */
  readonly processor: number;
}

/** Runs the auditor's one file as somebody else would, and measures it. Throws where it does not end in a report. */
export async function runAudit(
  { server, keyFile }: AuditedHouse,
  more: readonly string[] = [],
): Promise<MeasuredAudit> {
  const program = ['build/client/client-tools/audit.mjs', server.url, '--json', '--quiet'];
  const began = performance.now();
  const { output, seconds } = await new Promise<{ output: string; seconds: number }>((resolve, reject) => {
    const script = 'const t = () => { const { user, system } = process.cpuUsage(); process.stderr.write(`cpu ${(user + system) / 1e6}\\n`); }; process.on("exit", t);'; // prettier-ignore
    const watch = `data:text/javascript,${encodeURIComponent(`import { isMainThread } from 'node:worker_threads'; if (isMainThread) { ${script} }`)}`; // prettier-ignore
    const argumentsOf = ['--import', watch, ...program, '--test-verification-key', keyFile, ...more];
    execFile(process.execPath, argumentsOf, { maxBuffer: 100_000_000 }, (error, stdout, stderr) => {
      const [, cpu] = /^cpu ([0-9.]+)$/m.exec(stderr) ?? [];
      if (cpu === undefined || stdout === '') reject(error ?? new Error(stderr));
      else resolve({ output: stdout, seconds: Number(cpu) });
    });
  });
  return { report: JSON.parse(output) as AuditReport, wall: (performance.now() - began) / 1000, processor: seconds };
}
