import { sql } from 'drizzle-orm';
import type { DisclosedUnits } from '~/features/published/choices/offered-units';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { hexOf } from '../membership/chains.server';

/** A key on a pledge. */
interface Witness {
  readonly pledge: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
}

/** Units that keys have disclosed, whether or not that is public by now. */
export class Disclosures {
  readonly #units: Map<string, string>;
  readonly #counts: Map<string, Map<string, number>>;

  /** @param units by pledge and nullifier @param counts by pledge and path */
  constructor(units: Map<string, string>, counts: Map<string, Map<string, number>>) {
    this.#units = units;
    this.#counts = counts;
  }

  /** The path that a key disclosed; null where it has not. */
  unitOf(pledge: string, nullifier: Uint8Array): string | null {
    return this.#units.get(keyOf(pledge, nullifier)) ?? null;
  }

  counts(pledge: string): DisclosedUnits {
    return this.#counts.get(pledge) ?? new Map<string, number>();
  }

  add(pledge: string, nullifier: Uint8Array, path: string): void {
    this.#units.set(keyOf(pledge, nullifier), path);
    const counts = this.#counts.get(pledge) ?? new Map<string, number>();
    counts.set(path, (counts.get(path) ?? 0) + 1);
    this.#counts.set(pledge, counts);
  }
}

const keyOf = (pledge: string, nullifier: Uint8Array) => `${pledge} ${hexOf(nullifier)}`;

/**
 * What these keys disclosed, and how many keys disclosed what on their pledges. Call it in a transaction that locks the
 * units of these pledges.
 */
export async function readDisclosures(tx: AnonymousDatabase, witnesses: readonly Witness[]): Promise<Disclosures> {
  if (witnesses.length === 0) return new Disclosures(new Map(), new Map());
  const keys = [...new Set(witnesses.map(({ pledge, nullifier }) => keyOf(pledge, nullifier)))];
  const units = await tx.execute<{ key: string; unit_path: string }>(sql`
    select k.key, u.unit_path
    from (
      select key, split_part(key, ' ', 1) as pledge, decode(split_part(key, ' ', 2), 'hex') as nullifier
      from json_array_elements_text(${JSON.stringify(keys)}::json) as c (key)
    ) as k
    join lateral (
      select w.unit_path from anonymous.waiting_unit w where w.kind = 'witness' and w.subject_id = k.pledge and w.nullifier = k.nullifier
      union all
      select d.unit_path from published.disclosed_unit d where d.kind = 'witness' and d.subject_id = k.pledge and d.nullifier = k.nullifier
    ) u on true`);
  const pledges = [...new Set(witnesses.map(({ pledge }) => pledge))];
  const counts = await tx.execute<{ pledge: string; unit_path: string; keys: number }>(sql`
    select p.pledge, u.unit_path, count(*)::int as keys
    from json_array_elements_text(${JSON.stringify(pledges)}::json) as p (pledge)
    join lateral (
      select w.unit_path from anonymous.waiting_unit w where w.kind = 'witness' and w.subject_id = p.pledge
      union all
      select d.unit_path from published.disclosed_unit d where d.kind = 'witness' and d.subject_id = p.pledge
    ) u on true
    group by p.pledge, u.unit_path`);
  const byPledge = new Map<string, Map<string, number>>();
  for (const { pledge, unit_path: path, keys: number } of counts) {
    byPledge.set(pledge, (byPledge.get(pledge) ?? new Map<string, number>()).set(path, number));
  }
  return new Disclosures(new Map(units.map(({ key, unit_path: path }) => [key, path])), byPledge);
}
