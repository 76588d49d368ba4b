import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { open } from '~/crypto/age/age-file';
import { migrationsFolder } from '~/server/built-files';
import { leftOut } from '~db/backup/backup-tables';
import {
  digestOf,
  manifestText,
  readManifest,
  requireSchema,
  versionOfProgram,
  type Manifest,
} from '~db/backup/manifest';
import { checkFiles, requireEmptyDatabase, restoreBackup } from '~db/backup/restore-backup';
import { writeBackup, type WrittenBackup } from '~db/backup/write-backup';
import { openSql, type Connection } from '~db/database';
import { waitingAction } from '~db/schema/anonymous';
import { account, session } from '~db/schema/identified';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { addPerson } from '~tests/support/people';
import { rowsOfTables, tablesThatTellOfArrival } from '~tests/support/rows-of-tables';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let folder: string;
let identity: string;
let recipient: string;
let backups = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rr-backup-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const nextFolder = () => join(folder, String((backups += 1)));

async function backUp(
  admin: Connection,
  into = nextFolder(),
  onProgress?: () => void,
): Promise<WrittenBackup & { folder: string }> {
  const request = { admin, folder: into, recipients: [recipient], day: '2026-11-23' };
  return { ...(await writeBackup({ ...request, ...(onProgress && { onProgress }) })), folder: into };
}

/** As `npm run restore` does it. */
async function restore(admin: Connection, from: { folder: string; digest: string }, key = identity) {
  const manifest = await readManifest(from.folder, from.digest);
  requireSchema(manifest.schema, versionOfProgram(migrationsFolder));
  await checkFiles(from.folder, manifest);
  return restoreBackup({ admin, folder: from.folder, manifest, identity: key });
}

async function query<T extends object>(admin: Connection, text: string): Promise<T[]> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    return await sql.unsafe<T[]>(text);
  } finally {
    await sql.end();
  }
}

describe('a whole house', () => {
  let signing: SigningHouse;
  let house: TestDatabase;
  let made: WrittenBackup & { folder: string };

  beforeAll(async () => {
    signing = await openSigningHouse();
    house = signing.database;
    const petition = await signing.openPetition();
    for (const person of ['a', 'b', 'c', 'd', 'e', 'f']) await signing.act({ petition, person });
    signing.clock.set('2026-06-10T18:00:00Z');
    await signing.publish();
    for (const person of ['g', 'h', 'i', 'j', 'k', 'l']) await signing.act({ petition, person });
    const { personNumber } = await addPerson(house.identified);
    await house.identified.insert(account).values({ id: 'account', personNumber });
    await house.identified
      .insert(session)
      .values({ idHash: randomBytes(32), accountId: 'account', expiresAt: new Date('2026-12-01') });
    made = await backUp(house.admin);
  });
  afterAll(() => signing.close());

  test('comes back row for row, but for sessions, codes, nonces and tickets', async () => {
    const copy = await createTestDatabase();
    try {
      const ledger = await restore(copy.admin, made);
      const [before, after] = [await rowsOfTables(house.admin), await rowsOfTables(copy.admin)];
      for (const [name, rows] of Object.entries(before))
        expect(after[name], name).toEqual(leftOut.has(name) ? [] : rows);
      expect(before['identified.session']).toHaveLength(1);
      expect(after['anonymous.waiting_action']).toHaveLength(6);
      expect(ledger.entries).toBe(before['published.ledger_entry']?.length);
      expect(ledger.signed).toBe(8);
      expect(await readdir(made.folder)).toEqual(['anonymous.age', 'identified.age', 'manifest.json', 'published.age']);
    } finally {
      await copy.close();
    }
  });

  test('stands in the order of its keys, in one transaction: not in the order in which anything arrived', async () => {
    const copy = await createTestDatabase();
    try {
      await restore(copy.admin, made);
      expect(await tablesThatTellOfArrival(house.admin)).toContain('anonymous.waiting_action');
      expect(await tablesThatTellOfArrival(copy.admin)).toEqual([]);
      // What waits keeps no statistics, restored or not.
      const kept = await query(
        copy.admin,
        "select 1 from pg_stats where schemaname = 'anonymous' and tablename like 'waiting%'",
      );
      expect(kept).toHaveLength(0);
    } finally {
      await copy.close();
    }
  });

  test('is refused by a database that holds anything at all, and nothing is added to it', async () => {
    const copy = await createTestDatabase();
    try {
      await query(
        copy.admin,
        `insert into published.setting (name, value, since_day) values ('criticalMass', '10'::jsonb, '2026-01-01')`,
      );
      await expect(restore(copy.admin, made)).rejects.toMatchObject({ code: 'not-empty' });
      const rows = Object.values(await rowsOfTables(copy.admin)).flat();
      expect(rows).toHaveLength(1);
    } finally {
      await copy.close();
    }
  });

  test('is refused where a file, the manifest or the key is another, and nothing is left of it', async () => {
    const copy = await createTestDatabase();
    const other = await backUp(house.admin);
    const files = new Map<string, Buffer>();
    for (const name of await readdir(made.folder)) files.set(name, await readFile(join(made.folder, name)));
    const change = async (changes: Record<string, Buffer | null>) => {
      const into = nextFolder();
      await mkdir(into);
      for (const [name, bytes] of Object.entries({ ...Object.fromEntries(files), ...changes }))
        if (bytes) await writeFile(join(into, name), bytes);
      return { folder: into, digest: digestOf(await readFile(join(into, 'manifest.json')).catch(() => '')) };
    };
    const manifestWith = (patch: Partial<Manifest>) => Buffer.from(manifestText({ ...made.manifest, ...patch }));
    const file = (name: string) => files.get(name) ?? Buffer.alloc(0);
    const flipped = Buffer.from(file('anonymous.age'));
    flipped[flipped.length >> 1] = (flipped[flipped.length >> 1] ?? 0) ^ 1;
    const describedAs = (wing: string, bytes: Buffer) =>
      manifestWith({
        files: made.manifest.files.map((each) =>
          each.wing === wing ? { ...each, bytes: bytes.length, sha256: digestOf(bytes) } : each,
        ),
      });
    const swapped = await readFile(join(other.folder, 'anonymous.age'));
    try {
      const refused = async (changes: Record<string, Buffer | null>, code: string) => {
        await expect(restore(copy.admin, await change(changes)), code).rejects.toMatchObject({ code });
        await expect(requireEmptyDatabase(copy.admin)).resolves.toBeUndefined();
      };
      await refused({ 'anonymous.age': flipped }, 'wrong-file');
      await refused({ 'anonymous.age': file('anonymous.age').subarray(0, -1) }, 'wrong-file');
      await refused({ 'anonymous.age': null }, 'wrong-file');
      await refused({ 'anonymous.age': file('identified.age') }, 'wrong-file');
      await refused({ 'manifest.json': null }, 'no-manifest');
      // Whoever stores backups can make a manifest for whatever they like: its digest is kept elsewhere.
      await expect(restore(copy.admin, { folder: made.folder, digest: other.digest })).rejects.toMatchObject({
        code: 'wrong-manifest',
      });
      // Even where it was believed: what was sealed for this key by somebody else is still no part of this backup.
      await refused({ 'anonymous.age': flipped, 'manifest.json': describedAs('anonymous', flipped) }, 'damaged');
      await refused({ 'anonymous.age': swapped, 'manifest.json': describedAs('anonymous', swapped) }, 'wrong-file');
      const cut = file('anonymous.age').subarray(0, -8_000);
      await refused({ 'anonymous.age': cut, 'manifest.json': describedAs('anonymous', cut) }, 'damaged');
      const older = { migrations: made.manifest.schema.migrations - 1, digest: digestOf('older') };
      await refused({ 'manifest.json': manifestWith({ schema: older }) }, 'wrong-schema');
      await refused({ 'manifest.json': Buffer.from('{}') }, 'wrong-manifest');
      await expect(restore(copy.admin, made, await generateX25519Identity())).rejects.toMatchObject({
        code: 'not-for-this-key',
      });
      await expect(requireEmptyDatabase(copy.admin)).resolves.toBeUndefined();
    } finally {
      await copy.close();
    }
  });

  test('is not begun into a folder that is there, or for nobody, or for keys of two kinds; no half of it is left', async () => {
    await expect(backUp(house.admin, made.folder)).rejects.toMatchObject({ code: 'folder-exists' });
    await expect(checkFiles(made.folder, made.manifest)).resolves.toBeUndefined();
    const into = nextFolder();
    const request = { admin: house.admin, folder: into, day: '2026-11-23' };
    await expect(writeBackup({ ...request, recipients: [] })).rejects.toMatchObject({ code: 'no-recipients' });
    await expect(writeBackup({ ...request, recipients: [identity] })).rejects.toMatchObject({ code: 'bad-key' });
    await expect(
      writeBackup({ ...request, admin: { ...house.admin, database: 'postgres' }, recipients: [recipient] }),
    ).rejects.toMatchObject({ code: 'no-house' });
    expect(await readdir(folder)).not.toContain(into.split('/').at(-1));
  });
});

describe('the ledger in it', () => {
  const changes = [
    `update published.ledger_entry set bytes = bytes || ' ' where index = 3`,
    `update published.ledger_entry set bytes = bytes || ' ', leaf_hash = sha256('\\x00'::bytea || bytes || ' ') where index = 3`,
    `delete from published.ledger_entry where index = 3`,
    `delete from published.ledger_entry where index > 3`,
    `update published.checkpoint set size = size - 1`,
  ];

  test('is held to every checkpoint: an altered one goes nowhere', async () => {
    const { database, act, openPetition, publish, clock, close } = await openSigningHouse();
    const [altered, copy] = [await createTestDatabase(), await createTestDatabase()];
    try {
      const petition = await openPetition();
      for (const person of ['a', 'b', 'c', 'd', 'e', 'f']) await act({ petition, person });
      clock.set('2026-06-10T18:00:00Z');
      await publish();
      const made = await backUp(database.admin);
      for (const change of changes) {
        await restore(altered.admin, made);
        await query(altered.admin, `begin; set local session_replication_role = replica; ${change}; commit`);
        const lying = await backUp(altered.admin);
        await expect(restore(copy.admin, lying), change).rejects.toMatchObject({ code: 'wrong-ledger' });
        await expect(requireEmptyDatabase(copy.admin)).resolves.toBeUndefined();
        await query(altered.admin, truncateAll(Object.keys(await rowsOfTables(altered.admin))));
      }
      await expect(restore(copy.admin, made)).resolves.toMatchObject({ entries: 8, signed: 8 });
    } finally {
      await altered.close();
      await copy.close();
      await close();
    }
  });
});

describe('one moment', () => {
  test('what is added while it is written is in the next one', async () => {
    const { database, act, openPetition, close } = await openSigningHouse();
    const copy = await createTestDatabase();
    try {
      const petition = await openPetition();
      await act({ petition, person: 'early' });
      const before = await rowsOfTables(database.admin);
      let added: Promise<unknown> | undefined;
      const made = await backUp(database.admin, nextFolder(), () => {
        added ??= act({ petition, person: 'late' });
      });
      await added;
      await restore(copy.admin, made);
      expect(await rowsOfTables(copy.admin)).toEqual(before);
      expect((await rowsOfTables(database.admin))['anonymous.waiting_action']).toHaveLength(2);
    } finally {
      await copy.close();
      await close();
    }
  });

  test('the minute’s rewriting, under way when it begins, leaves no hole in it', async () => {
    const { database, act, openPetition, close } = await openSigningHouse();
    const copy = await createTestDatabase();
    const sql = openSql({ ...database.admin, max: 1 });
    try {
      const petition = await openPetition();
      await act({ petition, person: 'somebody' });
      let made: ReturnType<typeof backUp> | undefined;
      await sql.begin(async (tx) => {
        await tx`create temporary table kept on commit drop as select * from anonymous.waiting_action`;
        await tx`truncate anonymous.waiting_action`;
        await tx`insert into anonymous.waiting_action select * from kept`;
        made = backUp(database.admin);
        made.catch(() => undefined);
        await untilSomebodyWaits(database.admin);
      });
      await restore(copy.admin, (await made) ?? expect.fail());
      expect(await copy.anonymous.select().from(waitingAction)).toHaveLength(1);
    } finally {
      await sql.end();
      await copy.close();
      await close();
    }
  });

  test('what is rewritten is let go of as soon as it is copied', async () => {
    const { database, close } = await openSigningHouse();
    try {
      const held = new Map<string, string[]>();
      const onProgress = async ({ table }: { table: string }) => {
        const locks = await query<{ name: string }>(
          database.admin,
          `select relation::regclass::text as name from pg_locks where mode = 'AccessShareLock'
            and database = (select oid from pg_database where datname = current_database())`,
        );
        const names = locks.map(({ name }) => name);
        held.set(table, names);
      };
      const request = { admin: database.admin, folder: nextFolder(), recipients: [recipient], day: '2026-11-23' };
      await writeBackup({ ...request, onProgress });
      expect(held.get('published.ledger_entry')?.filter((name) => name.startsWith('anonymous.waiting'))).toEqual([]);
      expect([...held.values()].flat()).toContain('anonymous.waiting_action');
    } finally {
      await close();
    }
  });
});

describe('what it says to whoever only stores it', () => {
  test('the same rows give the same bytes, in whatever order they came; the name of the backup is all that differs', async () => {
    const [one, other] = [await createTestDatabase(), await createTestDatabase()];
    try {
      const rows = Array.from({ length: 50 }, (_, place) => ({
        petitionId: `petition-${String(place % 3)}`,
        nullifier: new Uint8Array(32).fill(place),
        n: 0,
        action: 'sign' as const,
        registerId: 1,
        edition: 1,
        proof: new Uint8Array(256),
      }));
      for (const row of rows) await one.anonymous.insert(waitingAction).values(row);
      for (const row of rows.reverse()) await other.anonymous.insert(waitingAction).values(row);
      const plain = await Promise.all(
        [one, other].map(async ({ admin }) => {
          const made = await backUp(admin);
          const bytes = await open(await readFile(join(made.folder, 'anonymous.age')), { identity });
          return Buffer.from(bytes).toString('latin1').replaceAll(made.manifest.backup, '');
        }),
      );
      expect(plain[0]).toBe(plain[1]);
    } finally {
      await one.close();
      await other.close();
    }
  });

  test('neither sizes nor the manifest tell that somebody signed', async () => {
    const { database, act, openPetition, close } = await openSigningHouse();
    try {
      const petition = await openPetition({ criticalMass: 50 });
      const before = await backUp(database.admin);
      for (let person = 0; person < 9; person += 1) await act({ petition, person: String(person) });
      const after = await backUp(database.admin);
      const shown = ({ manifest }: WrittenBackup) => ({
        ...manifest,
        backup: '',
        files: manifest.files.map(({ name, bytes }) => ({ name, bytes })),
      });
      expect(shown(after)).toEqual(shown(before));
    } finally {
      await close();
    }
  });
});

const truncateAll = (names: readonly string[]) =>
  `begin; set local session_replication_role = replica; truncate ${names.join(', ')}; commit`;

/** Until a connection waits for a lock of another. */
async function untilSomebodyWaits(admin: Connection): Promise<void> {
  for (let turn = 0; turn < 2000; turn += 1) {
    const waiting = await query(
      admin,
      `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
    );
    if (waiting.length > 0) return;
  }
  throw new Error('nobody waits');
}
