import { sql, type SQL } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { rosterUploadRow } from '~db/schema/identified';
import { withDifference } from './roster-difference.server';

/**
 * Refuses rows that cannot stand beside other rows: employee numbers and addresses that occur more than once, and
 * addresses of people who stay as they are because their own row was refused. Nobody guesses which of two rows is meant:
 * all of them are refused; of rows that say the same the first stands.
 */
export async function refuseConflicts(tx: IdentifiedDatabase, uploadId: string): Promise<void> {
  await refuse(tx, uploadId, repeatedNumbers(uploadId));
  await refuse(tx, uploadId, repeatedAddresses(uploadId));
  // A row refused here keeps its person, whose address can be what another row asks for: until nothing changes.
  while ((await refuse(tx, uploadId, addressesOfKept(uploadId))) > 0);
}

/** Whether an accepted row asks for the address of somebody who stays as they are. */
export async function hasConflicts(tx: IdentifiedDatabase, uploadId: string): Promise<boolean> {
  const rows = await tx.execute(sql`select 1 from (${addressesOfKept(uploadId)}) as conflict limit 1`);
  return rows.length > 0;
}

/** `conflicts` selects (line, reason). Gives the number of rows that it refused. */
async function refuse(tx: IdentifiedDatabase, uploadId: string, conflicts: SQL): Promise<number> {
  const rows = await tx.execute(sql`
    update ${rosterUploadRow} r set refusal = c.reason, name = null, unit_path = null, status = null
    from (${conflicts}) as c (line, reason)
    where r.upload_id = ${uploadId} and r.line = c.line
    returning 1`);
  return rows.length;
}

function repeatedNumbers(uploadId: string): SQL {
  return sql`
    select line, case
        when differing then 'The employee number stands on another line too, with other values: line '
        else 'The same person stands on line ' end
      || case when line = first then next_line else first end || '.'
    from (
      select line,
        min(line) over number as first,
        nth_value(line, 2) over (number order by line rows between unbounded preceding and unbounded following)
          as next_line,
        min(content) over number <> max(content) over number as differing
      from (
        select line, person_number, jsonb_build_array(name, email, unit_path, status)::text collate "C" as content
        from ${rosterUploadRow} where upload_id = ${uploadId} and refusal is null
      ) as content
      window number as (partition by person_number)
    ) as repeated
    where next_line is not null and (differing or line > first)`;
}

function repeatedAddresses(uploadId: string): SQL {
  return sql`
    select line, 'The e-mail address stands on another line too: line '
      || case when line = first then next_line else first end || '.'
    from (
      select line,
        min(line) over address as first,
        nth_value(line, 2) over (address order by line rows between unbounded preceding and unbounded following)
          as next_line
      from ${rosterUploadRow} where upload_id = ${uploadId} and refusal is null and status = 'active'
      window address as (partition by email)
    ) as repeated
    where next_line is not null`;
}

function addressesOfKept(uploadId: string): SQL {
  return sql`
    ${withDifference(uploadId)}
    select a.line, 'The e-mail address belongs to ' || k.person_number || ', who stays as they are because their own row was refused.'
    from difference k join accepted a on a.email = k.old_email and a.status = 'active'
    where k.kind = 'kept'`;
}
