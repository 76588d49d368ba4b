import { openSql, type Connection } from '../database';

/**
 * Fills a petition with published signatures that no proof was ever made for, a history of as many days as given, and the
 * count that belongs to it; as the superuser, for no role may do this. For measurements of reading.
 * @param day the last day of the history
 */
export async function addPublishedSignatures(
  admin: Connection,
  input: { petitionId: string; registerId: number; count: number; days: number; day: string },
): Promise<void> {
  const { petitionId, registerId, count, days, day } = input;
  const sql = openSql({ ...admin, max: 1 });
  try {
    await sql`
      insert into published.signature (petition_id, nullifier, n, action, register_id, edition, proof, day)
      select ${petitionId}, nullifier, 0, 'sign', ${registerId}::int, 1,
        nullifier || nullifier || nullifier || nullifier || nullifier || nullifier || nullifier || nullifier,
        ${day}::date - (i % ${days}::int)
      from generate_series(1, ${count}::int) as i,
        lateral (select sha256((${petitionId} || i)::bytea) as nullifier) as made
      order by nullifier`;
    const [run] = await sql<{ number: number }[]>`select max(number) as number from published.publication`;
    await sql`
      insert into published.tally (petition_id, signers, publication)
      values (${petitionId}, ${count}, ${run?.number ?? 1})`;
    await sql`
      insert into published.figure (petition_id, day, signers)
      select ${petitionId}, ${day}::date - (${days}::int - i), greatest(10, ${count}::bigint * i / ${days}::int)
      from generate_series(1, ${days}::int) as i`;
    await sql`analyze published.signature`;
  } finally {
    await sql.end();
  }
}

/**
 * As {@link addPublishedSignatures}, the same number for each of many petitions that are open or were, with a history of ten days.
 * @param petitions how many: the first by name that nobody has signed
 */
export async function addSignaturesToMany(
  admin: Connection,
  { petitions, each, day }: { readonly petitions: number; readonly each: number; readonly day: string },
): Promise<void> {
  const sql = openSql({ ...admin, max: 1 });
  try {
    const chosen = await sql<{ id: string }[]>`
      select p.id from published.petition p
      where p.state in ('open', 'closed', 'archived') and not exists (select from published.tally t where t.petition_id = p.id)
      order by p.id limit ${petitions}`;
    const ids = chosen.map(({ id }) => id);
    await sql`
      insert into published.signature (petition_id, nullifier, n, action, register_id, edition, proof, day)
      select id, nullifier, 0, 'sign', 1, 1,
        nullifier || nullifier || nullifier || nullifier || nullifier || nullifier || nullifier || nullifier, ${day}::date - i % 10
      from unnest(${ids}::text[]) as id, generate_series(1, ${each}::int) as i,
        lateral (select sha256((id || i)::bytea) as nullifier) as made
      order by id, nullifier`;
    await sql`insert into published.tally (petition_id, signers, publication) select id, ${each}::int, 1 from unnest(${ids}::text[]) as id`;
    await sql`
      insert into published.figure (petition_id, day, signers)
      select id, ${day}::date - 10 + i, greatest(10, ${each}::int * i / 10)
      from unnest(${ids}::text[]) as id, generate_series(1, 10) as i`;
    await sql`analyze published.signature`;
  } finally {
    await sql.end();
  }
}
