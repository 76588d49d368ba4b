import { sql } from 'drizzle-orm';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { shareActions } from '../publication/action-lock.server';

/** An act whose proof was verified. */
export interface VerifiedAction {
  readonly petitionId: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
  readonly n: number;
  readonly action: SignatureAction;
  readonly registerId: number;
  readonly edition: number;
  /** 256 bytes. */
  readonly proof: Uint8Array;
}

/** `acts`: how many acts of this nullifier stand on the petition by now. */
export type KeepOutcome =
  | { readonly kind: 'kept'; readonly acts: number }
  | { readonly kind: 'stale'; readonly acts: number }
  | { readonly kind: 'closed' };

interface Chain {
  readonly open: boolean;
  acts: number;
}

/**
 * Takes verified acts into the waiting table, all in one transaction (protocol 4, the last checks): the same act again
 * is kept once; an act whose number is used for another action, or is not the next one, is stale.
 * NOT checked: the proofs.
 * @returns for each act in turn what became of it
 */
export function keepActions(
  db: AnonymousDatabase,
  actions: readonly VerifiedAction[],
): Promise<readonly KeepOutcome[]> {
  return inTransaction(db, async (tx) => {
    await shareActions(tx);
    const chains = await readChains(tx, actions);
    const taken: VerifiedAction[] = [];
    const outcomes = actions.map((action): KeepOutcome => {
      const chain = chains.get(chainOf(action));
      if (!chain?.open) return { kind: 'closed' };
      const next = action.n === chain.acts && actionAt(action.n) === action.action;
      if (next) {
        taken.push(action);
        chain.acts += 1;
      }
      const stands = action.n < chain.acts && actionAt(action.n) === action.action;
      return { kind: stands ? 'kept' : 'stale', acts: chain.acts };
    });
    if (taken.length > 0) await insert(tx, taken);
    return outcomes;
  });
}

/** Even numbers sign, odd ones withdraw: a chain alternates. */
export const actionAt = (n: number): SignatureAction => (n % 2 === 0 ? 'sign' : 'withdraw');

const chainOf = ({ petitionId, nullifier }: VerifiedAction) => `${petitionId} ${hexOf(nullifier)}`;
const hexOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');

async function insert(tx: AnonymousDatabase, taken: readonly VerifiedAction[]): Promise<void> {
  // In key order, not in order of arrival; and so that two processes never wait for each other in a circle.
  const key = (action: VerifiedAction) => `${chainOf(action)} ${String(action.n).padStart(4, '0')}`;
  const sorted = taken
    .map((action): [string, VerifiedAction] => [key(action), action])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const rows = sorted.map(([, action]) => ({
    ...{ petition_id: action.petitionId, n: action.n, action: action.action },
    ...{ register_id: action.registerId, edition: action.edition },
    ...{ nullifier: hexOf(action.nullifier), proof: hexOf(action.proof) },
  }));
  // One parameter for all rows: one for each value costs the server a third of what verifying a proof does.
  // Another process may have taken the same act since the chains were read: it is the same act, so that is fine.
  await tx.execute(sql`
    insert into anonymous.waiting_action (petition_id, nullifier, n, action, register_id, edition, proof)
    select petition_id, decode(nullifier, 'hex'), n, action, register_id, edition, decode(proof, 'hex')
    from rows from (
      json_to_recordset(${JSON.stringify(rows)}::json) as
        (petition_id text, nullifier text, n smallint, action text, register_id integer, edition integer, proof text)
    ) with ordinality as act (petition_id, nullifier, n, action, register_id, edition, proof, place)
    order by place
    on conflict do nothing`);
}

async function readChains(
  tx: AnonymousDatabase,
  actions: readonly VerifiedAction[],
): Promise<ReadonlyMap<string, Chain>> {
  const keys = [...new Map(actions.map((action) => [chainOf(action), action])).values()].map((action) => ({
    petition: action.petitionId,
    nullifier: hexOf(action.nullifier),
  }));
  const rows = await tx.execute<{ petition: string; nullifier: string; open: boolean | null; acts: number }>(sql`
    select k.petition, k.nullifier, p.state = 'open' as open, 1 + greatest(
      -1,
      (select max(w.n) from anonymous.waiting_action w
        where w.petition_id = k.petition and w.nullifier = decode(k.nullifier, 'hex')),
      (select max(s.n) from published.signature s
        where s.petition_id = k.petition and s.nullifier = decode(k.nullifier, 'hex'))
    ) as acts
    from json_to_recordset(${JSON.stringify(keys)}::json) as k (petition text, nullifier text)
    left join published.petition p on p.id = k.petition`);
  return new Map(rows.map((row) => [`${row.petition} ${row.nullifier}`, { open: row.open === true, acts: row.acts }]));
}
