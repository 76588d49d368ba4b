import { sql } from 'drizzle-orm';
import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { inTransaction } from '~db/transaction';
import { follow, hexOf, inKeyOrder, lockChains, placeInChain, type Chain } from '../membership/chains.server';
import { shareActions } from '../publication/action-lock.server';
import { readDisclosures } from '../units/disclosures.queries.server';
import { hasRoom, insertUnits, unitLock, type DisclosedUnit } from '../units/keep-units.server';

/** A choice whose proofs were verified. */
export interface VerifiedChoice {
  readonly kind: ChoiceKind;
  readonly id: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
  readonly n: number;
  readonly choice: Choice;
  readonly revision: number;
  readonly register: number;
  readonly edition: number;
  /** 256 bytes. */
  readonly proof: Uint8Array;
  readonly unit: DisclosedUnit | null;
  /** Keys of a unit that must stay without a disclosed one. */
  readonly minimum: number;
}

/** `acts`: how many acts of this nullifier stand on the thing by now. */
export type KeptChoice =
  | { readonly kind: 'kept' | 'stale'; readonly acts: number }
  /** This key disclosed another unit before: one unit a key and pledge, for ever. */
  | { readonly kind: 'other-unit' }
  /** With one more, fewer than the minimum of the unit would be left unnamed. */
  | { readonly kind: 'unit-full' };

interface UnitChoice extends VerifiedChoice {
  readonly unit: DisclosedUnit;
}

/**
 * Takes verified choices into the waiting tables, all in one transaction (protocol 4, the last checks). The same act again
 * is kept once, as long as it is the last of its key; what is not the next one is stale, and its unit is not taken either.
 * NOT checked: the proofs.
 * @returns for each act in turn what became of it
 */
export function keepChoices(db: AnonymousDatabase, acts: readonly VerifiedChoice[]): Promise<readonly KeptChoice[]> {
  return inTransaction(db, async (tx) => {
    await shareActions(tx);
    await lockChains(tx, [...chainsOf(acts), ...unitLocks(acts)]);
    const chains = await readChains(tx, acts);
    const disclosures = await readDisclosures(tx, 'witness', acts.filter(hasUnit));
    const taken: VerifiedChoice[] = [];
    const named: UnitChoice[] = [];
    const outcomes = acts.map((act): KeptChoice => {
      const chain = chains.get(chainOf(act)) ?? { acts: 0, choice: null };
      chains.set(chainOf(act), chain);
      const before = hasUnit(act) ? disclosures.unitOf(act) : null;
      if (act.unit && before !== null && before !== act.unit.path) return { kind: 'other-unit' };
      const place = placeInChain(chain, act);
      if (place === 'next' && hasUnit(act) && before === null) {
        if (!hasRoom(act, disclosures)) return { kind: 'unit-full' };
        named.push(act);
        disclosures.add(act, act.unit.path);
      }
      if (place === 'next') {
        taken.push(act);
        follow(chain, act);
      }
      // The same choice without the unit stood before: with it, it is not the same act.
      const isOther = place === 'stands' && act.unit !== null && before === null;
      return { kind: place === 'stale' || isOther ? 'stale' : 'kept', acts: chain.acts };
    });
    if (taken.length > 0) await insertChoices(tx, taken);
    await insertUnits(tx, 'witness', named);
    return outcomes;
  });
}

const hasUnit = (act: VerifiedChoice): act is UnitChoice => act.unit !== null;
const chainOf = ({ kind, id, nullifier }: VerifiedChoice) => `${kind} ${id} ${hexOf(nullifier)}`;
const chainsOf = (acts: readonly VerifiedChoice[]) => [...new Set(acts.map(chainOf))].sort();
const unitLocks = (acts: readonly VerifiedChoice[]) => acts.filter(hasUnit).map(({ id }) => unitLock('witness', id));

interface ChainRow extends Record<string, unknown> {
  readonly chain: string;
  readonly n: number | null;
  readonly choice: Choice | null;
}

async function readChains(tx: AnonymousDatabase, acts: readonly VerifiedChoice[]): Promise<Map<string, Chain>> {
  const rows = await tx.execute<ChainRow>(sql`
    select k.chain, last.n, last.choice
    from (
      select chain, split_part(chain, ' ', 1) as kind, split_part(chain, ' ', 2) as id,
        decode(split_part(chain, ' ', 3), 'hex') as nullifier
      from json_array_elements_text(${JSON.stringify(chainsOf(acts))}::json) as c (chain)
    ) as k
    left join lateral (
      select n, choice from (
        select w.n, w.choice from anonymous.waiting_choice w
        where w.kind = k.kind and w.subject_id = k.id and w.nullifier = k.nullifier
        union all
        select c.n, c.choice from published.choice c
        where c.kind = k.kind and c.subject_id = k.id and c.nullifier = k.nullifier
      ) as act order by n desc limit 1
    ) last on true`);
  return new Map(rows.map(({ chain, n, choice }) => [chain, { acts: n === null ? 0 : n + 1, choice }]));
}

async function insertChoices(tx: AnonymousDatabase, taken: readonly VerifiedChoice[]): Promise<void> {
  const rows = inKeyOrder(taken, (act) => `${chainOf(act)} ${String(act.n).padStart(4, '0')}`).map((act) => ({
    ...{ kind: act.kind, subject_id: act.id, n: act.n, choice: act.choice, revision: act.revision },
    ...{ register_id: act.register, edition: act.edition, nullifier: hexOf(act.nullifier), proof: hexOf(act.proof) },
  }));
  await tx.execute(sql`
    insert into anonymous.waiting_choice
      (kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof)
    select kind, subject_id, decode(nullifier, 'hex'), n, choice, revision, register_id, edition, decode(proof, 'hex')
    from rows from (
      json_to_recordset(${JSON.stringify(rows)}::json) as
        (kind text, subject_id text, nullifier text, n smallint, choice text, revision integer, register_id integer,
         edition integer, proof text)
    ) with ordinality as act (kind, subject_id, nullifier, n, choice, revision, register_id, edition, proof, place)
    order by place`);
}
