import { sql } from 'drizzle-orm';
import { corroborationDays } from '~/features/published/summaries/choices';
import type { IdentifiedDatabase } from '~db/identified-client';

/** A register as it stands before a publication. */
export interface RegisterState {
  readonly id: number;
  readonly depth: number;
  /** Places given out so far. */
  readonly nextLeaf: number;
  /** Whether something that is open on the given day is pinned to it. */
  readonly pinned: boolean;
}

/** Somebody who is to get a place, with their newest key. */
export interface Newcomer {
  readonly personNumber: string;
  readonly unitPath: string;
  /** 32 bytes. */
  readonly commitment: Uint8Array;
}

/** A leaf that becomes zero, or the same key again. */
export interface LeafChange {
  readonly leaf: number;
  readonly commitment: Uint8Array;
  readonly live: boolean;
}

/** The newest key of every active person who has one that is not revoked. */
const newestKeys = sql`
  newest as (
    select person_number, unit_path, identity_commitment from (
      select distinct on (e.person_number) e.person_number, p.unit_path, e.identity_commitment, e.revoked
      from identified.enrolment e join identified.person p using (person_number)
      where p.status = 'active'
      order by e.person_number, e.generation desc
    ) as last_key where revoked is null
  )`;

/** Places of one register with what they ought to be: live while the person is active and the key not revoked. */
const placesOf = (registerId: number) => sql`
  places as (
    select pl.leaf_index, pl.identity_commitment, pl.live = 1 as live, pl.unit_path,
      p.status = 'active' and e.revoked is null as wanted, p.unit_path as wanted_unit
    from identified.register_place pl
    join identified.person p using (person_number)
    join identified.enrolment e using (identity_commitment)
    where pl.register_id = ${registerId}
  )`;

/** Registers that are not retired, oldest first. @param day what takes no more acts from then on no longer pins */
export async function registerStates(db: IdentifiedDatabase, day: string): Promise<RegisterState[]> {
  const rows = await db.execute<{ id: number; depth: number; next_leaf: number; pinned: boolean }>(sql`
    select r.id, r.depth, r.next_leaf, exists (
      select from published.petition p
      where p.register_id = r.id and p.state = 'open' and p.closes_day >= ${day}
    ) or exists (
      select from published.summary s
      where s.register_id = r.id and s.day + ${corroborationDays}::int >= ${day}::date
    ) or exists (
      select from published.choice_subject c where c.register_id = r.id and c.until_day >= ${day}
    ) as pinned
    from published.register r where not r.retired order by r.id`);
  return rows.map((row) => ({ id: row.id, depth: row.depth, nextLeaf: row.next_leaf, pinned: row.pinned }));
}

/** Number of the newest register that there ever was; 0: none. */
export async function lastRegisterId(db: IdentifiedDatabase): Promise<number> {
  const [row] = await db.execute<{ id: number | null }>(sql`select max(id) as id from published.register`);
  return row?.id ?? 0;
}

/** Active people: what sizes of registers are compared with. */
export async function activePeople(db: IdentifiedDatabase): Promise<number> {
  const [row] = await db.execute<{ size: number }>(
    sql`select count(*)::int as size from identified.person where status = 'active'`,
  );
  return row?.size ?? 0;
}

/** Everybody who would stand on a register that opened now. */
export async function everybodyEnrolled(db: IdentifiedDatabase): Promise<Newcomer[]> {
  return newcomers(await db.execute<NewcomerRow>(sql`with ${newestKeys} select * from newest order by person_number`));
}

/** How many that are. */
export async function countEnrolled(db: IdentifiedDatabase): Promise<number> {
  const [row] = await db.execute<{ size: number }>(sql`with ${newestKeys} select count(*)::int as size from newest`);
  return row?.size ?? 0;
}

/**
 * Those who have no place on this register. Who has one keeps it for ever, with the key that stands there: a replacement
 * key enters only registers that are opened later (protocol 2).
 * @param limit at most so many
 */
export async function peopleWithoutPlace(
  db: IdentifiedDatabase,
  registerId: number,
  limit: number,
): Promise<Newcomer[]> {
  return newcomers(
    await db.execute<NewcomerRow>(sql`
      with ${newestKeys} select * from newest n
      where not exists (
        select from identified.register_place pl
        where pl.register_id = ${registerId} and pl.person_number = n.person_number
      )
      order by n.person_number limit ${limit}`),
  );
}

/** Whether an active person's newest key cannot enter this register, because another key has their place. */
export async function replacementWaits(db: IdentifiedDatabase, registerId: number): Promise<boolean> {
  const [row] = await db.execute<{ waits: boolean }>(sql`
    with ${newestKeys} select exists (
      select from newest n join identified.register_place pl using (person_number)
      where pl.register_id = ${registerId} and pl.identity_commitment <> n.identity_commitment
    ) as waits`);
  return row?.waits ?? false;
}

/** Leaves that are to become zero (left, stolen, disputed), or the same key again (returned). */
export async function leafChanges(db: IdentifiedDatabase, registerId: number): Promise<LeafChange[]> {
  const rows = await db.execute<{ leaf_index: number; identity_commitment: Uint8Array; wanted: boolean }>(sql`
    with ${placesOf(registerId)}
    select leaf_index, identity_commitment, wanted from places where live <> wanted order by leaf_index`);
  return rows.map((row) => ({ leaf: row.leaf_index, commitment: row.identity_commitment, live: row.wanted }));
}

/** Live leaves whose person moved to another unit, with the new one. */
export async function unitMoves(
  db: IdentifiedDatabase,
  registerId: number,
): Promise<{ leaf: number; unitPath: string }[]> {
  const rows = await db.execute<{ leaf_index: number; wanted_unit: string }>(sql`
    with ${placesOf(registerId)}
    select leaf_index, wanted_unit from places where wanted and unit_path <> wanted_unit order by leaf_index`);
  return rows.map((row) => ({ leaf: row.leaf_index, unitPath: row.wanted_unit }));
}

/** Leaves that are to be live, by the roster's units. */
export async function liveLeaves(
  db: IdentifiedDatabase,
  registerId: number,
): Promise<{ unitPath: string; places: number[] }[]> {
  const rows = await db.execute<{ unit: string; leaves: string }>(sql`
    with ${placesOf(registerId)}
    select wanted_unit as unit, string_agg(leaf_index::text, ',' order by leaf_index) as leaves
    from places where wanted group by wanted_unit`);
  return rows.map(({ unit, leaves }) => ({ unitPath: unit, places: leaves.split(',').map(Number) }));
}

type NewcomerRow = Record<string, unknown> & {
  person_number: string;
  unit_path: string;
  identity_commitment: Uint8Array;
};

function newcomers(rows: readonly NewcomerRow[]): Newcomer[] {
  return rows.map((row) => ({
    personNumber: row.person_number,
    unitPath: row.unit_path,
    commitment: row.identity_commitment,
  }));
}
