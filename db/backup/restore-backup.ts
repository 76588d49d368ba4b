import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ISql, TransactionSql } from 'postgres';
import { openStream } from '~/crypto/age/age-file';
import { streamFrom } from '~/crypto/byte-stream';
import { openSql, type Connection } from '../database';
import { BackupError } from './backup-error';
import { leftOut, nameOf, quoted, tablesOf, type BackupTable } from './backup-tables';
import { requireSchema, versionOfDatabase, type Manifest } from './manifest';
import { checkRestoredLedger, type RestoredLedger } from './restored-ledger';
import { readWingFile, type ReadTable } from './wing-file';

/** How far it is: bytes over all files. */
export interface RestoreProgress {
  readonly step: 'checking' | 'restoring' | 'checking the ledger' | 'rewriting';
  readonly what: string;
  readonly done: number;
  readonly total: number;
}
type OnProgress = (progress: RestoreProgress) => void;

export interface RestoreRequest {
  /** A login that may become `owner`, to a database that this program has migrated and nobody has used. */
  readonly admin: Connection;
  readonly folder: string;
  /** As `readManifest` gave it. */
  readonly manifest: Manifest;
  /** Secret key of age. */
  readonly identity: string;
  readonly onProgress?: OnProgress;
}

type File = Manifest['files'][number];

/**
 * Compares every file with its manifest. Reads all of them; writes nothing.
 * @throws BackupError `wrong-file`
 */
export async function checkFiles(folder: string, manifest: Manifest, onProgress?: OnProgress): Promise<void> {
  const total = sizeOf(manifest.files);
  let done = 0;
  for (const file of manifest.files) {
    onProgress?.({ step: 'checking', what: file.name, done, total });
    for await (const piece of bytesOfFile(folder, file)) done += piece.length;
  }
}

/** @throws BackupError `not-empty` where any table of ours holds a row. Tables that are not there hold none. */
async function requireEmpty(sql: ISql): Promise<void> {
  for (const table of await tablesOf(sql)) {
    const [row] = await sql.unsafe(`select 1 from ${quoted(table)} limit 1`);
    if (row)
      throw new BackupError(
        'not-empty',
        `${nameOf(table)} holds something: a backup is restored into an empty database`,
      );
  }
}

/** As {@link requireEmpty}, over a connection of its own. @throws BackupError `not-empty` */
export async function requireEmptyDatabase(admin: Connection): Promise<void> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    await requireEmpty(sql);
  } finally {
    await sql.end({ timeout: 0 });
  }
}

/**
 * Puts everything back by one transaction, in the order of keys, holds the ledger to its checkpoints, and commits only then.
 * Afterwards every table is rewritten frozen and its statistics are made, those excepted that keep none.
 * @throws BackupError `not-empty`, `wrong-schema`, `wrong-file`, `wrong-rows`, `wrong-ledger`; AgeError where a file does not
 *   open; what the database says. Nothing has changed then
 */
export async function restoreBackup(request: RestoreRequest): Promise<RestoredLedger> {
  const sql = openSql({ ...request.admin, max: 1 });
  try {
    const [tables, ledger] = await sql.begin(async (tx) => {
      await tx`set local role owner`;
      const all = await tablesOf(tx);
      await tx.unsafe(`lock table ${all.map(quoted).join(', ')} in access exclusive mode`);
      await requireEmpty(tx);
      requireSchema(request.manifest.schema, await versionOfDatabase(tx));
      await loadAll(tx, request, all);
      request.onProgress?.({ step: 'checking the ledger', what: 'published.ledger_entry', done: 0, total: 1 });
      return [all, await checkRestoredLedger(tx)] as const;
    });
    await settle(sql, tables, request.onProgress);
    return ledger;
  } finally {
    await sql.end({ timeout: 0 });
  }
}

async function loadAll(tx: TransactionSql, request: RestoreRequest, all: readonly BackupTable[]): Promise<void> {
  const { folder, manifest, identity, onProgress } = request;
  const waiting = new Map(all.filter((table) => !leftOut.has(nameOf(table))).map((table) => [nameOf(table), table]));
  const total = sizeOf(manifest.files);
  let before = 0;
  for (const file of manifest.files) {
    let read = 0;
    const source = bytesOfFile(folder, file, (bytes) => (read = bytes));
    const { header, tables } = await readWingFile(await openStream(streamFrom(source), { identity }));
    if (header.backup !== manifest.backup || header.wing !== file.wing)
      throw new BackupError('wrong-file', `${file.name} belongs to another backup or another wing`);
    for await (const found of tables) {
      const table = waiting.get(found.table);
      if (table?.wing !== file.wing || table.columns.join() !== found.columns.join())
        throw new BackupError('wrong-file', `${file.name} holds a table that this version does not have`);
      waiting.delete(found.table);
      onProgress?.({ step: 'restoring', what: found.table, done: before + read, total });
      await load(tx, table, found);
    }
    before += file.bytes;
  }
  const [missing] = waiting.keys();
  if (missing !== undefined) throw new BackupError('wrong-file', `the backup does not hold ${missing}`);
}

async function load(tx: TransactionSql, table: BackupTable, found: ReadTable): Promise<void> {
  const columns = table.columns.map((column) => `"${column}"`).join(', ');
  const target = await tx.unsafe(`copy ${quoted(table)} (${columns}) from stdin (format binary)`).writable();
  await pipeline(Readable.from(found.pieces, { objectMode: false }), target);
  const [counted] = await tx.unsafe<{ rows: string }[]>(`select count(*) as rows from ${quoted(table)}`);
  if (Number(counted?.rows) !== found.rows())
    throw new BackupError('wrong-rows', `${found.table} should have ${String(found.rows())} rows`);
}

/**
 * Everything came by one transaction, so no row is older than another; frozen, none shows even that. Statistics are made now and
 * not by whoever happens to write first; columns of what waits keep none (migrations 0005 and later).
 */
async function settle(sql: ISql, tables: readonly BackupTable[], onProgress?: OnProgress): Promise<void> {
  await sql`set role owner`;
  for (const [done, table] of tables.entries()) {
    onProgress?.({ step: 'rewriting', what: nameOf(table), done, total: tables.length });
    await sql.unsafe(`vacuum (freeze, analyze) ${quoted(table)}`);
  }
  await sql`reset role`;
}

/** A file's bytes; fails at its end unless they are those of the manifest. */
async function* bytesOfFile(
  folder: string,
  { name, bytes, sha256 }: File,
  onRead?: (bytes: number) => void,
): AsyncGenerator<Uint8Array, void, undefined> {
  const hash = createHash('sha256');
  let read = 0;
  try {
    for await (const piece of createReadStream(join(folder, name), { highWaterMark: 1024 * 1024 })) {
      const part = piece as Uint8Array;
      hash.update(part);
      read += part.length;
      if (read > bytes) break;
      onRead?.(read);
      yield part;
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new BackupError('wrong-file', `there is no ${name}`);
    throw error;
  }
  if (read !== bytes || hash.digest('hex') !== sha256)
    throw new BackupError('wrong-file', `${name} is not the file that the manifest names`);
}

function sizeOf(files: readonly File[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
