import { and, eq } from 'drizzle-orm';
import { randomId } from '~/features/published/petitions/random-id.server';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { leaderHolder } from '~db/schema/identified-answers';
import { leader } from '~db/schema/published-answers';
import { DeskError } from '../desks/desk';

/** Somebody who answers for the company, as the public record names them. */
export interface LeaderRecord {
  /** Random name of the record. */
  readonly id: string;
  readonly name: string;
  /** The unit that they are in today. */
  readonly unit: string;
}

/**
 * The public record of a leader, begun where there is none yet. Call it in a transaction.
 * @param day on the company's calendar
 * @throws DeskError `not-a-leader` unless active and in leadership
 */
export async function leaderRecord(tx: IdentifiedDatabase, personNumber: string, day: string): Promise<LeaderRecord> {
  const [holder] = await tx
    .select({ name: person.name, unit: person.unitPath })
    .from(person)
    .innerJoin(roleGrant, and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership')))
    .where(and(eq(person.personNumber, personNumber), eq(person.status, 'active')))
    .for('no key update');
  if (!holder) throw new DeskError('not-a-leader');
  const [known] = await tx.select().from(leaderHolder).where(eq(leaderHolder.personNumber, personNumber));
  if (known) return { id: known.leaderId, ...holder };
  const id = randomId();
  await tx.insert(leader).values({ id, name: holder.name, day });
  await tx.insert(leaderHolder).values({ leaderId: id, personNumber });
  return { id, ...holder };
}
