import type { ISql } from 'postgres';
import { loginRoles, openSql, type Connection, type LoginRole } from './database';
import { actualRights, type Right } from './actual-rights';
import { unsafeStates } from './unsafe-states';
import { grantMatrix } from './roles';

/** One way in which the database differs from the declared matrix. `what` is a sentence for people. */
export interface GrantDifference {
  readonly kind: 'extra' | 'missing' | 'unsafe';
  readonly what: string;
}

/** The database may do more, or less, than the matrix says. The process must not run. */
export class GrantDifferenceError extends Error {
  override readonly name = 'GrantDifferenceError';
  constructor(readonly differences: readonly GrantDifference[]) {
    const lines = differences.map(({ what }) => `  - ${what}`);
    super(`The rights in the database are not the declared ones:\n${lines.join('\n')}`);
  }
}

/**
 * Compares the real rights with the matrix, logged in as each role in turn (threat model, rule 4).
 * @throws GrantDifferenceError naming every difference
 */
export async function refuseGrantDifferences(
  connections: Readonly<Partial<Record<LoginRole, Connection>>>,
): Promise<void> {
  const found = await Promise.all(
    Object.entries(connections).map(([role, connection]) => differencesAs(role as LoginRole, connection)),
  );
  const differences = [...new Map(found.flat().map((each) => [each.what, each])).values()];
  if (differences.length > 0) throw new GrantDifferenceError(differences);
}

async function differencesAs(role: LoginRole, connection: Connection): Promise<GrantDifference[]> {
  const sql = openSql({ ...connection, max: 1 });
  try {
    const [who] = await sql<{ session: string; current: string }[]>`
      select session_user::text as session, current_user::text as current`;
    const isItself = who?.session === role && who.current === role;
    const own: GrantDifference[] = isItself
      ? []
      : [
          {
            kind: 'unsafe',
            what: `the connection of ${role} is really ${String(who?.session)}/${String(who?.current)}`,
          },
        ];
    return [...own, ...(await grantDifferences(sql))];
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * What differs, seen over one connection of any role: the catalogs are open to all. Looks at effective rights, so a right
 * through PUBLIC or a membership counts as held.
 */
export async function grantDifferences(sql: ISql): Promise<GrantDifference[]> {
  const actual = await actualRights(sql);
  const declared = declaredRights();
  const extra = [...actual.keys()].filter((right) => !declared.has(right));
  const missing = [...declared].filter((right) => !actual.has(right));
  return [
    ...extra.map((right) => ({ kind: 'extra' as const, what: `${right}, which the matrix does not grant` })),
    ...missing.map((right) => ({ kind: 'missing' as const, what: `missing: ${right}` })),
    ...(await unsafeStates(sql, declaredObjects())).map((what) => ({ kind: 'unsafe' as const, what })),
  ];
}

function declaredRights(): Set<Right> {
  const rights = loginRoles.flatMap((role) => {
    const { schemas, tables, functions } = grantMatrix[role];
    return [
      `${role} has CONNECT on the database`,
      ...schemas.map((schema) => `${role} has USAGE on schema ${schema}`),
      ...functions.map((name) => `${role} has EXECUTE on function ${name}`),
      ...Object.entries(tables).flatMap(([table, grant]) => [
        ...grant.table.map((privilege) => `${role} has ${privilege} on ${table}`),
        ...Object.entries(grant.columns ?? {}).flatMap(([privilege, columns]) =>
          columns.map((column) => `${role} has ${privilege} on ${table} (${column})`),
        ),
      ]),
    ];
  });
  return new Set(rights);
}

/** Tables and functions that the matrix knows. Anything else in a wing's schema was put there by somebody else. */
function declaredObjects(): { tables: ReadonlySet<string>; functions: ReadonlySet<string> } {
  const grants = Object.values(grantMatrix);
  return {
    tables: new Set(grants.flatMap(({ tables }) => Object.keys(tables))),
    functions: new Set(grants.flatMap(({ functions }) => functions)),
  };
}
