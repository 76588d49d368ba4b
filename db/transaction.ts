import type { Database, Wing } from './database';

/**
 * Runs `work` in one READ COMMITTED transaction of one wing; commits its result, or rolls back and rethrows what it threw.
 * Nested calls are savepoints.
 */
export function inTransaction<W extends Wing, T>(db: Database<W>, work: (tx: Database<W>) => Promise<T>): Promise<T> {
  return db.transaction((tx) => work(tx as unknown as Database<W>));
}
