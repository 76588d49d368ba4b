import { and, eq, inArray } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person } from '~db/schema/identified';
import { queueMail } from '../accounts/queue-mail.server';
import type { AnsweringMail } from './answering-mail';

/** Leaves one mail for each of them who still works here, once each; null is nobody. */
export async function mailPeople(
  tx: IdentifiedDatabase,
  personNumbers: readonly (string | null)[],
  mail: AnsweringMail,
): Promise<void> {
  const numbers = [...new Set(personNumbers)].filter((each) => each !== null);
  if (numbers.length === 0) return;
  const people = await tx
    .select({ recipient: person.email })
    .from(person)
    .where(and(inArray(person.personNumber, numbers), eq(person.status, 'active')));
  for (const { recipient } of people) await queueMail(tx, { recipient, ...mail });
}
