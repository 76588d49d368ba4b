import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { sql } from 'drizzle-orm';
import { dayOf, systemClock } from '~/platform/clock';
import { readManifest } from '~db/backup/manifest';
import { checkFiles, restoreBackup } from '~db/backup/restore-backup';
import { writeBackup } from '~db/backup/write-backup';
import { openSql, type Connection } from '~db/database';
import { addEnrolledPeople } from '~db/factories/many-people';
import { addPublishedSignatures } from '~db/factories/many-signatures';
import { addAcceptedPetition } from '~db/factories/open-petition';
import { createThrowAwayDatabase, type ThrowAwayDatabase } from '~db/factories/throw-away-database';
import { milliseconds, note, report } from '~tests/bench/report';
import { startTestServer } from '~tests/support/server';

const people = 100_000;
const signatures = 200_000;
const waiting = 5_000;
/** How much memory may grow while it runs, however much there is to back up. */
const mostMegabytes = 200;

/**
 * Backs up and restores the house of 100,000 employees: their register as a publication opened it, 200,000 published acts with
 * their entries, some that wait. Throws unless the copy has the same rows.
 */
export async function backUpLargeHouse(): Promise<void> {
  const house = await createThrowAwayDatabase({ durable: true });
  const copy = await createThrowAwayDatabase({ durable: true });
  const folder = await mkdtemp(join(tmpdir(), 'rr-heavy-backup-'));
  try {
    await fill(house);
    const identity = await generateHybridIdentity();
    const recipients = [await identityToRecipient(identity)];
    const into = join(folder, 'backup');
    note('backing up');
    const written = await measured(() => writeBackup({ admin: house.admin, folder: into, recipients, day: today() }));
    note('checking and restoring');
    const manifest = await readManifest(into, written.result.digest);
    const checked = await measured(() => checkFiles(into, manifest));
    const restored = await measured(() => restoreBackup({ admin: copy.admin, folder: into, manifest, identity }));
    const [before, after] = [await digest(house.admin), await digest(copy.admin)];
    if (before !== after) throw new Error('the copy has other rows');
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const memory = Math.max(written.megabytes, restored.megabytes);
    report(`Backup of a house of ${String(people)} employees`, [
      { what: 'size of its three files', value: `${(bytes / 1e6).toFixed(0)} MB` },
      { what: 'backing up', value: milliseconds(written.took) },
      { what: 'comparing the files with the manifest', value: milliseconds(checked.took) },
      {
        what: `restoring, ${String(restored.result.entries)} entries of the ledger included`,
        value: milliseconds(restored.took),
      },
      {
        what: 'memory that either took more',
        value: `${memory.toFixed(0)} MB`,
        aim: `<= ${String(mostMegabytes)} MB`,
        met: memory <= mostMegabytes,
      },
    ]);
    if (memory > mostMegabytes) throw new Error('memory grows with the house');
  } finally {
    await house.close();
    await copy.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const today = () => dayOf(systemClock.now());

async function fill(house: ThrowAwayDatabase): Promise<void> {
  note(`enrolling ${String(people)} people and opening their register`);
  await addEnrolledPeople(house.identified, { count: people, day: today() });
  await addAcceptedPetition(house.identified, { id: 'petition', day: today() });
  const server = await startTestServer({ database: house });
  try {
    await untilOpen(server.url);
  } finally {
    await server.stop();
  }
  note(`adding ${String(signatures)} signatures, their entries, and ${String(waiting)} that wait`);
  const petitionId = 'petition';
  await addPublishedSignatures(house.admin, { petitionId, registerId: 1, count: signatures, days: 20, day: today() });
  await house.anonymous.execute(sql`
    insert into anonymous.waiting_action (petition_id, nullifier, n, action, register_id, edition, proof)
    select ${petitionId}, sha256(('waits ' || i)::bytea), 0, 'sign', 1, 1, decode(repeat('07', 256), 'hex')
    from generate_series(1, ${waiting}::int) as i`);
  const admin = openSql({ ...house.admin, max: 1 });
  try {
    await admin`
      with at as (select coalesce(max(index), -1) as last from published.ledger_entry),
        made as (
          select row_number() over (order by nullifier) as place,
            convert_to(json_build_object('day', day, 'edition', 1, 'kind', 'signature', 'n', 0, 'nullifier',
              encode(nullifier, 'hex'), 'petition', petition_id, 'proof', encode(sha256(proof), 'hex'), 'register', 1, 'v', 1)::text, 'UTF8') as bytes
          from published.signature)
      insert into published.ledger_entry (index, bytes, leaf_hash)
      select last + place, bytes, sha256('\\x00'::bytea || bytes) from made, at`;
  } finally {
    await admin.end();
  }
}

async function untilOpen(url: string): Promise<void> {
  for (;;) {
    const edition = await fetch(`${url}/registers/1/editions/latest`);
    await edition.arrayBuffer();
    if (edition.ok) return;
    await new Promise((done) => setTimeout(done, 200));
  }
}

async function measured<T>(work: () => Promise<T>): Promise<{ result: T; took: number; megabytes: number }> {
  const before = process.memoryUsage().rss;
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
  const start = performance.now();
  try {
    const result = await work();
    return { result, took: performance.now() - start, megabytes: (most - before) / 1e6 };
  } finally {
    clearInterval(watch);
  }
}

/** One number over the rows that matter, whatever order they are in. */
async function digest(admin: Connection): Promise<string> {
  const client = openSql({ ...admin, max: 1 });
  try {
    const names = ['identified.person', 'identified.enrolment', 'identified.register_place', 'published.register_node'];
    const more = [
      'published.signature',
      'published.ledger_entry',
      'published.register_file',
      'anonymous.waiting_action',
    ];
    const found: string[] = [];
    for (const name of [...names, ...more]) {
      const [row] = await client.unsafe<{ digest: string }[]>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0) as digest from ${name} t`,
      );
      found.push(`${name} ${row?.digest ?? ''}`);
    }
    return found.join('\n');
  } finally {
    await client.end();
  }
}
