import { sql, type SQL } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant, rosterUploadRow } from '~db/schema/identified';
import { handlerHolder } from '~db/schema/identified-handlers';
import { handlerKey } from '~db/schema/published-concerns';

/**
 * What an upload would do to each person:
 * `joined` new on the roster; `returned` left before and is back; `changed` name, address or unit; `left`;
 * `unchanged`; `kept` not accepted from the file, but named by a refused row, and so left as they are;
 * `past` and `gone` left already (without and with a line in the file).
 */
export type DifferenceKind = 'joined' | 'returned' | 'changed' | 'left' | 'unchanged' | 'kept' | 'past' | 'gone';

/**
 * `difference (kind, person_number, line, old_name, old_email, old_unit, new_name, new_email, new_unit)` as a
 * common table expression: every person of the roster or of the accepted rows of one upload, once.
 */
export function withDifference(uploadId: string): SQL {
  return sql`
    with accepted as (
      select * from ${rosterUploadRow} where upload_id = ${uploadId} and refusal is null
    ), refused as (
      select person_number, email from ${rosterUploadRow} where upload_id = ${uploadId} and refusal is not null
    ), refused_number as (
      select distinct person_number from refused where person_number is not null
    ), refused_email as (
      select distinct email from refused where email is not null
    ), difference as (
      select
        case
          when a.status = 'active' and p.person_number is null then 'joined'
          when a.status = 'active' and p.status = 'left' then 'returned'
          when a.status = 'active' and (a.name, a.email, a.unit_path) = (p.name, p.email, p.unit_path) then 'unchanged'
          when a.status = 'active' then 'changed'
          when a.status = 'left' and p.status = 'active' then 'left'
          when a.status = 'left' then 'gone'
          when p.status = 'left' then 'past'
          when n.person_number is not null or e.email is not null then 'kept'
          else 'left'
        end as kind,
        coalesce(a.person_number, p.person_number) as person_number,
        a.line,
        p.name as old_name, p.email as old_email, p.unit_path as old_unit,
        a.name as new_name, a.email as new_email, a.unit_path as new_unit
      from accepted a full join ${person} p on p.person_number = a.person_number
        left join refused_number n on n.person_number = p.person_number
        left join refused_email e on e.email = p.email
    )`;
}

/**
 * Has the rest of a transaction join large tables as large tables. The planner has no statistics of rows that came a moment
 * ago: it would take 100,000 of them for a few, and compare each with each.
 */
export async function expectVolume(tx: IdentifiedDatabase): Promise<void> {
  await tx.execute(sql`set local enable_nestloop = off`);
}

export interface DifferenceSummary {
  readonly joined: number;
  readonly returned: number;
  readonly changed: number;
  /** Of the changed, how many get another address. */
  readonly changedAddresses: number;
  readonly left: number;
  readonly unchanged: number;
  readonly kept: number;
  /** People active now. */
  readonly active: number;
  /** Active administrators now, and of these, how many would leave. */
  readonly administrators: number;
  readonly administratorsLeaving: number;
  /** Active people with a handler's key in force, and of these, how many would leave. */
  readonly handlers: number;
  readonly handlersLeaving: number;
  /** SHA-256 in hex of every change that would be made: what a confirmation confirms. */
  readonly digest: string;
}

/** Counts an upload's differences with the roster as it is now. */
export async function summariseDifference(tx: IdentifiedDatabase, uploadId: string): Promise<DifferenceSummary> {
  const count = (condition: SQL) => sql`count(*) filter (where ${condition})::int`;
  const isAdministrator = sql`person_number in (select person_number from ${roleGrant} where role = 'administrator')`;
  const isHandler = sql`person_number in (
    select h.person_number from ${handlerHolder} h join ${handlerKey} k on k.fingerprint = h.fingerprint
    where k.retired_day is null)`;
  const wasActive = sql`kind in ('changed', 'left', 'unchanged', 'kept')`;
  const [row] = await tx.execute<{ [K in keyof DifferenceSummary]: DifferenceSummary[K] }>(sql`
    ${withDifference(uploadId)}
    select
      ${count(sql`kind = 'joined'`)} as joined,
      ${count(sql`kind = 'returned'`)} as returned,
      ${count(sql`kind = 'changed'`)} as changed,
      ${count(sql`kind = 'changed' and old_email <> new_email`)} as "changedAddresses",
      ${count(sql`kind = 'left'`)} as "left",
      ${count(sql`kind = 'unchanged'`)} as unchanged,
      ${count(sql`kind = 'kept'`)} as kept,
      ${count(wasActive)} as active,
      ${count(sql`${wasActive} and ${isAdministrator}`)} as administrators,
      ${count(sql`kind = 'left' and ${isAdministrator}`)} as "administratorsLeaving",
      ${count(sql`${wasActive} and ${isHandler}`)} as handlers,
      ${count(sql`kind = 'left' and ${isHandler}`)} as "handlersLeaving",
      encode(sha256(coalesce(string_agg(
        sha256(convert_to(
          jsonb_build_array(kind, person_number, old_name, old_email, old_unit, new_name, new_email, new_unit)::text,
          'UTF8')),
        ''::bytea order by person_number) filter (where kind in ('joined', 'returned', 'changed', 'left')), ''::bytea)
      ), 'hex') as digest
    from difference`);
  if (!row) throw new Error('an aggregate gives one row');
  return row;
}
