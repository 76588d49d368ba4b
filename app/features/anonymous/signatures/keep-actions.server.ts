import { sql } from 'drizzle-orm';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { lockChains } from '../membership/chains.server';
import { shareActions } from '../publication/action-lock.server';
import { readDisclosures, type Disclosures } from '../units/disclosures.queries.server';
import {
  forgetUnits,
  hasRoom,
  insertUnits,
  unitLock,
  type DisclosedUnit,
  type DisclosingAct,
} from '../units/keep-units.server';

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
  /** With the first act of a key only. */
  readonly unit: DisclosedUnit | null;
  /** Keys of a unit that must stay without a disclosed one. */
  readonly minimum: number;
}

/** `acts`: how many acts of this nullifier stand on the petition by now. */
export type KeepOutcome =
  | { readonly kind: 'kept'; readonly acts: number }
  | { readonly kind: 'stale'; readonly acts: number }
  | { readonly kind: 'closed' }
  /** This key disclosed another unit with this very act. */
  | { readonly kind: 'other-unit' }
  /** With one more, fewer than the minimum of the unit would be left unnamed. */
  | { readonly kind: 'unit-full' };

interface Chain {
  readonly open: boolean;
  acts: number;
}

/**
 * Takes verified acts into the waiting table, all in one transaction (protocol 4, the last checks): the same act again
 * is kept once; an act whose number is used for another action, or is not the next one, is stale, and its unit is not taken
 * either. A withdrawal takes a unit along that is not public yet.
 * NOT checked: the proofs.
 * @returns for each act in turn what became of it
 */
export function keepActions(
  db: AnonymousDatabase,
  actions: readonly VerifiedAction[],
): Promise<readonly KeepOutcome[]> {
  return inTransaction(db, async (tx) => {
    await shareActions(tx);
    const disclosing = actions.flatMap((action) => toDisclosing(action) ?? []);
    if (disclosing.length > 0) await lockChains(tx, [...new Set(disclosing.map(({ id }) => unitLock(kind, id)))]);
    const chains = await readChains(tx, actions);
    const disclosures = await readDisclosures(tx, kind, disclosing);
    const taken: VerifiedAction[] = [];
    const named: DisclosingAct[] = [];
    const outcomes = actions.map((action): KeepOutcome => {
      const chain = chains.get(chainOf(action));
      if (!chain?.open) return { kind: 'closed' };
      const next = action.n === chain.acts && actionAt(action.n) === action.action;
      const act = toDisclosing(action);
      const refused = act && refusedUnit(act, { next, acts: chain.acts, disclosures });
      if (refused) return refused;
      if (next) {
        taken.push(action);
        chain.acts += 1;
      }
      if (next && act && disclosures.unitOf(act) === null) {
        named.push(act);
        disclosures.add(act, act.unit.path);
      }
      const stands = action.n < chain.acts && actionAt(action.n) === action.action;
      return { kind: stands ? 'kept' : 'stale', acts: chain.acts };
    });
    if (taken.length > 0) await insert(tx, taken);
    await insertUnits(tx, kind, named);
    const withdrawn = taken.filter(({ action }) => action === 'withdraw');
    await forgetUnits(
      tx,
      kind,
      withdrawn.map(({ petitionId: id, nullifier }) => ({ id, nullifier })),
    );
    return outcomes;
  });
}

const kind = 'signature';

function toDisclosing({ petitionId, registerId, unit, ...act }: VerifiedAction): DisclosingAct | null {
  return unit && { ...act, id: petitionId, register: registerId, unit };
}

/**
 * Null where the act may be looked at as if there were no unit: it is the next one and there is room, or it stands with this
 * very unit. Of an act that was followed by others nobody knows any more what came with it, and it changes nothing.
 */
function refusedUnit(
  act: DisclosingAct,
  { next, acts, disclosures }: { readonly next: boolean; readonly acts: number; readonly disclosures: Disclosures },
): KeepOutcome | null {
  const before = disclosures.unitOf(act);
  if (before !== null && before !== act.unit.path) return { kind: 'other-unit' };
  if (next) return before !== null || hasRoom(act, disclosures) ? null : { kind: 'unit-full' };
  // The same act without the unit stood before: with it, it is not the same act.
  return before === null && acts === 1 ? { kind: 'stale', acts } : null;
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
