import type { ISql } from 'postgres';

/** Tables of what is published and stands, whoever tries to change it: each has a trigger for its rows and one for all of it. */
export const standingTables = [
  'statement_revision',
  'contradiction',
  'clarification',
  'announcement',
  'leader',
  'answer_owner',
  'answer_reopened',
  'response',
  'pledge',
  'choice_subject',
  'choice',
  'disclosed_unit',
  'unit_release',
  'unit_figure',
  'question',
  'question_decision',
  'ledger_entry',
  'checkpoint',
  'ledger_key',
  'ledger_witness',
  'cosignature',
  'ledger_contradiction',
  'client_release',
  'signature_range',
  'organizer_change',
  'organizer_act',
  'merge_proposal',
  'petition_ending',
] as const;

/**
 * Triggers that should keep what is published from being changed, and do not: gone, disabled, changed into another, or all of
 * them silenced by a setting. One sentence each. NOT checked: the words of the function that they call.
 */
export async function silencedTriggers(sql: ISql): Promise<string[]> {
  // Bits of tgtype: 1 for each row, 2 before, 8 delete, 16 update, 32 truncate.
  const rows = await sql<{ what: string }[]>`
    select 'published.' || wanted.name || ' lost its trigger ' || trigger.name as what
    from unnest(${[...standingTables]}::text[]) as wanted (name),
      lateral (values (wanted.name || '_stands', 27), (wanted.name || '_stays', 34)) as trigger (name, type)
    where not exists (
      select 1 from pg_trigger t
      join pg_class c on c.oid = t.tgrelid join pg_namespace cn on cn.oid = c.relnamespace
      join pg_proc p on p.oid = t.tgfoid join pg_namespace pn on pn.oid = p.pronamespace
      where cn.nspname = 'published' and c.relname = wanted.name and t.tgname = trigger.name
        and pn.nspname = 'published' and p.proname = 'stands'
        and t.tgtype = trigger.type and t.tgenabled in ('O', 'A') and t.tgqual is null)
    union all
    select 'session_replication_role is ' || setting || ': triggers do not fire'
    from pg_settings where name = 'session_replication_role' and setting <> 'origin'`;
  return rows.map(({ what }) => what);
}
