import { sql } from 'drizzle-orm';
import type { AnonymousDatabase } from '~db/anonymous-client';

/** The acts of one key on one thing: a later one takes the place of an earlier one. */
export interface Chain {
  acts: number;
  /** What the last act chose; null where there is none. */
  choice: string | null;
}

interface NextAct {
  readonly n: number;
  readonly choice: string;
}

/** Whether an act is the next of its chain, or the last one once more; any other comes too late, or too early. */
export function placeInChain(chain: Chain, { n, choice }: NextAct): 'next' | 'stands' | 'stale' {
  if (n === chain.acts) return 'next';
  return n === chain.acts - 1 && choice === chain.choice ? 'stands' : 'stale';
}

/** Makes an act the last of its chain. */
export function follow(chain: Chain, { choice }: NextAct): void {
  chain.acts += 1;
  chain.choice = choice;
}

export const hexOf = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

/** In key order, not in order of arrival. */
export function inKeyOrder<T>(acts: readonly T[], keyOf: (act: T) => string): T[] {
  return acts
    .map((act): [string, T] => [keyOf(act), act])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, act]) => act);
}

/**
 * Two processes must not both take the next act of one key, each another choice. A lock's number is a digest of the
 * chain's name, and gone with the transaction; unlike a row of a table it leaves nothing behind. All are taken in one
 * order, so that two processes never wait for each other in a circle.
 */
export async function lockChains(tx: AnonymousDatabase, names: readonly string[]): Promise<void> {
  await tx.execute(sql`
    select pg_advisory_xact_lock(number) from (
      select distinct hashtextextended(chain, 7020191) as number
      from json_array_elements_text(${JSON.stringify(names)}::json) as c (chain)
      order by number
    ) as chains`);
}
