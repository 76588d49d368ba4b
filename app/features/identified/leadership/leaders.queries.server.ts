import { and, asc, eq, inArray, type SQL } from 'drizzle-orm';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { logAccesses } from '../access-log/log-access.server';

/** Somebody in leadership, as another leader chooses them. */
export interface Leader {
  readonly personNumber: string;
  readonly name: string;
  readonly unitPath: string;
}

const inOffice = and(eq(roleGrant.personNumber, person.personNumber), eq(roleGrant.role, 'leadership'));

/**
 * Everybody in leadership, by name, for a leader who chooses who answers. Writes one line into the access log for each
 * person shown but the one who looks. Does NOT check the actor's role.
 */
export function leadersToChoose(
  { db, clock }: { readonly db: IdentifiedDatabase; readonly clock: Clock },
  { actor }: { readonly actor: string },
): Promise<readonly Leader[]> {
  return inTransaction(db, async (tx) => {
    const leaders = await tx
      .select({ personNumber: person.personNumber, name: person.name, unitPath: person.unitPath })
      .from(person)
      .innerJoin(roleGrant, inOffice)
      .where(eq(person.status, 'active'))
      .orderBy(asc(person.name), asc(person.personNumber));
    const others = leaders.filter(({ personNumber }) => personNumber !== actor);
    const day = dayOf(clock.now());
    await logAccesses(
      tx,
      others.map(({ personNumber: subject }) => ({ actor, subject, purpose: 'Listed to choose who answers', day })),
    );
    return leaders;
  });
}

interface Reachable {
  readonly name: string;
  readonly email: string;
}

/** Where to write to those of these people who are active and in leadership, by person number. */
export async function inLeadership(
  tx: IdentifiedDatabase,
  personNumbers: readonly string[],
): Promise<ReadonlyMap<string, Reachable>> {
  if (personNumbers.length === 0) return new Map();
  return reachable(tx, inArray(person.personNumber, [...personNumbers]));
}

/** Where to write to everybody in leadership: they answer together for what nobody in office answers for alone. */
export function allOfLeadership(tx: IdentifiedDatabase): Promise<ReadonlyMap<string, Reachable>> {
  return reachable(tx, undefined);
}

async function reachable(tx: IdentifiedDatabase, wanted: SQL | undefined): Promise<ReadonlyMap<string, Reachable>> {
  const rows = await tx
    .select({ personNumber: person.personNumber, name: person.name, email: person.email })
    .from(person)
    .innerJoin(roleGrant, inOffice)
    .where(and(wanted, eq(person.status, 'active')));
  return new Map(rows.map(({ personNumber, ...leader }) => [personNumber, leader]));
}
