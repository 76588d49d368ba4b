import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { decodeEntry, entryLeaf } from '~/crypto/tlog/entry';
import { readEntryBundle } from '~/crypto/tlog/entry-bundle';
import { openTree } from '~/crypto/tlog/ledger-tree';
import { verifyConsistency } from '~/crypto/tlog/merkle';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair, noteVerifier } from '~/crypto/tlog/note';
import { tileWidth } from '~/crypto/tlog/tile-path';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import {
  checkpointsFrom,
  tileBytes,
  witnessedCheckpoint,
} from '~/features/published/ledger/ledger-files.queries.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { productionSettings } from '~/platform/settings';
import type { Database } from '~db/database';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { familySeconds, parentOf, processorSeconds } from '~tests/bench/processor-time';
import { milliseconds, note, quantile, report } from '~tests/bench/report';

const entries = 1_000_000;
const aTransaction = 5_000;
/** Transactions, each published, in a tenth. */
const tenth = entries / aTransaction / 10;
/** How much more the last tenth may cost than the first. */
const aim = 1.2;

const settings = productionSettings({ organisation: 'heavy', organisationName: 'Heavy', timeZone: 'UTC' });
const key = noteKeyPair('heavy/ledger', randomBytes(32));

/**
 * Appends 1,000,000 signature entries, with a checkpoint and its tiles after every 5,000. Throws unless the last checkpoint
 * continues the others and every entry leads to it by its tiles.
 */
export async function appendManyEntries(): Promise<void> {
  const database = await createThrowAwayDatabase({ durable: true });
  try {
    note(`appending ${String(entries)} entries, a checkpoint for every ${String(aTransaction)}`);
    const postmaster = parentOf(await backendOf(database.anonymous));
    const [appended, signed]: [number[], number[]] = [[], []];
    const marks = [[familySeconds(postmaster), processorSeconds(process.pid)]];
    for (let start = 0; start < entries; start += aTransaction) {
      const batch = Array.from({ length: aTransaction }, (_, index) => entry(start + index));
      appended.push(await timed(() => inTransaction(database.anonymous, (tx) => appendEntries(tx, batch))));
      signed.push(await timed(() => publish(database, start / aTransaction + 1)));
      if (signed.length % tenth === 0) marks.push([familySeconds(postmaster), processorSeconds(process.pid)]);
    }
    const each = (part: readonly number[]) => (1000 * quantile(part, 0.5)) / aTransaction;
    const tenths = (of: 0 | 1) => marks.slice(1).map((mark, at) => (mark[of] ?? 0) - (marks[at]?.[of] ?? 0));
    const ratios = [tenths(0), tenths(1)].map((spent) => (spent.at(-1) ?? 0) / (spent[0] ?? 0));
    note('reading it again by its tiles');
    const checked = await timed(() => check(database.published));
    report(`A ledger of ${String(entries)} entries, ${String(signed.length)} checkpoints`, [
      ...figures('append one', appended, each),
      ...figures('checkpoint, per entry', signed, each),
      ...['the database', 'this process'].map((who, of) => ({
        what: `last tenth over first, processor time of ${who}`,
        value: (ratios[of] ?? Number.NaN).toFixed(2),
        aim: `<= ${String(aim)}`,
        met: (ratios[of] ?? Number.NaN) <= aim,
      })),
      { what: 'a whole checkpoint, median', value: milliseconds(quantile(signed, 0.5)) },
      { what: 'all appended and signed', value: milliseconds([...appended, ...signed].reduce((a, b) => a + b, 0)) },
      { what: 'every entry and checkpoint traced to the last root', value: milliseconds(checked) },
    ]);
  } finally {
    await database.close();
  }
}

function figures(what: string, times: readonly number[], each: (part: readonly number[]) => number) {
  const [first, last] = [each(times.slice(0, tenth)), each(times.slice(-tenth))];
  return [
    { what: `${what}, in the first tenth`, value: `${first.toFixed(0)} µs` },
    { what: `${what}, in the last tenth`, value: `${last.toFixed(0)} µs` },
  ];
}

async function publish({ identified, published }: ThrowAwayDatabase, number: number): Promise<void> {
  const slot = new Date(Date.UTC(2026, 0, number, 18));
  const day = slot.toISOString().slice(0, 10);
  await identified.insert(publication).values({ number, slot, day, editionsDone: true, signaturesDone: true });
  const deps = { db: published, checkpointSigner: nodeNoteSigner(key.skey), settings };
  await signCheckpoint(deps, { publication: number });
}

/** As an auditor would: nothing but what the routes give out. */
async function check(db: Database): Promise<void> {
  const verifier = noteVerifier(key.vkey);
  const { size, root } = openCheckpoint((await witnessedCheckpoint(db)) ?? '', verifier);
  // The first key is an entry too.
  if (size !== entries + 1) throw new Error(`the ledger has ${String(size)} entries`);
  const read = async (level: number | 'entries', number: number, width: number) => {
    const bytes = await tileBytes(db, { level, number, width });
    if (!bytes) throw new Error(`there is no tile ${String(level)}/${String(number)}`);
    return bytes;
  };
  const tree = openTree({ size, root, tile: read });
  let signatures = 0;
  for (let number = 0; 256 * number < size; number += 1) {
    const width = tileWidth('entries', number, size);
    const bundle = readEntryBundle(await read('entries', number, width));
    const leaves = await tree.leaves(256 * number, width);
    for (const [place, bytes] of bundle.entries()) {
      if (!Buffer.from(entryLeaf(bytes)).equals(leaves[place] ?? Buffer.alloc(0))) throw new Error('another entry');
      if (decodeEntry(bytes).kind === 'signature') signatures += 1;
    }
  }
  if (signatures !== entries) throw new Error(`${String(signatures)} signatures`);
  for (const { note: signed } of await checkpointsFrom(db, 0)) {
    const { size: fromSize, root: fromRoot } = openCheckpoint(signed, verifier);
    const proof = await tree.consistency(fromSize);
    verifyConsistency({ fromSize, fromRoot, toSize: size, toRoot: root, proof });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function backendOf(db: Database): Promise<number> {
  const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
}

function entry(number: number): LedgerEntry {
  const hash = createHash('sha256').update(String(number)).digest('hex');
  const act = { petition: 'heavy', nullifier: hash, n: 0, register: 1, edition: 1, proof: hash, day: '2026-01-01' };
  return { v: 1, kind: 'signature', ...act };
}
