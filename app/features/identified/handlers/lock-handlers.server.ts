import { and, eq, inArray, sql } from 'drizzle-orm';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { HandlerError } from './handler-error';

/**
 * Has people stay active handlers until the transaction ends, and then all handlers' keys stand still: whoever changes them
 * does it alone. The order (people, roles, keys) is that in which a roster or a role that changes takes them too.
 * @returns their names, by person number
 * @throws HandlerError `not-handler`
 */
export async function lockHandlers(
  tx: IdentifiedDatabase,
  ...personNumbers: readonly string[]
): Promise<ReadonlyMap<string, string>> {
  const active = await tx
    .select({ personNumber: person.personNumber, name: person.name })
    .from(person)
    .where(and(inArray(person.personNumber, [...personNumbers]), eq(person.status, 'active')))
    .orderBy(person.personNumber)
    .for('share');
  const held = await tx
    .select({ personNumber: roleGrant.personNumber })
    .from(roleGrant)
    .where(and(inArray(roleGrant.personNumber, [...personNumbers]), eq(roleGrant.role, 'handler')))
    .orderBy(roleGrant.personNumber)
    .for('share');
  const names = new Map(active.map(({ personNumber, name }) => [personNumber, name]));
  const areHandlers = personNumbers.every(
    (each) => names.has(each) && held.some(({ personNumber }) => personNumber === each),
  );
  if (!areHandlers) throw new HandlerError('not-handler');
  await lockHandlerKeys(tx);
  return names;
}

/** Has handlers' keys stand still until the transaction ends. Take it after people and roles. */
export async function lockHandlerKeys(tx: IdentifiedDatabase): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(7020191, 7)`);
}
