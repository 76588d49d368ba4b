import { and, eq, inArray } from 'drizzle-orm';
import { logAccess } from '~/features/identified/access-log/log-access.server';
import { HandlerError } from '~/features/identified/handlers/handler-error';
import { retireKeysOf } from '~/features/identified/handlers/retire-handler-key.server';
import { appendEntries, appendEntry } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import { AccountError } from './account-error';
import { roleWords, type GrantableRole } from './role';

export interface ChangeRoleDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
}

export interface RoleChange {
  /** Person number of the administrator, or 'setup': the command of whoever runs the machine. */
  readonly actor: string;
  readonly personNumber: string;
  readonly role: GrantableRole;
}

/** The one actor that is not a person: without it there could be no first administrator. */
export const setupActor = 'setup';

/**
 * Grants a role to an active person. The grant is a ledger entry with the person's name, and a line in the access log.
 *
 * @throws AccountError `not-administrator`, `unknown-person`, `already-granted`
 */
export function grantRole({ db, clock }: ChangeRoleDeps, change: RoleChange): Promise<{ readonly name: string }> {
  const { actor, personNumber, role } = change;
  const day = dayOf(clock.now());
  return inTransaction(db, async (tx) => {
    await requireAdministrator(tx, actor);
    const [holder] = await tx
      .select({ name: person.name })
      .from(person)
      .where(and(eq(person.personNumber, personNumber), eq(person.status, 'active')));
    if (!holder) throw new AccountError('unknown-person');
    const granted = await tx
      .insert(roleGrant)
      .values({ personNumber, role, grantedDay: day, grantedBy: actor })
      .onConflictDoNothing()
      .returning({ role: roleGrant.role });
    if (granted.length === 0) throw new AccountError('already-granted');
    await record(tx, { ...change, act: 'granted', name: holder.name, day });
    return holder;
  });
}

/**
 * Withdraws a role, at once: the next request of its holder is without it. Recorded as a grant is. A handler's keys are
 * retired with it.
 *
 * @throws AccountError `not-administrator`, `unknown-person`, `not-granted`, `last-administrator`, `last-handler`
 */
export function withdrawRole({ db, clock }: ChangeRoleDeps, change: RoleChange): Promise<{ readonly name: string }> {
  const { actor, personNumber, role } = change;
  const day = dayOf(clock.now());
  return inTransaction(db, async (tx) => {
    const administrators = await requireAdministrator(tx, actor);
    const [holder] = await tx.select({ name: person.name }).from(person).where(eq(person.personNumber, personNumber));
    if (!holder) throw new AccountError('unknown-person');
    const withdrawn = await tx
      .delete(roleGrant)
      .where(and(eq(roleGrant.personNumber, personNumber), eq(roleGrant.role, role)))
      .returning({ role: roleGrant.role });
    if (withdrawn.length === 0) throw new AccountError('not-granted');
    const remaining = administrators.filter((each) => each !== personNumber);
    if (role === 'administrator' && remaining.length === 0) throw new AccountError('last-administrator');
    const retired = role === 'handler' ? await retireKeys(tx, personNumber, day) : [];
    await record(tx, { ...change, act: 'withdrawn', name: holder.name, day });
    await appendEntries(tx, retired);
    return holder;
  });
}

/**
 * Checks the actor within the transaction and gives the person numbers of all active administrators, locked: two of them who
 * withdraw each other's role at once come one after the other, and the second is no administrator any more.
 */
async function requireAdministrator(tx: IdentifiedDatabase, actor: string): Promise<readonly string[]> {
  const held = await tx
    .select({ personNumber: roleGrant.personNumber })
    .from(roleGrant)
    .where(eq(roleGrant.role, 'administrator'))
    .orderBy(roleGrant.personNumber)
    .for('update');
  const holders = held.map((row) => row.personNumber);
  const active = await tx
    .select({ personNumber: person.personNumber })
    .from(person)
    .where(and(inArray(person.personNumber, holders), eq(person.status, 'active')));
  const administrators = active.map((row) => row.personNumber);
  if (actor !== setupActor && !administrators.includes(actor)) throw new AccountError('not-administrator');
  return administrators;
}

async function retireKeys(tx: IdentifiedDatabase, personNumber: string, day: string): Promise<readonly LedgerEntry[]> {
  try {
    return await retireKeysOf(tx, { personNumbers: [personNumber], day });
  } catch (error) {
    throw error instanceof HandlerError ? new AccountError('last-handler') : error;
  }
}

interface RecordedChange extends RoleChange {
  readonly act: 'granted' | 'withdrawn';
  readonly name: string;
  readonly day: string;
}

async function record(tx: IdentifiedDatabase, change: RecordedChange): Promise<void> {
  const { actor, personNumber, role, act, name, day } = change;
  const purpose = `Role ${roleWords[role].name.toLowerCase()} ${act}`;
  await logAccess(tx, { actor, subject: personNumber, purpose, day });
  await appendEntry(tx, { v: 1, kind: 'role', act, role, name, day });
}
