import { and, asc, eq, inArray, or, sql } from 'drizzle-orm';
import { logAccesses } from '~/features/identified/access-log/log-access.server';
import { dayOf, type Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';
import { inTransaction } from '~db/transaction';
import type { GrantableRole } from './role';

export interface FindPeopleDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
}

export interface HeldRole {
  readonly role: GrantableRole;
  readonly grantedDay: string;
}

export interface FoundPerson {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly unitPath: string;
  readonly roles: readonly HeldRole[];
}

/** Most people shown at once: whoever wants to read the roster has to say so again and again, in the access log. */
export const mostFound = 20;

/** Fewer letters find half the company. */
export const fewestLetters = 2;

const columns = {
  personNumber: person.personNumber,
  name: person.name,
  email: person.email,
  unitPath: person.unitPath,
};

/**
 * Active people whose number, name or address contains the words, for an administrator who grants roles. Writes one line
 * into the access log for each person shown. Does NOT check the actor's role.
 *
 * @param input.words attacker-controlled; matched literally
 */
export function findPeople(
  { db, clock }: FindPeopleDeps,
  input: { readonly actor: string; readonly words: string },
): Promise<readonly FoundPerson[]> {
  const words = input.words.trim();
  if (words.length < fewestLetters) return Promise.resolve([]);
  const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
  return inTransaction(db, async (tx) => {
    const found = await tx
      .select(columns)
      .from(person)
      .where(
        and(
          eq(person.status, 'active'),
          or(...[person.name, person.email, person.personNumber].map((each) => sql`${each} ilike ${pattern}`)),
        ),
      )
      .orderBy(asc(person.name), asc(person.personNumber))
      .limit(mostFound);
    const purpose = 'Looked up to grant or withdraw a role';
    return withRoles(tx, found, { actor: input.actor, purpose, day: dayOf(clock.now()) });
  });
}

/** Everybody who holds a role, for an administrator; logged like {@link findPeople}. Does NOT check the actor's role. */
export function roleHolders(
  { db, clock }: FindPeopleDeps,
  input: { readonly actor: string },
): Promise<readonly FoundPerson[]> {
  return inTransaction(db, async (tx) => {
    const holders = await tx
      .selectDistinct(columns)
      .from(person)
      .innerJoin(roleGrant, eq(roleGrant.personNumber, person.personNumber))
      .orderBy(asc(person.name), asc(person.personNumber));
    return withRoles(tx, holders, { actor: input.actor, purpose: 'Listed who holds a role', day: dayOf(clock.now()) });
  });
}

type PersonRow = Omit<FoundPerson, 'roles'>;

async function withRoles(
  tx: IdentifiedDatabase,
  people: readonly PersonRow[],
  look: { readonly actor: string; readonly purpose: string; readonly day: string },
): Promise<readonly FoundPerson[]> {
  if (people.length === 0) return [];
  const numbers = people.map((each) => each.personNumber);
  const grants = await tx
    .select()
    .from(roleGrant)
    .where(inArray(roleGrant.personNumber, numbers))
    .orderBy(asc(roleGrant.role));
  await logAccesses(
    tx,
    numbers.map((subject) => ({ ...look, subject })),
  );
  return people.map((each) => ({
    ...each,
    roles: grants
      .filter((grant) => grant.personNumber === each.personNumber)
      .map(({ role, grantedDay }) => ({ role, grantedDay })),
  }));
}
