import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';
import type { WaitingPetition } from './critical-mass';

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly state: string;
  readonly critical_mass: number;
  readonly counted: number | null;
  readonly change: number | null;
}

/**
 * Petitions that acts wait for, and those that closed without ever having appeared and without a word about it yet.
 * One nullifier changes the count by where its chain ends less where the waiting part of it began.
 */
export async function waitingPetitions(db: AnonymousDatabase): Promise<WaitingPetition[]> {
  const rows = await db.execute<Row>(sql`
    with chain as (
      select petition_id, (max(n) % 2 = 0)::int - (min(n) % 2 = 1)::int as change
      from anonymous.waiting_action group by petition_id, nullifier
    ), waiting as (
      select petition_id, sum(change)::int as change from chain group by petition_id
    )
    select p.id, p.state, p.critical_mass, t.signers as counted, w.change
    from published.petition p
    left join waiting w on w.petition_id = p.id
    left join published.tally t on t.petition_id = p.id
    where w.petition_id is not null or (
      p.state in ('closed', 'archived') and p.critical_mass > 0 and t.petition_id is null
      and not exists (select from published.deletion d where d.petition_id = p.id)
    )`);
  return rows.map((row) => ({
    id: row.id,
    state: row.state,
    criticalMass: row.critical_mass,
    counted: row.counted,
    waiting: row.change !== null,
    change: row.change ?? 0,
  }));
}
