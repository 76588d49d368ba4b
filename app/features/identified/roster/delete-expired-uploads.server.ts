import { lte, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, rosterUpload } from '~db/schema/identified';

/** Drops uploads that nobody confirmed within the hour, rows and all. Safe to run at any time, several at once. */
export async function deleteExpiredUploads(db: IdentifiedDatabase, now: Date): Promise<void> {
  await db.delete(rosterUpload).where(lte(rosterUpload.expiresAt, now));
}

/**
 * Deletes people who left and to whom nothing refers any more: no place on a register, key, petition, response or
 * draft (retention of `person`). Safe to run at any time, several at once.
 */
export async function deleteDepartedPeople(db: IdentifiedDatabase): Promise<void> {
  const references = [
    ['account', 'person_number'],
    ['sign_in_attempt', 'person_number'],
    ['role_grant', 'person_number'],
    ['petition_organizer', 'person_number'],
    ['response_author', 'person_number'],
    ['draft', 'author'],
    ['enrolment', 'person_number'],
    ['register_place', 'person_number'],
    ['enrolment_nonce', 'person_number'],
    ['enrolment_ticket', 'person_number'],
  ].map(
    ([table, column]) =>
      sql`and not exists (select 1 from ${sql.identifier('identified')}.${sql.identifier(table ?? '')} r
        where r.${sql.identifier(column ?? '')} = p.person_number)`,
  );
  await db.execute(sql`delete from ${person} p where p.status = 'left' ${sql.join(references, sql` `)}`);
}
