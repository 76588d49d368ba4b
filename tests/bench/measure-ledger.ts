import { randomBytes } from 'node:crypto';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair } from '~/crypto/tlog/note';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { tileBytes } from '~/features/published/ledger/ledger-files.queries.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { productionSettings } from '~/platform/settings';
import { openSql } from '~db/database';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { publication } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { milliseconds, note, quantile, report } from './report';

/*
 * How much longer an entry, a checkpoint and a tile take with a large ledger than with a small one. The smallest of many
 * runs is compared: whatever else this machine does only ever adds.
 */

/** Both leave the last tile above the leaves about as full: rewriting its row is part of what is measured. */
const [small, large] = [40_000, 500_000];
const rounds = 15;
const aRound = 256;
const aim = 1.5;

const settings = productionSettings({ organisation: 'bench', organisationName: 'Bench', timeZone: 'UTC' });
const signer = nodeNoteSigner(noteKeyPair('bench/ledger', randomBytes(32)).skey);

interface Measured {
  readonly append: number;
  readonly checkpoint: number;
  readonly tile: number;
}

export async function measureLedger(): Promise<void> {
  const database = await createThrowAwayDatabase({ durable: true });
  try {
    const measured: Measured[] = [];
    for (const size of [small, large]) {
      note(`a ledger of ${String(size)} entries`);
      await fill(database, size);
      await publish(database);
      measured.push(await measure(database, size));
    }
    const [first, then] = measured;
    if (!first || !then) return;
    const line = (what: string, of: keyof Measured) => {
      const ratio = then[of] / first[of];
      const value = `${milliseconds(first[of])}, ${milliseconds(then[of])}: ${ratio.toFixed(2)}`;
      return { what, value, aim: `<= ${String(aim)} times`, met: ratio <= aim };
    };
    report(`A ledger of ${String(small)} entries, then ${String(large)}; best of ${String(rounds)}`, [
      line(`append ${String(aRound)} entries`, 'append'),
      line('checkpoint over them, with tiles', 'checkpoint'),
      line('serve a full tile of leaves', 'tile'),
    ]);
  } finally {
    await database.close();
  }
}

async function measure(database: ThrowAwayDatabase, size: number): Promise<Measured> {
  const [append, checkpoint, tile]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round += 1) {
    const batch = Array.from({ length: aRound }, (_, place) => entry(size + aRound * round + place));
    append.push(await timed(() => inTransaction(database.anonymous, (tx) => appendEntries(tx, batch))));
    checkpoint.push(await timed(() => publish(database)));
    const number = Math.floor(((size / aRound) * round) / rounds);
    tile.push(await timed(() => tileBytes(database.published, { level: 0, number, width: 256 })));
  }
  const best = (times: readonly number[]) => quantile(times, 0);
  return { append: best(append), checkpoint: best(checkpoint), tile: best(tile) };
}

let publications = 0;

async function publish({ identified, published }: ThrowAwayDatabase): Promise<void> {
  const number = (publications += 1);
  const slot = new Date(Date.UTC(2026, 0, number, 18));
  const day = slot.toISOString().slice(0, 10);
  await identified.insert(publication).values({ number, slot, day, editionsDone: true, signaturesDone: true });
  await signCheckpoint({ db: published, checkpointSigner: signer, settings }, { publication: number });
}

/** As `append_entry` would, one by one: this is not what is measured. */
async function fill({ admin }: ThrowAwayDatabase, size: number): Promise<void> {
  const owner = openSql({ ...admin, max: 1 });
  try {
    await owner`insert into published.ledger_entry (index, bytes, leaf_hash)
      select i, int8send(i), sha256('\\x00'::bytea || int8send(i))
      from generate_series((select coalesce(max(index) + 1, 0) from published.ledger_entry), ${size - 1}::bigint) as i`;
    await owner`analyze published.ledger_entry`;
  } finally {
    await owner.end();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function entry(value: number): LedgerEntry {
  return { v: 1, kind: 'setting', name: 'bench', value, day: '2026-01-01' };
}
