import { readFile, rename, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { audit } from '~/audit/audit';
import type { AuditInput, AuditOptions, AuditProgress } from '~/audit/audit-input';
import { readAuditState } from '~/audit/audit-state';
import { describeProgress, describeReport } from '~/audit/describe-report';
import type { AuditReport, AuditState } from '~/audit/report';
import { httpSource } from '~/audit/source';
import { VERIFICATION_KEYS } from '~/crypto/semaphore/verification-keys';
import { createVerificationPool, MAX_BATCH, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import { serveVerification } from '~/crypto/semaphore/verification-serving';
import type { VerificationKey } from '~/crypto/semaphore/verifier';

/*
 * `npm run audit -- ADDRESS`, and audit.mjs: checks everything that a house publishes, from its address alone. The file starts
 * itself once more for each thread that verifies proofs.
 */

const usage = `Usage: audit ADDRESS [options]

  ADDRESS             where the house is: https://petitions.company.example
  --state FILE        remembers which proofs were verified: the next audit goes on from there
  --json              the report as JSON on standard output
  --key VKEY          the ledger's key as you know it from elsewhere
  --witness VKEY      a witness that must have cosigned; may be given again
  --checkpoint FILE   a checkpoint that you kept; may be given again
  --receipt FILE      a signature receipt; may be given again
  --filing FILE       a proof of filing; may be given again
  --threads N         threads that verify proofs (default: one a core)
  --quiet             no progress

Ends with 0: all checks passed. 1: fraud was found. 2: not everything could be checked, or nothing.
`;

const exitCodes: Readonly<Record<AuditReport['verdict'], number>> = { passed: 0, fraud: 1, incomplete: 2 };
const couldNot = 2;

/** How often the state is kept while it goes on: so much is done twice at most. */
const keepEveryProofs = 2_000;

interface Wanted {
  readonly address: string;
  readonly options: AuditOptions;
  readonly stateFile: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly threads: number;
  readonly testKey: VerificationKey | null;
}

class ArgumentsError extends Error {}

if (isMainThread) {
  try {
    process.exitCode = await main(await readArguments());
  } catch (error) {
    if (!(error instanceof ArgumentsError)) throw error;
    process.stderr.write(`${error.message}\n\n${usage}`);
    process.exitCode = couldNot;
  }
} else if (parentPort) {
  await serveVerification(parentPort, workerData as VerificationKey);
}

async function main(wanted: Wanted): Promise<number> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const verification = startVerification(wanted);
  const keeper = stateKeeper(wanted.stateFile);
  const show = progressLine(wanted.quiet);
  try {
    const report = await audit({
      source: httpSource(wanted.address, { signal: stop.signal }),
      ...{ verifyProofs: verification.verify, batches: 2 * wanted.threads, options: wanted.options },
      resume: await keeper.read(),
      onProgress(progress) {
        show(progress);
        keeper.offer(progress);
      },
      signal: stop.signal,
    });
    show(null);
    if (report.state) await keeper.keep(report.state);
    if (wanted.testKey)
      process.stderr.write('Proofs were verified with a test key: this says nothing about a real house.\n');
    process.stdout.write(wanted.json ? `${JSON.stringify(report, null, 2)}\n` : describeReport(report));
    return exitCodes[report.verdict];
  } catch (error) {
    if (!stop.signal.aborted) throw error;
    show(null);
    await keeper.flush();
    process.stderr.write(wanted.stateFile ? 'Stopped. The same command goes on from here.\n' : 'Stopped.\n');
    return couldNot;
  } finally {
    await verification.close();
  }
}

function startVerification({ threads, testKey }: Wanted) {
  const pools = new Map<number, VerificationPool>();
  const poolFor = (depth: number): VerificationPool => {
    const key = testKey ?? VERIFICATION_KEYS[depth === 20 ? 20 : 17];
    const pool =
      pools.get(depth) ?? createVerificationPool({ threadUrl: new URL(import.meta.url), key, threads, maxQueued: 64 * threads * MAX_BATCH }); // prettier-ignore
    pools.set(depth, pool);
    return pool;
  };
  const verify: AuditInput['verifyProofs'] = (batch) =>
    Promise.all(batch.map(async (proof) => (await poolFor(proof.depth).verify(proof)) === 'valid'));
  return { verify, close: () => Promise.all([...pools.values()].map((pool) => pool.close())) };
}

/** Keeps the state in a file, one write at a time, whole or not at all. */
function stateKeeper(file: string | undefined) {
  let last: AuditState | null = null;
  let kept = 0;
  let writing = Promise.resolve();
  const keep = async (state: AuditState): Promise<void> => {
    if (file === undefined) return;
    await writeFile(`${file}.new`, `${JSON.stringify(state)}\n`);
    await rename(`${file}.new`, file);
  };
  return {
    async read(): Promise<AuditState | null> {
      if (file === undefined) return null;
      try {
        const state = readAuditState(await readFile(file, 'utf8'));
        if (!state) throw new ArgumentsError(`${file} is no state of an audit.`);
        return state;
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      }
    },
    offer({ state, proofs }: AuditProgress): void {
      last = state ?? last;
      if (!last || proofs.verified < kept + keepEveryProofs) return;
      kept = proofs.verified;
      const reached = last;
      writing = writing.then(() => keep(reached));
    },
    keep: async (state: AuditState) => {
      await writing;
      await keep(state);
    },
    async flush() {
      await writing;
      if (last) await keep(last);
    },
  };
}

/** A line that is written over on a terminal; elsewhere one line for each stage. */
function progressLine(quiet: boolean): (progress: AuditProgress | null) => void {
  let stage = '';
  let shown = '';
  return (progress) => {
    if (quiet) return;
    if (process.stderr.isTTY) {
      const line = progress && progress.stage !== 'done' ? describeProgress(progress) : '';
      if (line !== shown) process.stderr.write(`\r\u001b[K${line}`);
      shown = line;
    } else if (progress && progress.stage !== stage && progress.stage !== 'done') {
      ({ stage } = progress);
      process.stderr.write(`${describeProgress(progress)}\n`);
    }
  };
}

async function readArguments(): Promise<Wanted> {
  const { values, positionals } = parse();
  const [address, ...others] = positionals;
  if (address === undefined || others.length > 0 || !/^https?:\/\/[^/]/.test(address)) {
    throw new ArgumentsError('Whose house? Give one address, with http:// or https://.');
  }
  const threads = Number(values.threads ?? availableParallelism());
  if (!Number.isInteger(threads) || threads < 1 || threads > 256) throw new ArgumentsError('Threads are 1 to 256.');
  const testKeyFile = values['test-verification-key'];
  return {
    ...{ address, threads, stateFile: values.state, json: values.json === true, quiet: values.quiet === true },
    options: {
      keys: values.key ?? [],
      witnesses: values.witness ?? [],
      checkpoints: await readAll(values.checkpoint),
      receipts: await readAll(values.receipt),
      filings: await readAll(values.filing),
    },
    testKey: testKeyFile === undefined ? null : (JSON.parse(await readOne(testKeyFile)) as VerificationKey),
  };
}

function parse() {
  const one = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const many = { type: 'string', multiple: true } as const;
  const options = {
    ...{ state: one, threads: one, key: many, witness: many, checkpoint: many, receipt: many, filing: many },
    ...{ json: flag, quiet: flag },
    // Not in the usage: whoever knows such a key's trapdoor can prove anything. The report says so.
    'test-verification-key': one,
  } as const;
  try {
    return parseArgs({ allowPositionals: true, options });
  } catch (error) {
    throw new ArgumentsError(error instanceof Error ? error.message : 'Not understood.');
  }
}

function readAll(files: readonly string[] = []): Promise<string[]> {
  return Promise.all(files.map(readOne));
}

async function readOne(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new ArgumentsError(`${file} cannot be read: ${error instanceof Error ? error.message : ''}`);
  }
}
