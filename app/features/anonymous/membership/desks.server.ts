import type { AnonymousDatabase } from '~db/anonymous-client';
import { inBatches } from '../signatures/in-batches';

/** Where acts of one kind are looked at and kept: those of all requests of a process together. */
export interface Desk<Key, Grounds, Act, Kept> {
  /** What the server knows of what an act is about. @throws BatchesFullError */
  readonly grounds: (key: Key) => Promise<Grounds>;
  /** Keeps a verified act. @throws BatchesFullError */
  readonly keep: (act: Act) => Promise<Kept>;
}

/** More would wait longer than a browser does. */
const limits = { most: 256, waiting: 4000 };

/** @returns the desk of a database client: always the same one, so that what comes at once is done together */
export function desks<Key, Grounds, Act, Kept>(
  readGrounds: (db: AnonymousDatabase, keys: readonly Key[]) => Promise<readonly Grounds[]>,
  keepAll: (db: AnonymousDatabase, acts: readonly Act[]) => Promise<readonly Kept[]>,
): (db: AnonymousDatabase) => Desk<Key, Grounds, Act, Kept> {
  const open = new WeakMap<AnonymousDatabase, Desk<Key, Grounds, Act, Kept>>();
  return (db) => {
    const desk = open.get(db) ?? {
      grounds: inBatches((keys: readonly Key[]) => readGrounds(db, keys), limits),
      keep: inBatches((acts: readonly Act[]) => keepAll(db, acts), limits),
    };
    open.set(db, desk);
    return desk;
  };
}
