import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import type { ISql } from 'postgres';
import { z } from 'zod';
import { wings } from '../database';
import { BackupError } from './backup-error';

export const manifestName = 'manifest.json';

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** Which migrations made the tables: how many, and a digest of all of them in their order. */
const schemaVersion = z.strictObject({ migrations: z.number().int().positive(), digest });
export type SchemaVersion = z.infer<typeof schemaVersion>;

/**
 * What anybody may read of a backup: which files there are, and that they are these. Nothing that is not public
 * otherwise, so no numbers of rows: some of them would tell what waits under a critical mass.
 */
const manifest = z.strictObject({
  format: z.literal('round-robin/backup/v1'),
  /** Random name, in every file too: files of two backups do not mix. */
  backup: z.string().regex(/^[0-9a-f]{32}$/),
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  schema: schemaVersion,
  /** The newest checkpoint of the ledger in it, as it was signed; null before the first. */
  checkpoint: z.string().nullable(),
  files: z
    .array(
      z.strictObject({ wing: z.enum(wings), name: z.string(), bytes: z.number().int().positive(), sha256: digest }),
    )
    .length(wings.length)
    .refine((files) => files.every(({ wing, name }) => name === fileName(wing)))
    .refine((files) => new Set(files.map(({ wing }) => wing)).size === wings.length),
});
export type Manifest = z.infer<typeof manifest>;

export function fileName(wing: (typeof wings)[number]): string {
  return `${wing}.age`;
}

export function manifestText(value: Manifest): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Hexadecimal SHA-256, as `sha256sum` gives it. */
export function digestOf(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Reads a manifest that whoever made the backup stands for: anybody who knows the recipient can make files for it.
 * @param expected its SHA-256, kept apart from the backup
 * @throws BackupError `no-manifest`, `wrong-manifest`
 */
export async function readManifest(folder: string, expected: string): Promise<Manifest> {
  const bytes = await readFile(join(folder, manifestName)).catch(() => {
    throw new BackupError('no-manifest', `there is no ${manifestName} in ${folder}: this is no finished backup`);
  });
  const found = digestOf(bytes);
  if (found !== expected.toLowerCase())
    throw new BackupError('wrong-manifest', `the manifest has the SHA-256 ${found}, not the one that was asked for`);
  try {
    return manifest.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    throw new BackupError('wrong-manifest', 'the manifest is not one of this version');
  }
}

/** What was applied to a database. @throws BackupError `no-house` where nothing was */
export async function versionOfDatabase(sql: ISql): Promise<SchemaVersion> {
  const [found] = await sql<{ there: boolean }[]>`select to_regclass('migrations.applied') is not null as there`;
  if (!found?.there) throw new BackupError('no-house', 'this database holds no Round Robin');
  const rows = await sql<{ hash: string }[]>`select hash from migrations.applied order by created_at, id`;
  return versionOf(rows.map(({ hash }) => hash));
}

/** What this program applies. */
export function versionOfProgram(migrationsFolder: string): SchemaVersion {
  return versionOf(readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash));
}

/** @throws BackupError `wrong-schema` */
export function requireSchema(ofBackup: SchemaVersion, here: SchemaVersion): void {
  if (ofBackup.digest === here.digest) return;
  throw new BackupError(
    'wrong-schema',
    `the backup has ${String(ofBackup.migrations)} migrations and this version ${String(here.migrations)}, or others: ` +
      'restore it with the version of the program that made it, then upgrade',
  );
}

function versionOf(hashes: readonly string[]): SchemaVersion {
  return { migrations: hashes.length, digest: digestOf(hashes.join('\n')) };
}
