import type { GrantableRole } from '~/features/identified/accounts/role';
import type { IdentifiedDatabase } from '~db/identified-client';
import { person, roleGrant } from '~db/schema/identified';

export interface TestPerson {
  readonly personNumber: string;
  readonly name: string;
  readonly email: string;
  readonly unitPath: string;
  readonly status: 'active' | 'left';
}

let next = 1;

/** Puts somebody on the roster, with roles. Everybody has a number, a name and an address of their own. */
export async function addPerson(
  db: IdentifiedDatabase,
  { roles = [], ...given }: Partial<TestPerson> & { readonly roles?: readonly GrantableRole[] } = {},
): Promise<TestPerson> {
  const n = String(next++).padStart(4, '0');
  const row: TestPerson = {
    personNumber: `E${n}`,
    name: `Person ${n}`,
    email: `person.${n}@example.com`,
    unitPath: 'Company / Engineering',
    status: 'active',
    ...given,
  };
  await db.insert(person).values(row);
  for (const role of roles)
    await db
      .insert(roleGrant)
      .values({ personNumber: row.personNumber, role, grantedDay: '2026-01-05', grantedBy: 'setup' });
  return row;
}
