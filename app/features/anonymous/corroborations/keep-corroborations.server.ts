import { sql } from 'drizzle-orm';
import type { Corroboration } from '~/crypto/semaphore/statement';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { follow, hexOf, inKeyOrder, lockChains, placeInChain, type Chain } from '../membership/chains.server';
import { shareActions } from '../publication/action-lock.server';

/** An act whose proof was verified. */
export interface VerifiedCorroboration {
  readonly summary: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
  readonly n: number;
  readonly choice: Corroboration;
  readonly register: number;
  readonly edition: number;
  /** 256 bytes. */
  readonly proof: Uint8Array;
}

/** `acts`: how many acts of this nullifier stand on the summary by now. */
export interface KeptCorroboration {
  readonly kind: 'kept' | 'stale';
  readonly acts: number;
}

/**
 * Takes verified acts into the waiting table, all in one transaction (protocol 4, the last checks). The same act again is
 * kept once, as long as it is the last of its key; what is not the next one is stale.
 * NOT checked: the proofs.
 * @returns for each act in turn what became of it
 */
export function keepCorroborations(
  db: AnonymousDatabase,
  acts: readonly VerifiedCorroboration[],
): Promise<readonly KeptCorroboration[]> {
  return inTransaction(db, async (tx) => {
    await shareActions(tx);
    await lockChains(tx, chainsOf(acts));
    const chains = await readChains(tx, acts);
    const taken: VerifiedCorroboration[] = [];
    const outcomes = acts.map((act): KeptCorroboration => {
      const chain = chains.get(chainOf(act)) ?? { acts: 0, choice: null };
      chains.set(chainOf(act), chain);
      const place = placeInChain(chain, act);
      if (place === 'next') {
        taken.push(act);
        follow(chain, act);
      }
      return { kind: place === 'stale' ? 'stale' : 'kept', acts: chain.acts };
    });
    if (taken.length > 0) await insert(tx, taken);
    return outcomes;
  });
}

const chainOf = ({ summary, nullifier }: VerifiedCorroboration) => `${summary} ${hexOf(nullifier)}`;
const chainsOf = (acts: readonly VerifiedCorroboration[]) => [...new Set(acts.map(chainOf))].sort();

interface ChainRow extends Record<string, unknown> {
  readonly chain: string;
  readonly n: number | null;
  readonly choice: Corroboration | null;
}

async function readChains(tx: AnonymousDatabase, acts: readonly VerifiedCorroboration[]): Promise<Map<string, Chain>> {
  const rows = await tx.execute<ChainRow>(sql`
    select k.chain, last.n, last.choice
    from json_array_elements_text(${JSON.stringify(chainsOf(acts))}::json) as k (chain)
    left join lateral (
      select n, choice from (
        select w.n, w.choice from anonymous.waiting_corroboration w
        where w.summary_id = split_part(k.chain, ' ', 1) and w.nullifier = decode(split_part(k.chain, ' ', 2), 'hex')
        union all
        select c.n, c.choice from published.corroboration c
        where c.summary_id = split_part(k.chain, ' ', 1) and c.nullifier = decode(split_part(k.chain, ' ', 2), 'hex')
      ) as act order by n desc limit 1
    ) last on true`);
  return new Map(rows.map(({ chain, n, choice }) => [chain, { acts: n === null ? 0 : n + 1, choice }]));
}

async function insert(tx: AnonymousDatabase, taken: readonly VerifiedCorroboration[]): Promise<void> {
  const key = (act: VerifiedCorroboration) => `${chainOf(act)} ${String(act.n).padStart(4, '0')}`;
  const rows = inKeyOrder(taken, key).map((act) => ({
    ...{ summary_id: act.summary, n: act.n, choice: act.choice, register_id: act.register, edition: act.edition },
    ...{ nullifier: hexOf(act.nullifier), proof: hexOf(act.proof) },
  }));
  await tx.execute(sql`
    insert into anonymous.waiting_corroboration (summary_id, nullifier, n, choice, register_id, edition, proof)
    select summary_id, decode(nullifier, 'hex'), n, choice, register_id, edition, decode(proof, 'hex')
    from rows from (
      json_to_recordset(${JSON.stringify(rows)}::json) as
        (summary_id text, nullifier text, n smallint, choice text, register_id integer, edition integer, proof text)
    ) with ordinality as act (summary_id, nullifier, n, choice, register_id, edition, proof, place)
    order by place`);
}
