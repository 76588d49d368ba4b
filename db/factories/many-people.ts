import { sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '../identified-client';

/**
 * Puts `count` invented active people on the roster, each with a first key that is a random number: nobody knows what it
 * is the commitment of. For volume; enrolling asks for a proof.
 * @param units among how many units they are spread
 */
export async function addEnrolledPeople(
  db: IdentifiedDatabase,
  { count, units = 100, day }: { count: number; units?: number; day: string },
): Promise<void> {
  await db.execute(sql`
    insert into identified.person (person_number, name, email, unit_path, status)
    select 'V' || lpad(i::text, 7, '0'), 'Person ' || i, 'person.' || i || '@volume.example',
      'Company / Area ' || i % 10 || ' / Team ' || i % ${units}::int, 'active'
    from generate_series(1, ${count}::int) as i`);
  // The first byte is kept below that of the field's order.
  await db.execute(sql`
    insert into identified.enrolment (person_number, generation, identity_commitment, reason, day)
    select 'V' || lpad(i::text, 7, '0'), 1, set_byte(random, 0, get_byte(random, 0) & 31), 'first', ${day}::date
    from generate_series(1, ${count}::int) as i, lateral (select sha256(('key ' || i)::bytea) as random) as key`);
}
