import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { ledgerEntry } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { familySeconds, parentOf } from '~tests/bench/processor-time';
import { milliseconds, note, quantile, report } from '~tests/bench/report';

const entries = 1_000_000;
const aTransaction = 5_000;
/** Transactions in a tenth. */
const tenth = entries / aTransaction / 10;
/** How much more the last tenth may cost than the first. */
const aim = 1.2;

/** Appends 1,000,000 signature entries. Throws unless the ledger is dense. */
export async function appendManyEntries(): Promise<void> {
  const database = await createThrowAwayDatabase({ durable: true });
  try {
    note(`appending ${String(entries)} entries`);
    const postmaster = parentOf(await backendOf(database.anonymous));
    const times: number[] = [];
    const marks = [familySeconds(postmaster)];
    for (let start = 0; start < entries; start += aTransaction) {
      const batch = Array.from({ length: aTransaction }, (_, index) => entry(start + index));
      const began = performance.now();
      await inTransaction(database.anonymous, (tx) => appendEntries(tx, batch));
      times.push(performance.now() - began);
      if (times.length % tenth === 0) marks.push(familySeconds(postmaster));
    }
    const size = await database.published.$count(ledgerEntry);
    if (size !== entries) throw new Error(`the ledger has ${String(size)} of ${String(entries)} entries`);
    const each = (part: readonly number[]) => (1000 * quantile(part, 0.5)) / aTransaction;
    const [first, last] = [each(times.slice(0, tenth)), each(times.slice(-tenth))];
    const spent = marks.slice(1).map((mark, index) => mark - (marks[index] ?? 0));
    const ratio = (spent.at(-1) ?? 0) / (spent[0] ?? 0);
    report(`A ledger of ${String(entries)} entries`, [
      { what: 'append one, in the first tenth', value: `${first.toFixed(0)} µs` },
      { what: 'append one, in the last tenth', value: `${last.toFixed(0)} µs` },
      { what: 'last over first, on the wall clock', value: (last / first).toFixed(2) },
      {
        what: 'last over first, in processor time',
        value: ratio.toFixed(2),
        aim: `<= ${String(aim)}`,
        met: ratio <= aim,
      },
      { what: 'all together', value: milliseconds(times.reduce((sum, time) => sum + time, 0)) },
    ]);
  } finally {
    await database.close();
  }
}

async function backendOf(db: AnonymousDatabase): Promise<number> {
  const [row] = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return row?.pid ?? 0;
}

function entry(number: number): LedgerEntry {
  const hash = createHash('sha256').update(String(number)).digest('hex');
  const act = { petition: 'heavy', nullifier: hash, n: 0, register: 1, edition: 1, proof: hash, day: '2026-01-01' };
  return { v: 1, kind: 'signature', ...act };
}
