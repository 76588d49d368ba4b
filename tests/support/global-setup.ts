import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openSql, type Connection } from '~db/database';
import { startEmbeddedPostgres } from '~db/embedded';
import { templateDatabase } from './template-database';
import { migrate, newPasswords, type Passwords } from '~db/migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    admin: Connection;
    passwords: Passwords;
  }
}

/** One throw-away PostgreSQL for the whole run, with a migrated template that every test database is copied from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'rr-test-'));
  const postgres = await startEmbeddedPostgres({ folder, throwAway: true });
  const passwords = newPasswords();
  const sql = openSql({ ...postgres.admin, max: 1 });
  await sql.unsafe(`create database ${templateDatabase}`);
  await sql.end();
  await migrate({ ...postgres.admin, database: templateDatabase }, { passwords });
  project.provide('admin', postgres.admin);
  project.provide('passwords', passwords);
  return async () => {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  };
}
