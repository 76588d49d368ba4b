import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Sql } from 'postgres';
import { openSql } from '~db/database';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';

/*
 * Threat model, rules 1, 2 and 8, on the schema as the migrations really make it: what a column cannot hold, no mistake
 * can put there.
 */

let database: TestDatabase;
let sql: Sql;
beforeAll(async () => {
  database = await createTestDatabase();
  sql = openSql({ ...database.admin, max: 1 });
});
afterAll(async () => {
  await sql.end();
  await database.close();
});

interface Column {
  readonly schema: string;
  readonly name: string;
  readonly type: string;
}

async function columns(): Promise<Column[]> {
  return sql<Column[]>`
    select table_schema as schema, table_name || '.' || column_name as name, data_type as type
    from information_schema.columns
    where table_schema in ('anonymous', 'published', 'identified')
    order by 1, 2`;
}

const named = (all: readonly Column[], schema: string, pattern: RegExp) =>
  all.filter((column) => column.schema === schema && pattern.test(column.type)).map(({ name }) => name);

const fine = /time|interval/;

describe('time', () => {
  test('nothing in the anonymous wing is finer than a day; only concerns and the slots of their day have one', async () => {
    expect(named(await columns(), 'anonymous', fine)).toEqual([]);
    expect(named(await columns(), 'anonymous', /date/)).toEqual([
      'concern.acknowledge_by',
      'concern.acknowledged_day',
      'concern.answer_by',
      'concern.answered_day',
      'concern.day',
      'concern.deleted_on',
      'concern.last_day',
      'concern_message.day',
      'concern_message.read_day',
      'concern_slot.day',
      'opening_slot.day',
      'question_slot.day',
      'waiting_petition.closes_day',
    ]);
  });

  test('nothing in the courtyard is, but the slot of a publication, which is on the schedule and not on a row, and what a witness’s clock said', async () => {
    expect(named(await columns(), 'published', fine)).toEqual(['cosignature.witnessed_at', 'publication.slot']);
  });

  test('the identified wing has fine times only where something expires, and nowhere when anything happened', async () => {
    const times = named(await columns(), 'identified', fine);
    expect(times).toContain('session.expires_at');
    const allowed = /\.(expires_at|not_before|next_try_at|try_after)$/;
    expect(times.filter((name) => !allowed.test(name))).toEqual([]);
    expect(times.filter((name) => /seen|created|updated|last_/.test(name))).toEqual([]);
  });
});

describe('numbers that count up', () => {
  test('no sequence, identity or generated key anywhere in the wings', async () => {
    const sequences = await sql`
      select schemaname, sequencename from pg_sequences where schemaname in ('anonymous', 'published', 'identified')`;
    expect([...sequences]).toEqual([]);
    const defaults = await sql`
      select table_schema, table_name, column_name, column_default from information_schema.columns
      where table_schema in ('anonymous', 'published', 'identified')
        and (is_identity = 'YES' or column_default ~* 'nextval|now\\(|uuid|current_|clock_')`;
    expect([...defaults]).toEqual([]);
  });

  test('no uuid, address or network type: they can hold a time or a place', async () => {
    expect(named(await columns(), 'anonymous', /uuid|inet|cidr|macaddr/)).toEqual([]);
    expect(named(await columns(), 'published', /uuid|inet|cidr|macaddr/)).toEqual([]);
  });

  test('commit times are off, and nothing archives the write-ahead log', async () => {
    const [settings] = await sql`
      select current_setting('track_commit_timestamp') as commits, current_setting('archive_mode') as archive`;
    expect(settings).toEqual({ commits: 'off', archive: 'off' });
  });
});

describe('references', () => {
  test('no foreign key leaves a wing, but into the courtyard', async () => {
    const crossing = await sql`
      select conname from pg_constraint c
      join pg_class a on a.oid = c.conrelid join pg_namespace f on f.oid = a.relnamespace
      join pg_class b on b.oid = c.confrelid join pg_namespace t on t.oid = b.relnamespace
      where c.contype = 'f' and f.nspname <> t.nspname and t.nspname <> 'published'`;
    expect([...crossing]).toEqual([]);
  });

  test('no column of the anonymous wing or of what comes from it could name a person or a device', async () => {
    const suspicious = /person|account|email|mail|name|author|address|agent|session|device|\bip\b|created|at$/;
    const all = await columns();
    const anonymous = all.filter(({ schema }) => schema === 'anonymous').map(({ name }) => name);
    const derived = all
      .filter(
        ({ schema, name }) =>
          schema === 'published' &&
          /^(signature|tally|figure|deletion|summary|corroboration|corroboration_tally|corroboration_figure|summary_reached|concern_figure|choice|choice_tally|choice_figure|choice_subject|disclosed_unit|unit_release|unit_figure|question)\./.test(
            name,
          ),
      )
      .map(({ name }) => name);
    expect([...anonymous, ...derived].filter((name) => suspicious.test(name.split('.')[1] ?? ''))).toEqual([]);
    // Whoever adds a column here comes by this list, and by the threat model.
    expect([...anonymous].sort()).toEqual([
      'concern.acknowledge_by',
      'concern.acknowledged_day',
      'concern.answer_by',
      'concern.answered_day',
      'concern.assigned_to',
      'concern.closed_for',
      'concern.day',
      'concern.deleted_on',
      'concern.filing',
      'concern.key',
      'concern.labels',
      'concern.labels_number',
      'concern.last_day',
      'concern.programme_id',
      'concern.state',
      'concern.storage_key',
      'concern_answer_days.concerns',
      'concern_answer_days.days',
      'concern_answer_days.programme_id',
      'concern_chunk.bytes',
      'concern_chunk.concern',
      'concern_chunk.hash',
      'concern_chunk.number',
      'concern_grant.bytes',
      'concern_grant.concern',
      'concern_grant.handler',
      'concern_hidden.concern',
      'concern_hidden.handler',
      'concern_message.audience',
      'concern_message.complete',
      'concern_message.concern',
      'concern_message.day',
      'concern_message.handler',
      'concern_message.manifest',
      'concern_message.number',
      'concern_message.read_day',
      'concern_slot.day',
      'concern_slot.nullifier',
      'concern_tally.concerns',
      'concern_tally.counted',
      'concern_tally.programme_id',
      'deleted_concerns.concerns',
      'deleted_concerns.one',
      'opening_slot.day',
      'opening_slot.nullifier',
      'question_slot.day',
      'question_slot.nullifier',
      'waiting_action.action',
      'waiting_action.edition',
      'waiting_action.n',
      'waiting_action.nullifier',
      'waiting_action.petition_id',
      'waiting_action.proof',
      'waiting_action.register_id',
      'waiting_choice.choice',
      'waiting_choice.edition',
      'waiting_choice.kind',
      'waiting_choice.n',
      'waiting_choice.nullifier',
      'waiting_choice.proof',
      'waiting_choice.register_id',
      'waiting_choice.revision',
      'waiting_choice.subject_id',
      'waiting_corroboration.choice',
      'waiting_corroboration.edition',
      'waiting_corroboration.n',
      'waiting_corroboration.nullifier',
      'waiting_corroboration.proof',
      'waiting_corroboration.register_id',
      'waiting_corroboration.summary_id',
      'waiting_filing.digest',
      'waiting_organizer_act.act',
      'waiting_organizer_act.body',
      'waiting_organizer_act.number',
      'waiting_organizer_act.petition_id',
      'waiting_organizer_act.signature',
      'waiting_petition.asked_unit',
      'waiting_petition.background',
      'waiting_petition.closes_day',
      'waiting_petition.critical_mass',
      'waiting_petition.demands',
      'waiting_petition.id',
      'waiting_petition.organizer_key',
      'waiting_petition.programme_field',
      'waiting_petition.programme_id',
      'waiting_petition.sponsor_link',
      'waiting_petition.sponsors_wanted',
      'waiting_petition.title',
      'waiting_question.about',
      'waiting_question.body',
      'waiting_question.id',
      'waiting_question.petition_id',
      'waiting_unit.edition',
      'waiting_unit.kind',
      'waiting_unit.nullifier',
      'waiting_unit.proof',
      'waiting_unit.register_id',
      'waiting_unit.subject_id',
      'waiting_unit.unit_path',
    ]);
  });

  test('no view, trigger function or other code lets one wing read the other', async () => {
    const bodies = await sql<{ name: string; body: string }[]>`
      select p.proname as name, p.prosrc as body from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('anonymous', 'published', 'identified')
      union all select viewname, definition from pg_views where schemaname in ('anonymous', 'published', 'identified')`;
    for (const { name, body } of bodies) {
      expect(/identified\./.test(body) && /anonymous\./.test(body), name).toBe(false);
      expect(name === 'append_entry' || !/security definer/i.test(body), name).toBe(true);
    }
  });
});

describe('rights', () => {
  const may = async (role: string, schema: string) => {
    const rows = await sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = ${schema} and c.relkind in ('r', 'v', 'm', 'S', 'p') and (
        has_table_privilege(${role}, c.oid, 'select') or has_table_privilege(${role}, c.oid, 'insert')
        or has_any_column_privilege(${role}, c.oid, 'select'))`;
    return rows.map(({ name }) => name);
  };

  test.each([
    ['identified', 'anonymous'],
    ['anonymous', 'identified'],
    ['published', 'anonymous'],
    ['published', 'identified'],
    ['jobs', 'anonymous'],
    ['jobs', 'identified'],
    ['jobs', 'published'],
    ['jobs', 'migrations'],
  ])('%s sees nothing of %s', async (role, schema) => {
    expect(await may(role, schema)).toEqual([]);
    const [usage] = await sql`select has_schema_privilege(${role}, ${schema}, 'usage') as may`;
    expect(usage?.['may']).toBe(false);
  });

  test('the anonymous wing can change nothing of what was published, and unpublish nothing', async () => {
    const rows = await sql<{ name: string }[]>`
      select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'published' and c.relkind = 'r' and (
        has_table_privilege('anonymous', c.oid, 'delete') or has_table_privilege('anonymous', c.oid, 'truncate')
        or has_table_privilege('anonymous', c.oid, 'update'))`;
    expect(rows.map(({ name }) => name)).toEqual([]);
  });
});
