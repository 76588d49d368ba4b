import type { Sql } from 'postgres';
import { loginRoles, wings } from './database';
import { grantMatrix } from './roles';

const quote = (name: string) =>
  name
    .split('.')
    .map((part) => `"${part}"`)
    .join('.');

/** Makes the grants of the login roles exactly the declared matrix. Runs as `owner`, inside the caller's transaction. */
export async function applyGrants(sql: Sql): Promise<void> {
  const roles = loginRoles.map(quote).join(', ');
  const run = (statement: string) => sql.unsafe(statement);
  for (const schema of wings) {
    await run(`REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC, ${roles}`);
    await run(`REVOKE ALL ON ALL TABLES IN SCHEMA ${schema} FROM PUBLIC, ${roles}`);
    await run(`REVOKE ALL ON ALL FUNCTIONS IN SCHEMA ${schema} FROM PUBLIC, ${roles}`);
  }
  for (const role of loginRoles) {
    const { schemas, tables, functions } = grantMatrix[role];
    for (const schema of schemas) await run(`GRANT USAGE ON SCHEMA ${quote(schema)} TO ${quote(role)}`);
    for (const [table, grant] of Object.entries(tables)) {
      await run(`GRANT ${grant.table.join(', ')} ON ${quote(table)} TO ${quote(role)}`);
      for (const [privilege, columns] of Object.entries(grant.columns ?? {})) {
        await run(`GRANT ${privilege} (${columns.map(quote).join(', ')}) ON ${quote(table)} TO ${quote(role)}`);
      }
    }
    for (const name of functions) await run(`GRANT EXECUTE ON FUNCTION ${name} TO ${quote(role)}`);
  }
}
