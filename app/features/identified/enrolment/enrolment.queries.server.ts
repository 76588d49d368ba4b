import { asc, eq, sql } from 'drizzle-orm';
import { fromBytes32 } from '~/crypto/semaphore/field';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolment } from '~db/schema/identified';
import { allowedReasons, type EnrolmentReason, type Revocation } from './enrolment';

/** Where a key stands on a register in use. */
interface KeyPlace {
  readonly register: number;
  readonly leaf: number;
  /** False where the leaf is zero. */
  readonly live: boolean;
  /** The first edition that counts and holds this place; null until the publication that placed it is complete. */
  readonly sinceEdition: number | null;
}

/** A key enrolled in somebody's name. */
export interface EnrolledKeyView {
  readonly generation: number;
  readonly reason: EnrolmentReason;
  readonly day: string;
  /** Why its leaf is zero, or will be at the next publication; null otherwise. */
  readonly revoked: Revocation | null;
  /** Canonical decimal: to compare with the key on the device. */
  readonly commitment: string;
  readonly places: readonly KeyPlace[];
}

/** An open petition and the one key of this person that can act on it. */
export interface OpenPetitionView {
  readonly id: string;
  readonly title: string;
  readonly closesDay: string;
  readonly register: number;
  /** Null: no key of theirs can, as the one that stood there was taken off. */
  readonly generation: number | null;
}

/** What "my key" shows. For the person alone. */
export interface MyEnrolment {
  /** Oldest first. */
  readonly keys: readonly EnrolledKeyView[];
  /** For which reasons a key may be enrolled now. */
  readonly allowedReasons: readonly EnrolmentReason[];
  /** Open petitions pinned to a register where a key of theirs has its place: a replacement never acts on these. */
  readonly openPetitions: readonly OpenPetitionView[];
}

/** Everything about somebody's enrolment. */
export async function myEnrolment(db: IdentifiedDatabase, personNumber: string): Promise<MyEnrolment> {
  const rows = await db
    .select()
    .from(enrolment)
    .where(eq(enrolment.personNumber, personNumber))
    .orderBy(asc(enrolment.generation));
  const places = await placesOf(db, personNumber);
  const keys = rows.map(({ generation, reason, day, revoked, identityCommitment }) => ({
    generation,
    reason,
    day,
    revoked,
    commitment: fromBytes32(identityCommitment).toString(),
    places: places.filter((place) => place.generation === generation).map(({ place }) => place),
  }));
  return {
    keys,
    allowedReasons: allowedReasons(rows.at(-1) ?? null),
    openPetitions: await openPetitions(db, personNumber),
  };
}

async function placesOf(
  db: IdentifiedDatabase,
  personNumber: string,
): Promise<{ generation: number; place: KeyPlace }[]> {
  const rows = await db.execute<{
    generation: number;
    register_id: number;
    leaf_index: number;
    live: boolean;
    since: number | null;
  }>(sql`
    select e.generation, pl.register_id, pl.leaf_index, pl.live = 1 as live, (
      select min(ed.number) from published.edition ed
      join published.publication pu on pu.number = ed.publication and pu.checkpoint_done
      where ed.register_id = pl.register_id and ed.size > pl.leaf_index
    ) as since
    from identified.register_place pl join identified.enrolment e using (identity_commitment)
    where pl.person_number = ${personNumber} order by pl.register_id`);
  return rows.map((row) => ({
    generation: row.generation,
    place: { register: row.register_id, leaf: row.leaf_index, live: row.live, sinceEdition: row.since },
  }));
}

async function openPetitions(db: IdentifiedDatabase, personNumber: string): Promise<OpenPetitionView[]> {
  const rows = await db.execute<{
    id: string;
    title: string;
    closes_day: string;
    register_id: number;
    generation: number | null;
  }>(sql`
    select pe.id, pe.title, pe.closes_day::text, pe.register_id,
      case when e.revoked is null then e.generation end as generation
    from published.petition pe
    join identified.register_place pl on pl.register_id = pe.register_id and pl.person_number = ${personNumber}
    join identified.enrolment e using (identity_commitment)
    where pe.state = 'open'
    order by pe.closes_day, pe.id`);
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    closesDay: row.closes_day,
    register: row.register_id,
    generation: row.generation,
  }));
}
