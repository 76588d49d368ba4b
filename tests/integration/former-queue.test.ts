import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantDifferences } from '~db/check-grants';
import { openSql, type Connection } from '~db/database';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '~db/embedded';
import { migrate, newPasswords } from '~db/migrate';

const passwords = newPasswords();

async function as<T>(connection: Connection, work: (sql: Sql) => Promise<T>): Promise<T> {
  const sql = openSql({ ...connection, max: 1 });
  try {
    return await work(sql);
  } finally {
    await sql.end();
  }
}

const schemas = (connection: Connection) =>
  as(connection, async (sql) => {
    const rows = await sql<{ name: string }[]>`
      select nspname as name from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema' order by 1`;
    return rows.map(({ name }) => name);
  });

const differences = (connection: Connection) =>
  as(connection, async (sql) => (await grantDifferences(sql)).map(({ what }) => what));

const own = ['anonymous', 'identified', 'migrations', 'public', 'published'];

/** What the former job queue left behind: tables, a sequence, a view, a type and functions of the role `jobs`. */
const formerQueue = `
  create schema jobs authorization jobs;
  set role jobs;
  create table jobs._private_tasks (id int generated always as identity primary key, identifier text);
  create table jobs._private_jobs (id bigserial primary key, task_id int references jobs._private_tasks (id), payload json);
  create type jobs.job_spec as (identifier text, payload json);
  create view jobs.jobs as select * from jobs._private_jobs;
  create function jobs.add_job(spec jobs.job_spec) returns jobs._private_jobs language sql as 'select null::jobs._private_jobs';
  insert into jobs._private_tasks (identifier) values ('mail');
  insert into jobs._private_jobs (task_id, payload) values (1, '{}');
  reset role;
  revoke all on all functions in schema jobs from public`;

describe.each(['an owner of the database who may create roles', 'a superuser'])('as %s, migrating', (who) => {
  const database = 'of_the_house';
  let folder: string;
  let server: EmbeddedPostgres;
  let admin: Connection;
  let owner: Connection;

  // A cluster of its own: such an owner has made the roles, which belong to a cluster.
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rr-former-'));
    server = await startEmbeddedPostgres({ folder, throwAway: true });
    admin = { ...server.admin, database };
    owner = who === 'a superuser' ? admin : { ...admin, user: 'house', password: 'of-the-house' };
    await as(server.admin, async (sql) => {
      await sql`create role house login createrole password 'of-the-house'`;
      await sql.unsafe(`create database ${database} owner ${owner.user}`);
    });
    await migrate(owner, { passwords });
    expect(await differences(owner)).toEqual([]);
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test('an older installation drops what its job queue left, and all rights are the declared ones again', async () => {
    await as(admin, (sql) => sql.unsafe(formerQueue));
    expect(await schemas(owner)).toContain('jobs');
    expect(await differences(owner)).toContain('schema jobs belongs to jobs');
    await migrate(owner, { passwords });
    expect(await schemas(owner)).toEqual(own);
    expect(await differences(owner)).toEqual([]);
    await migrate(owner, { passwords });
    expect(await schemas(owner)).toEqual(own);
  });

  test('touches no schema of the same name that is somebody else’s', async () => {
    await as(admin, (sql) => sql.unsafe('create schema jobs; create table jobs.vacancy (title text)'));
    await migrate(owner, { passwords });
    expect(await as(admin, (sql) => sql`select title from jobs.vacancy`)).toHaveLength(0);
    await as(admin, (sql) => sql`drop schema jobs cascade`);
  });
});
