import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toHex } from '~/crypto/hash';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import { nodeNoteSigner } from '~/crypto/tlog/node-signer';
import { noteKeyPair } from '~/crypto/tlog/note';
import { appendEntries } from '~/features/published/ledger/append-entry.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { readPack, writePack } from '~/features/published/pack/petition-pack.server';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { createPress } from '~/features/published/sharing/press.server';
import { productionSettings } from '~/platform/settings';
import { openSql } from '~db/database';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { edition, petition, publication, register } from '~db/schema/published';
import { inTransaction } from '~db/transaction';
import { milliseconds, note, report } from '~tests/bench/report';
import { checkCount, unzip } from '~tests/support/packed-petition';

const signatures = 1_000_000;
/** MiB that writing a pack may take beside what the process has, however many signatures there are. */
const aim = 128;
const day = '2026-06-10';
const id = 'p'.padEnd(26, 'a');
const text = { title: 'A petition that everybody signs', demands: ['Count them all.'], background: '' };
const settings = productionSettings({ organisation: 'heavy', organisationName: 'Heavy', timeZone: 'UTC' });
const key = noteKeyPair('heavy/ledger', randomBytes(32));

/**
 * Writes the pack of a petition with 1,000,000 signatures, and lets the program in it count them. Throws unless it finds them all,
 * every proof's bytes and the ranges of the ledger as they should be.
 */
export async function packMillionSignatures(): Promise<void> {
  const database = await createThrowAwayDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'rr-heavy-pack-'));
  try {
    note(`${String(signatures)} signatures, made in the database`);
    await sign(database);
    note('signing the ledger');
    const signing = await timed(() => signCheckpoint({ db: database.published, checkpointSigner: nodeNoteSigner(key.skey), settings }, { publication: 1 })); // prettier-ignore
    note('writing the pack');
    const deps = { db: database.published, settings, publicUrl: 'https://robin.example', press: createPress() };
    const pack = await readPack(deps, id);
    if (pack?.facts.signers !== signatures) throw new Error('the petition is not counted');
    // Type, the first connection and the like are no work of a large pack.
    await deps.press.print({ kind: 'document', facts: pack.facts });
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20);
    const file = join(folder, 'pack.zip');
    const writing = await timed(async () => pipeline(await writePack(deps, pack), createWriteStream(file)));
    clearInterval(watch);
    const { size } = await stat(file);
    const more = (peak - before) / 2 ** 20;
    note('counting again, with the program in it');
    let said = '';
    const counting = await timed(async () => {
      ({ said } = await checkCount(unzip(await readFile(file))));
    });
    if (!said.includes(`${String(signatures)} keys acted; ${String(signatures)} of them sign.`)) throw new Error(said);
    report(`The pack of a petition with ${String(signatures)} signatures`, [
      { what: 'written', value: milliseconds(writing) },
      { what: 'its size', value: `${(size / 2 ** 20).toFixed(0)} MiB` },
      { what: 'memory beside what the process had', value: `${more.toFixed(0)} MiB`, aim: `< ${String(aim)} MiB`, met: more < aim },
      { what: 'unpacked and counted again by the program in it', value: milliseconds(counting) },
      { what: 'signing the ledger of so many entries', value: milliseconds(signing) },
    ]); // prettier-ignore
    if (more >= aim) throw new Error('a pack takes more memory than it may');
  } finally {
    await database.close();
    await rm(folder, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** A petition and its register as their rows and entries have them; then the signatures, in the order of their nullifiers. */
async function sign(database: ThrowAwayDatabase): Promise<void> {
  const { identified: db } = database;
  const facts = {
    ...{ registerId: 1, number: 1, publication: 1, day, size: signatures, live: signatures, rosterSize: signatures },
    ...{ groupRoot: Buffer.alloc(32, 1), tiles: [], upperFile: '0'.repeat(64), unitsFile: '0'.repeat(64) },
  };
  await inTransaction(db, async (tx) => {
    const slot = new Date(`${day}T18:00:00Z`);
    await tx.insert(publication).values({ number: 1, slot, day, editionsDone: true, signaturesDone: true });
    await tx.insert(register).values({ id: 1, depth: 20, openedDay: day, nextLeaf: signatures });
    await tx.insert(edition).values(facts);
    const textDigest = petitionTextDigest(text);
    const terms = { criticalMass: 0, threshold: signatures, responseDays: 30 };
    await tx.insert(petition).values({
      ...{ id, state: 'open', ...text, textDigest, organizerName: 'Olga Organizer', submittedDay: day, openedDay: day },
      ...{ closesDay: '2026-07-10', registerId: 1, ...terms },
    });
    await appendEntries(tx, [
      editionEntry(facts),
      {
        ...{ v: 1, kind: 'petition-opened', petition: id, text: toHex(textDigest), register: 1, closes: '2026-07-10' },
        ...{ criticalMass: 0, threshold: signatures, day },
      },
    ]);
  });
  const sql = openSql({ ...database.admin, max: 1 });
  try {
    await sql.unsafe(`
      insert into published.signature (petition_id, nullifier, n, action, register_id, edition, proof, day)
      select '${id}', sha256(i::text::bytea), 0, 'sign', 1, 1,
        (select string_agg(sha256((i::text || '/' || k::text)::bytea), ''::bytea order by k) from generate_series(1, 8) k), '${day}'
      from generate_series(1, ${String(signatures)}) i`);
    await sql.unsafe(`
      insert into published.ledger_entry (index, bytes, leaf_hash)
      select 1 + row_number() over (order by nullifier), bytes, sha256('\\x00'::bytea || bytes)
      from (select nullifier, convert_to(format(
        '{"day":"%s","edition":1,"kind":"signature","n":0,"nullifier":"%s","petition":"%s","proof":"%s","register":1,"v":1}',
        day, encode(nullifier, 'hex'), petition_id, encode(sha256(proof), 'hex')), 'utf8') as bytes from published.signature) entries`);
    await sql.unsafe(`insert into published.signature_range (petition_id, publication, first, entries, day) values ('${id}', 1, 2, ${String(signatures)}, '${day}')`); // prettier-ignore
    await sql`insert into ${sql('published.tally')} ${sql({ petition_id: id, signers: signatures, publication: 1 })}`;
    await sql.unsafe('analyze');
  } finally {
    await sql.end();
  }
}
