import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '~/features/identified/desks/desk';
import { linkOwnContradiction, withdrawOwnContradiction } from '~/features/identified/desks/own-contradictions.server';
import { contradictionsLinkedOn } from '~/features/published/contradictions/contradictions.queries.server';
import { loginRoles, openSql } from '~db/database';
import { standingTables } from '~db/standing-tables';
import { openStatementHouse } from '~tests/support/statement-house';

/*
 * The promise that words of leadership stand: no path changes or removes a published revision. Here: SQL as every role of the
 * application, as the owner of the tables and as the administrator of the database, and what code there is that writes them.
 * Routes are attacked in routes-change-nothing.test.ts, the running server in tests/e2e/link-a-contradiction.test.ts.
 */

let house: Awaited<ReturnType<typeof openStatementHouse>>;
let author: Actor;
let admin: Sql;
let petitionId: string;
/** Linked, and linked and taken back. */
let links: { readonly stands: string; readonly withdrawn: string };
const roles = new Map<string, Sql>();

beforeAll(async () => {
  house = await openStatementHouse();
  author = await house.person('organizer');
  petitionId = await house.open(author);
  await house.respond(petitionId);
  await house.promise(petitionId);
  await house.answerQuestion(petitionId, 'Who reads it?', 'Nobody outside of IT reads it.');
  const announced = await house.announce('What happened', 'The access lists were misconfigured.');
  await house.revise('announcement', announced, 1, { title: 'What happened', body: 'They were wrong for a day.' });
  await house.revise('summary-response', 'somesummary', 0, { body: 'We looked into it.' });
  const deps = { db: house.database.identified, clock: house.clock, settings: house.settings };
  const response = { kind: 'response', id: petitionId, revision: 1 } as const;
  const other = { kind: 'announcement', id: announced, revision: 1, quote: 'lists were misconfigured' } as const;
  for (const quote of ['tightly controlled', 'it always was']) {
    const sides = [{ ...response, quote }, other] as const;
    await linkOwnContradiction(deps, { actor: author, petitionId, sides, words: 'Both cannot be true.' });
  }
  const [one, two] = await contradictionsLinkedOn(house.database.published, petitionId);
  links = { stands: one?.id ?? '', withdrawn: two?.id ?? '' };
  const back = { actor: author, petitionId, id: links.withdrawn, reason: 'They meant other data.' };
  await withdrawOwnContradiction(deps, back);

  admin = openSql({ ...house.database.admin, max: 1 });
  for (const role of loginRoles) roles.set(role, openSql({ ...house.database.connection(role), max: 1 }));
});
afterAll(async () => {
  await Promise.all([admin, ...roles.values()].map((sql) => sql.end()));
  await house.close();
});

/** Everything that is published in these tables, to the byte. */
async function published(): Promise<string> {
  const [row] = await admin<{ all: string }[]>`
    select (select string_agg(r::text, e'\n' order by kind, id, revision) from published.statement_revision r)
      || e'\n' || (select string_agg(c::text, e'\n' order by id) from published.contradiction c) as all`;
  return row?.all ?? '';
}

class Undone extends Error {}

/** How statements end, one after the other in one transaction that is undone: refused, or not, and then with what effect. */
async function attempt(sql: Sql, role: string | null, statements: readonly string[]): Promise<string> {
  let outcome = 'nothing changed';
  const before = await published();
  try {
    await sql.begin(async (tx) => {
      if (role !== null) await tx.unsafe(`set local role ${role}`);
      for (const statement of statements) await tx.unsafe(statement);
      if (sql === admin) {
        await tx.unsafe('reset role');
        const [row] = await tx.unsafe<{ all: string }[]>(`
          select (select string_agg(r::text, e'\\n' order by kind, id, revision) from published.statement_revision r)
            || e'\\n' || (select string_agg(c::text, e'\\n' order by id) from published.contradiction c) as all`);
        if (row?.all !== before) outcome = 'it changed';
      } else {
        outcome = 'done';
      }
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) outcome = (error as Error).message;
  }
  expect(await published()).toBe(before);
  return outcome;
}

const revision = 'published.statement_revision';
const columns = ['kind', 'id', 'revision', 'document', 'digest', 'author_name', 'reason', 'day'] as const;
const other: Readonly<Record<(typeof columns)[number], string>> = {
  kind: `'answer'`,
  id: `'other'`,
  revision: '7',
  document: `'{"body":"We never said so."}'`,
  digest: `sha256('other')`,
  author_name: `'Somebody Else'`,
  reason: `case when revision = 1 then '' else 'Another.' end`,
  day: `'2020-01-01'`,
};
const row = `'response', (select id from published.petition limit 1), 1, '{}', sha256('x'), 'X', '', '2026-01-01'`;
const values = `(kind, id, revision, document, digest, author_name, reason, day) select ${row}`;

/** What data statements can try, by name. */
const tries: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    columns.map((column) => [`update ${column}`, `update ${revision} set ${column} = ${other[column]}`]),
  ),
  'update one row through a cursor': `do $$ declare c cursor for select * from ${revision} for update; r record; begin
       open c; fetch c into r; update ${revision} set author_name = 'X' where current of c; end $$`,
  delete: `delete from ${revision}`,
  'delete with a join': `delete from ${revision} r using published.petition p where p.id = r.id`,
  truncate: `truncate ${revision}`,
  'truncate with all that hangs on it': `truncate ${revision}, published.petition cascade`,
  'insert over': `insert into ${revision} ${values}`,
  'insert on conflict update': `insert into ${revision} ${values}
    on conflict (kind, id, revision) do update set document = excluded.document, author_name = 'X'`,
  merge: `merge into ${revision} r using (select 1) s on r.revision = 1
    when matched then update set author_name = 'X'`,
  'merge and delete': `merge into ${revision} r using (select 1) s on r.revision = 1 when matched then delete`,
  'update in a subquery': `with gone as (delete from ${revision} returning 1) select count(*) from gone`,
};

/** What rights over the table itself can try. */
const undoings: Readonly<Record<string, readonly string[]>> = {
  'disable the trigger': [`alter table ${revision} disable trigger statement_revision_stands`],
  'disable every trigger': [`alter table ${revision} disable trigger all`],
  'drop the trigger': [`drop trigger statement_revision_stands on ${revision}`],
  'have no triggers fire': [`set local session_replication_role = replica`, `delete from ${revision}`],
  'replace the function': [
    `create or replace function published.stands() returns trigger language plpgsql as 'begin return new; end'`,
  ],
  'put a rule on it': [`create rule over as on insert to ${revision} do instead nothing`],
  'put a trigger before it': [
    `create trigger aaa before insert on ${revision} for each row execute function published.stands()`,
  ],
  'drop the table': [`drop table ${revision} cascade`],
  'drop a column': [`alter table ${revision} drop column document`],
  'rename it and put another in its place': [`alter table ${revision} rename to gone`],
  'inherit from it': [`create table published.more () inherits (${revision})`],
  'become its owner': [`set local role owner`, `delete from ${revision}`],
  'give itself the right': [`grant update on ${revision} to current_user`, `update ${revision} set author_name = 'X'`],
  'call the trigger’s function': ['select published.stands()'],
};

describe.each(loginRoles)('as %s', (role) => {
  const sql = () => {
    const found = roles.get(role);
    if (!found) throw new Error(role);
    return found;
  };

  test.each(Object.entries(tries))('%s is refused', async (name, statement) => {
    const outcome = await attempt(sql(), null, [statement]);
    const mayInsert = role === 'identified' && name === 'insert over';
    expect(outcome).toMatch(mayInsert ? /duplicate key/ : /permission denied/);
  });

  test.each(Object.entries(undoings))('to %s is refused', async (_, statements) => {
    expect(await attempt(sql(), null, statements)).toMatch(
      /must be owner|permission denied|must be able to SET ROLE|not the owner/,
    );
  });
});

describe.each([
  ['the owner of the tables', 'owner'],
  ['the administrator of the database', null],
])('by mistake, as %s', (_, role) => {
  test.each(Object.entries(tries))('%s changes nothing', async (name, statement) => {
    const outcome = await attempt(admin, role, [statement]);
    expect(outcome).toMatch(name === 'insert over' ? /duplicate key/ : /what is published in \w+ stands/);
  });
});

describe('a contradiction', () => {
  const table = 'published.contradiction';
  const change = ['earlier_quote', 'later_quote', 'words', 'organizer_name', 'petition_id', 'earlier_id', 'id'];

  test.each(change)('keeps its %s, whoever tries', async (column) => {
    const statement = `update ${table} set ${column} = 'x'`;
    for (const sql of roles.values()) expect(await attempt(sql, null, [statement])).toMatch(/permission denied/);
    for (const role of ['owner', null]) expect(await attempt(admin, role, [statement])).toMatch(/stands/);
  });

  test('is never removed, and what was taken back stays so, with its day and its reason', async () => {
    const where = `where id = '${links.withdrawn}'`;
    const statements = {
      'another reason': `update ${table} set withdrawn_reason = 'For no reason' ${where}`,
      'another day': `update ${table} set withdrawn_day = '2020-01-01' ${where}`,
      'as if it never had been': `update ${table} set withdrawn_day = null, withdrawn_reason = null ${where}`,
    };
    for (const [name, statement] of Object.entries(statements)) {
      const identified = roles.get('identified');
      if (!identified) throw new Error('identified');
      expect(await attempt(identified, null, [statement]), name).toMatch(/what is published in contradiction stands/);
      for (const role of ['owner', null]) expect(await attempt(admin, role, [statement]), name).toMatch(/stands/);
    }
    for (const statement of [`delete from ${table}`, `truncate ${table}`, `truncate published.petition cascade`]) {
      for (const sql of roles.values()) expect(await attempt(sql, null, [statement])).toMatch(/permission denied/);
      for (const role of ['owner', null]) expect(await attempt(admin, role, [statement])).toMatch(/stands/);
    }
  });

  test('can be taken back, and in no half', async () => {
    const where = `where id = '${links.stands}'`;
    const half = [`withdrawn_day = '2026-07-11'`, `withdrawn_reason = 'Half of it.'`];
    const identified = roles.get('identified');
    if (!identified) throw new Error('identified');
    for (const set of half) {
      expect(await attempt(identified, null, [`update ${table} set ${set} ${where}`])).toMatch(
        /contradiction_withdrawn/,
      );
    }
    expect(await attempt(identified, null, [`update ${table} set ${half.join(', ')} ${where}`])).toBe('done');
  });
});

test('every table that has such triggers is looked after at every start', async () => {
  const rows = await admin<{ name: string }[]>`
    select distinct c.relname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
    join pg_proc p on p.oid = t.tgfoid join pg_namespace n on n.oid = p.pronamespace
    where n.nspname = 'published' and p.proname = 'stands'`;
  expect(rows.map(({ name }) => name).sort()).toEqual([...standingTables].sort());
});

test('one function writes revisions, and no code changes or removes one', () => {
  const files = ['app', 'db'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  );
  expect(files.length).toBeGreaterThan(400);
  const withText = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(file, 'utf8')));
  expect(withText(/\.insert\(\s*statementRevision\b/)).toEqual([
    'app/features/published/statements/publish-revision.server.ts',
  ]);
  expect(withText(/\.(?:update|delete)\(\s*(?:statementRevision|contradiction)\b/)).toEqual([
    'app/features/published/contradictions/withdraw-contradiction.server.ts',
  ]);
  // Nor does SQL of its own: the table is named where it is declared, granted and classified alone.
  expect(
    withText(/(?:update|insert into|delete from|truncate|merge into)\s+(?:published\.)?statement_revision/i),
  ).toEqual([]);
});
