import { openSql } from '~db/database';
import { createThrowAwayDatabase } from '~db/factories/throw-away-database';
import type { EmptyDatabase } from './backups';

/** A server of its own for databases to restore into: each is a copy of one that is migrated and that nobody uses. */
export async function openEmptyDatabases(): Promise<{ next: EmptyDatabase; close: () => Promise<void> }> {
  const pristine = await createThrowAwayDatabase();
  const sql = openSql({ ...pristine.admin, database: 'postgres', max: 1 });
  let made = 0;
  return {
    async next() {
      const name = `copy_${String((made += 1))}`;
      await sql.unsafe(`create database ${name} template ${pristine.admin.database} strategy file_copy`);
      return {
        admin: { ...pristine.admin, database: name },
        close: async () => {
          await sql.unsafe(`drop database ${name} with (force)`);
        },
      };
    },
    async close() {
      await sql.end();
      await pristine.close();
    },
  };
}
