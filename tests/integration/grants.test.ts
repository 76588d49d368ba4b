import type { Sql, TransactionSql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { grantDifferences, GrantDifferenceError, refuseGrantDifferences } from '~db/check-grants';
import { loginRoles, openSql } from '~db/database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

let database: TestDatabase;
let admin: Sql;

beforeAll(async () => {
  database = await createTestDatabase();
  admin = openSql({ ...database.admin, max: 1 });
});

afterAll(async () => {
  await admin.end();
  await database.close();
});

class Undo extends Error {}

/** What is found after `change`, which is undone: roles belong to the whole server, other tests use them meanwhile. */
async function differencesAfter(...changes: string[]): Promise<string[]> {
  let found: string[] = [];
  const attempt = admin.begin(async (tx: TransactionSql) => {
    for (const change of changes) await tx.unsafe(change);
    found = (await grantDifferences(tx)).map(({ what }) => what);
    throw new Undo();
  });
  await expect(attempt).rejects.toThrow(Undo);
  return found;
}

test('a migrated database differs in nothing, whoever looks', async () => {
  expect(await differencesAfter()).toEqual([]);
  const connections = Object.fromEntries(loginRoles.map((role) => [role, database.connection(role)]));
  await expect(refuseGrantDifferences(connections)).resolves.toBeUndefined();
});

describe('each kind of difference is named', () => {
  test.each<[what: string, changes: string[], expected: string[]]>([
    [
      'a table that another wing may read',
      ['grant select on identified.person to anonymous'],
      ['anonymous has SELECT on identified.person, which the matrix does not grant'],
    ],
    [
      'the right to change the ledger',
      ['grant update on published.ledger_entry to published'],
      ['published has UPDATE on published.ledger_entry, which the matrix does not grant'],
    ],
    [
      'the right to empty a table',
      ['grant truncate on published.signature to anonymous'],
      ['anonymous has TRUNCATE on published.signature, which the matrix does not grant'],
    ],
    [
      'the right to refer to a table',
      ['grant references on identified.person to anonymous'],
      ['anonymous has REFERENCES on identified.person, which the matrix does not grant'],
    ],
    [
      'the right to put a trigger on a table',
      ['grant trigger on anonymous.waiting_action to anonymous'],
      ['anonymous has TRIGGER on anonymous.waiting_action, which the matrix does not grant'],
    ],
    [
      'the right to maintain a table',
      ['grant maintain on published.petition to anonymous'],
      ['anonymous has MAINTAIN on published.petition, which the matrix does not grant'],
    ],
    [
      'a column that another wing may read',
      ['grant select (email) on identified.person to published'],
      ['published has SELECT on identified.person (email), which the matrix does not grant'],
    ],
    [
      'a column that may be changed',
      ['grant update (threshold) on published.petition to anonymous'],
      ['anonymous has UPDATE on published.petition (threshold), which the matrix does not grant'],
    ],
    [
      'a schema that another wing may enter',
      ['grant usage on schema identified to anonymous'],
      ['anonymous has USAGE on schema identified, which the matrix does not grant'],
    ],
    [
      'a schema in which a role may create',
      ['grant create on schema anonymous to anonymous'],
      ['anonymous has CREATE on schema anonymous, which the matrix does not grant'],
    ],
    [
      'a schema of the role that only takes locks, as older versions had',
      [
        'create schema jobs authorization jobs',
        'create table jobs.task (id int)',
        'alter table jobs.task owner to jobs',
      ],
      [
        'jobs has CREATE on schema jobs, which the matrix does not grant',
        'jobs has SELECT on jobs.task, which the matrix does not grant',
        'schema jobs belongs to jobs',
        'jobs.task is not in the matrix',
      ],
    ],
    [
      'a table right for everybody',
      ['grant select on published.figure to public'],
      [
        'PUBLIC has SELECT on published.figure',
        'anonymous has SELECT on published.figure, which the matrix does not grant',
      ],
    ],
    [
      'a column right for everybody',
      ['grant select (name) on identified.person to public'],
      ['PUBLIC has SELECT on identified.person (name)'],
    ],
    [
      'a schema for everybody',
      ['grant usage on schema identified to public'],
      ['PUBLIC has USAGE on schema identified'],
    ],
    [
      'the public schema as PostgreSQL used to have it',
      ['grant create on schema public to public'],
      ['PUBLIC has CREATE on schema public'],
    ],
    [
      'a function for everybody',
      ['grant execute on function published.append_entry(bytea) to public'],
      [
        'PUBLIC has EXECUTE on function published.append_entry',
        'jobs has EXECUTE on function published.append_entry(bytea), which the matrix does not grant',
      ],
    ],
    [
      'a new function, which everybody may execute unless told otherwise',
      ['create function published.peek() returns int language sql as $$ select 1 $$'],
      ['PUBLIC has EXECUTE on function published.peek', 'function published.peek belongs to postgres'],
    ],
    [
      'a function that acts as its owner',
      [
        'set local role owner',
        'create function published.spy() returns int language sql security definer as $$ select 1 $$',
        'reset role',
      ],
      [
        'published.spy() acts as its owner and is not in the matrix',
        'published.spy() acts as its owner without a fixed search_path',
      ],
    ],
    [
      'a declared function that lost its search_path',
      ['alter function published.append_entry(bytea) reset search_path'],
      ['published.append_entry(bytea) acts as its owner without a fixed search_path'],
    ],
    ['a membership in another wing', ['grant identified to anonymous'], ['anonymous is a member of identified']],
    [
      'a membership that can only be switched to',
      ['grant owner to published with inherit false, set true'],
      ['published is a member of owner'],
    ],
    [
      'a membership in a role that comes with PostgreSQL',
      ['grant pg_read_all_data to anonymous'],
      ['anonymous is a member of pg_read_all_data'],
    ],
    [
      'a stranger who may become a wing',
      ['create role stranger login', 'grant identified to stranger'],
      ['stranger is a member of identified'],
    ],
    [
      'default privileges that open tables to come',
      ['alter default privileges for role owner in schema identified grant select on tables to anonymous'],
      ['default privileges of owner for "r" in identified are {anonymous=r/owner}'],
    ],
    [
      'default privileges that open functions to come',
      ['alter default privileges for role owner grant execute on functions to public'],
      ['default privileges of owner do not keep functions from PUBLIC'],
    ],
    [
      'a grant that is gone',
      ['revoke select on published.petition from anonymous'],
      ['missing: anonymous has SELECT on published.petition'],
    ],
    [
      'a column grant that is gone',
      ['revoke update (signatures_done) on published.publication from anonymous'],
      ['missing: anonymous has UPDATE on published.publication (signatures_done)'],
    ],
    [
      'a function grant that is gone',
      ['revoke execute on function published.append_entry(bytea) from anonymous'],
      ['missing: anonymous has EXECUTE on function published.append_entry(bytea)'],
    ],
    [
      'a schema grant that is gone',
      ['revoke usage on schema published from anonymous'],
      ['missing: anonymous has USAGE on schema published'],
    ],
    [
      'a table that belongs to a wing',
      ['alter table published.figure owner to published'],
      ['published.figure belongs to published'],
    ],
    [
      'a schema that belongs to a wing',
      ['alter schema anonymous owner to anonymous'],
      ['schema anonymous belongs to anonymous'],
    ],
    [
      'a function that belongs to a wing',
      ['alter function published.append_entry(bytea) owner to postgres'],
      ['function published.append_entry belongs to postgres'],
    ],
    [
      'a new table in a wing’s schema',
      ['set local role owner', 'create table anonymous.visit (address inet)', 'reset role'],
      ['anonymous.visit is not in the matrix'],
    ],
    [
      'a view that shows what its owner may see',
      ['set local role owner', 'create view published.everybody as select * from identified.person', 'reset role'],
      ['published.everybody is not in the matrix'],
    ],
    [
      'a sequence, which would number rows',
      ['set local role owner', 'create sequence anonymous.arrival', 'reset role'],
      ['anonymous.arrival is not in the matrix'],
    ],
    ['a table outside all wings', ['create table public.notes (line text)'], ['public.notes is not in the matrix']],
    [
      'a right that can be passed on',
      ['grant select on published.petition to anonymous with grant option'],
      ['anonymous may pass on SELECT on published.petition'],
    ],
    [
      'a database in which a role may create schemas',
      ['do $$ begin execute format($f$grant create on database %I to jobs$f$, current_database()); end $$'],
      ['jobs has CREATE on the database, which the matrix does not grant'],
    ],
    [
      'a database in which everybody may make temporary tables',
      ['do $$ begin execute format($f$grant temporary on database %I to public$f$, current_database()); end $$'],
      [
        'PUBLIC has TEMPORARY on the database',
        'anonymous has TEMPORARY on the database, which the matrix does not grant',
      ],
    ],
    [
      'a trigger that was disabled',
      ['alter table published.statement_revision disable trigger statement_revision_stands'],
      ['published.statement_revision lost its trigger statement_revision_stands'],
    ],
    [
      'a trigger that fires on copies alone',
      ['alter table published.pledge enable replica trigger pledge_stays'],
      ['published.pledge lost its trigger pledge_stays'],
    ],
    [
      'a trigger that is gone',
      ['drop trigger contradiction_stands on published.contradiction'],
      ['published.contradiction lost its trigger contradiction_stands'],
    ],
    [
      'a trigger of the same name that does less',
      [
        'drop trigger response_stands on published.response',
        'create trigger response_stands before delete on published.response for each row execute function published.stands()',
      ],
      ['published.response lost its trigger response_stands'],
    ],
    [
      'no trigger that fires',
      ['set local session_replication_role = replica'],
      ['session_replication_role is replica: triggers do not fire'],
    ],
    ['a superuser', ['alter role anonymous superuser'], ['anonymous is SUPERUSER']],
    ['a role that row security does not hold', ['alter role published bypassrls'], ['published is BYPASSRLS']],
    ['a role that makes roles', ['alter role identified createrole'], ['identified is CREATEROLE']],
    ['a role that makes databases', ['alter role jobs createdb'], ['jobs is CREATEDB']],
    ['a role that copies the server', ['alter role jobs replication'], ['jobs is REPLICATION']],
    ['a role that inherits', ['alter role anonymous inherit'], ['anonymous is INHERIT']],
    ['an owner who can log in', ['alter role owner login'], ['owner is LOGIN']],
    [
      'a setting that a role brings along',
      ['alter role anonymous set search_path = identified'],
      ['anonymous has a setting of its own: search_path=identified'],
    ],
    ['a system table that a role may read', ['grant select on pg_authid to jobs'], ['jobs has SELECT on pg_authid']],
    [
      'one column of a system table',
      ['grant select (rolpassword) on pg_authid to anonymous'],
      ['anonymous has SELECT on pg_authid (rolpassword)'],
    ],
    [
      'a system function for everybody',
      ['grant execute on function pg_read_file(text) to public'],
      ['PUBLIC has EXECUTE on function pg_read_file(text)'],
    ],
    [
      'a server setting that a role may change',
      ['grant set on parameter log_statement to anonymous'],
      ['anonymous has SET on parameter log_statement'],
    ],
  ])('%s', async (_what, changes, expected) => {
    const found = await differencesAfter(...changes);
    for (const sentence of expected) expect(found).toContain(sentence);
  });
});

test('a process whose credentials are another role’s is refused, with the reason', async () => {
  const attempt = refuseGrantDifferences({ anonymous: database.connection('identified') });
  await expect(attempt).rejects.toThrow(GrantDifferenceError);
  await expect(attempt).rejects.toThrow('the connection of anonymous is really identified/identified');
});

test('every difference is told at once', async () => {
  const other = await createTestDatabase();
  const sql = openSql({ ...other.admin, max: 1 });
  await sql`grant select on identified.person to anonymous`;
  await sql`revoke select on published.petition from published`;
  await sql.end();
  const error = await refuseGrantDifferences({ anonymous: other.connection('anonymous') }).catch((e: unknown) => e);
  await other.close();
  expect(String(error)).toContain('anonymous has SELECT on identified.person, which the matrix does not grant');
  expect(String(error)).toContain('missing: published has SELECT on published.petition');
});
