import { inArray, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { registerPlace } from '~db/schema/identified';
import { register } from '~db/schema/published';

/** Retires registers that nothing open is pinned to: their places, and with them who stood where, are deleted. */
export async function retireRegisters(tx: IdentifiedDatabase, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(register)
    .set({ retired: true })
    .where(inArray(register.id, [...ids]));
  await tx.delete(registerPlace).where(inArray(registerPlace.registerId, [...ids]));
}

/**
 * Forgets people who left and have no place on a register in use: their keys, and the roster row itself unless a role, a
 * draft, a petition, a statement or a public record still hangs on it.
 */
export async function forgetLeavers(tx: IdentifiedDatabase): Promise<void> {
  const placeless = sql`
    p.status = 'left' and not exists (
      select from identified.register_place pl where pl.person_number = p.person_number
    )`;
  await tx.execute(sql`
    delete from identified.enrolment e using identified.person p
    where p.person_number = e.person_number and ${placeless}`);
  // Nothing in public says who wrote an answer for somebody else.
  await tx.execute(sql`
    update identified.answer_case c set delegate = null from identified.person p
    where p.person_number = c.delegate and ${placeless}`);
  const forgotten = sql`
    select p.person_number from identified.person p where ${placeless}
      and not exists (select from identified.role_grant t where t.person_number = p.person_number)
      and not exists (select from identified.draft t where t.author = p.person_number)
      and not exists (select from identified.petition_organizer t where t.person_number = p.person_number)
      and not exists (select from identified.statement_author t where t.person_number = p.person_number)
      and not exists (select from identified.leader_holder t where t.person_number = p.person_number)
      and not exists (select from identified.answer_case t where p.person_number in (t.owner, t.delegate))
      and not exists (select from identified.answer_draft t where p.person_number in (t.writer, t.scheduled_by))
      and not exists (select from identified.answer_reviewer t where t.person_number = p.person_number)
      and not exists (select from identified.answer_comment t where t.person_number = p.person_number)`;
  for (const table of ['account', 'sign_in_attempt', 'enrolment_nonce', 'enrolment_ticket', 'person']) {
    await tx.execute(sql`
      delete from ${sql.identifier('identified')}.${sql.identifier(table)} where person_number in (${forgotten})`);
  }
}
