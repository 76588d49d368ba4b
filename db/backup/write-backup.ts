import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReservedSql } from 'postgres';
import { sealStream } from '~/crypto/age/age-file';
import { piecesOf, streamFrom } from '~/crypto/byte-stream';
import { openSql, wings, type Connection, type Wing } from '../database';
import { BackupError } from './backup-error';
import { leftOut, nameOf, quoted, tablesOf, type BackupTable } from './backup-tables';
import { digestOf, fileName, manifestName, manifestText, versionOfDatabase, type Manifest } from './manifest';
import { writeWingFile, type WrittenTable } from './wing-file';

/** How far it is: rows over all tables. */
export interface BackupProgress {
  readonly table: string;
  readonly done: number;
  readonly total: number;
}

export interface BackupRequest {
  /** A login that may become `owner`: the superuser, or whoever migrates. */
  readonly admin: Connection;
  /** Made by this; must not exist. */
  readonly folder: string;
  /** Of age: `age1pq1…`, or `age1…`; all of one kind. */
  readonly recipients: readonly string[];
  readonly day: string;
  /** Waited for, whatever it answers. */
  readonly onProgress?: (progress: BackupProgress) => unknown;
}

export interface WrittenBackup {
  readonly manifest: Manifest;
  /** SHA-256 of the manifest: to be kept apart from it. */
  readonly digest: string;
}

/**
 * Writes one encrypted file a wing and their manifest, all of one moment, while the house goes on. Rows stand in the order of
 * their keys, so that a backup says no more of arrival than the rows themselves. Memory is bounded.
 * @throws BackupError `folder-exists`, `no-house`, `no-key-column`; AgeError for the recipients; what the database or the disk say.
 *   Whatever was written is removed then
 */
export async function writeBackup(request: BackupRequest): Promise<WrittenBackup> {
  await makeFolder(request.folder);
  const sql = openSql({ ...request.admin, max: 2 });
  try {
    const moment = await openMoment(await sql.reserve(), await sql.reserve());
    const manifest = await writeAll(moment, request);
    const text = manifestText(manifest);
    // Last, so that a folder with a manifest is whole.
    await writeFile(join(request.folder, manifestName), text, { mode: 0o600, flag: 'wx', flush: true });
    return { manifest, digest: digestOf(text) };
  } catch (error) {
    await rm(request.folder, { recursive: true, force: true });
    throw error;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { mode: 0o700 }).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw new BackupError('folder-exists', `${folder} exists already; every backup has a folder of its own`);
    throw error;
  });
}

/** Two connections that see the same moment. */
interface Moment {
  readonly tables: readonly BackupTable[];
  /** Holds what is rewritten while it stands. Closed as soon as that is copied: whoever rewrites it waits until then. */
  readonly rewritten: ReservedSql;
  readonly rest: ReservedSql;
}

async function openMoment(rewritten: ReservedSql, rest: ReservedSql): Promise<Moment> {
  await versionOfDatabase(rest);
  const tables = (await tablesOf(rest)).filter((table) => !leftOut.has(nameOf(table)));
  await rewritten`begin isolation level repeatable read read only`;
  await rewritten`set local role owner`;
  // Before anything is read: whoever reads a table that was truncated after the moment finds it empty.
  await rewritten.unsafe(
    `lock table ${tables
      .filter((table) => table.isRewritten)
      .map(quoted)
      .join(', ')} in access share mode`,
  );
  const [exported] = await rewritten<{ name: string }[]>`select pg_export_snapshot() as name`;
  await rest`begin isolation level repeatable read read only`;
  // PostgreSQL's own word, such as 00000003-0000001B-1: it takes no parameter here.
  await rest.unsafe(`set transaction snapshot '${exported?.name ?? ''}'`);
  await rest`set local role owner`;
  return { tables, rewritten, rest };
}

async function writeAll(moment: Moment, request: BackupRequest): Promise<Manifest> {
  const { rest, tables } = moment;
  const backup = randomBytes(16).toString('hex');
  const rows = new Map<BackupTable, number>();
  for (const table of tables) rows.set(table, await countRows(connectionFor(moment, table), table));
  const [newest] = await rest<{ note: string }[]>`select note from published.checkpoint order by size desc limit 1`;
  const copied = copier(moment, rows, request.onProgress);
  const files: Manifest['files'] = [];
  // Who signs waits for nobody: what may hold up the minute's rewriting comes first and is let go.
  for (const wing of [...wings].sort()) {
    const plain = writeWingFile({ format: 'round-robin/backup-wing/v1', backup, wing }, copied(wing));
    files.push({ wing, ...(await writeEncrypted(request, wing, streamFrom(plain))) });
  }
  return {
    format: 'round-robin/backup/v1',
    backup,
    day: request.day,
    schema: await versionOfDatabase(rest),
    checkpoint: newest?.note ?? null,
    files,
  };
}

function copier(moment: Moment, rows: ReadonlyMap<BackupTable, number>, onProgress: BackupRequest['onProgress']) {
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  let done = 0;
  return async function* (wing: Wing): AsyncGenerator<WrittenTable, void, undefined> {
    const ofWing = moment.tables.filter((table) => table.wing === wing);
    const rewritten = ofWing.filter(({ isRewritten }) => isRewritten);
    const others = ofWing.filter(({ isRewritten }) => !isRewritten);
    for (const table of [...rewritten, ...others]) {
      if (table === others[0] && rewritten.length > 0) await moment.rewritten`commit`;
      const count = rows.get(table) ?? 0;
      await onProgress?.({ table: nameOf(table), done, total });
      yield { table: nameOf(table), columns: table.columns, pieces: copyOut(moment, table), rows: () => count };
      done += count;
    }
  };
}

function connectionFor(moment: Moment, { isRewritten }: BackupTable): ReservedSql {
  return isRewritten ? moment.rewritten : moment.rest;
}

async function countRows(sql: ReservedSql, table: BackupTable): Promise<number> {
  const [counted] = await sql.unsafe<{ rows: string }[]>(`select count(*) as rows from ${quoted(table)}`);
  return Number(counted?.rows ?? 0);
}

async function* copyOut(moment: Moment, table: BackupTable): AsyncGenerator<Uint8Array, void, undefined> {
  const columns = table.columns.map((column) => `"${column}"`).join(', ');
  const copy = `copy (select ${columns} from ${quoted(table)} order by ${table.order}) to stdout (format binary)`;
  const rows = await connectionFor(moment, table).unsafe(copy).readable();
  for await (const piece of rows) yield piece as Uint8Array;
  // The driver stops its socket while the stream is full, and nothing starts it again where the end had arrived already.
  rows._read(0);
}

async function writeEncrypted(
  { folder, recipients }: BackupRequest,
  wing: Wing,
  plain: ReadableStream<Uint8Array>,
): Promise<{ name: string; bytes: number; sha256: string }> {
  const name = fileName(wing);
  const sealed = await sealStream(plain, recipients);
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(join(folder, name), 'wx', 0o600);
  try {
    for await (const piece of piecesOf(sealed, 1024 * 1024)) {
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { name, bytes, sha256: hash.digest('hex') };
}
