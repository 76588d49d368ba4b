import { sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';

/**
 * Whether somebody answers for a petition: as owner or delegate of the answer, as who was owner before, as who wrote a
 * revision of its response, or as who answers for a pledge in it. Who does has a side in what is asked there.
 */
export async function answersFor(
  db: IdentifiedDatabase,
  { petitionId, personNumber }: { petitionId: string; personNumber: string },
): Promise<boolean> {
  return (await answeredFor(db, personNumber, [petitionId])).has(petitionId);
}

/** Those of some petitions that somebody answers for. */
export async function answeredFor(
  db: IdentifiedDatabase,
  personNumber: string,
  petitions: readonly string[],
): Promise<ReadonlySet<string>> {
  if (petitions.length === 0) return new Set();
  const rows = await db.execute<{ id: string }>(sql`
    select wanted.id from json_array_elements_text(${JSON.stringify(petitions)}::json) as wanted (id)
    where exists (
      select from identified.answer_case c
      where c.subject = 'petition' and c.subject_id = wanted.id and ${personNumber} in (c.owner, c.delegate)
    ) or exists (
      select from published.answer_owner o
      join identified.leader_holder h on h.leader_id = o.leader_id and h.person_number = ${personNumber}
      where o.subject = 'petition' and o.subject_id = wanted.id
    ) or exists (
      select from published.pledge p
      join identified.leader_holder h on h.leader_id = p.leader_id and h.person_number = ${personNumber}
      where p.petition_id = wanted.id
    ) or exists (
      select from identified.statement_author a
      where a.kind = 'response' and a.id = wanted.id and a.person_number = ${personNumber}
    )`);
  return new Set(rows.map(({ id }) => id));
}
