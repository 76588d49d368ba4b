import { drizzle } from 'drizzle-orm/postgres-js';
import { openSql, type Connection } from '~db/database';
import type { IdentifiedDatabase } from '~db/identified-client';

export interface CountedDatabase {
  readonly db: IdentifiedDatabase;
  /** SQL text of every query since the last call, in order. */
  readonly take: () => readonly string[];
  readonly close: () => Promise<void>;
}

/** A pool of the identified wing that remembers which queries it was asked. */
export function countedDatabase(connection: Connection): CountedDatabase {
  const client = openSql(connection);
  let queries: string[] = [];
  const logger = {
    logQuery(query: string) {
      queries.push(query);
    },
  };
  return {
    db: drizzle(client, { casing: 'snake_case', logger }),
    take() {
      const taken = queries;
      queries = [];
      return taken;
    },
    close: () => client.end({ timeout: 5 }),
  };
}
