import { sql } from 'drizzle-orm';
import type { DisclosedUnits } from '~/features/published/units/offered-units';
import type { UnitKind } from '~/features/published/units/unit-kind';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { hexOf } from '../membership/chains.server';

/** A key on a thing that units are disclosed with. */
export interface KeyOnThing {
  readonly id: string;
  /** 32 bytes. */
  readonly nullifier: Uint8Array;
}

/** Units that keys have disclosed, whether or not that is public by now. */
export class Disclosures {
  readonly #units: Map<string, string>;
  readonly #counts: Map<string, Map<string, number>>;

  /** @param units by thing and nullifier @param counts by thing and path */
  constructor(units: Map<string, string>, counts: Map<string, Map<string, number>>) {
    this.#units = units;
    this.#counts = counts;
  }

  /** The path that a key disclosed; null where it has not. */
  unitOf(key: KeyOnThing): string | null {
    return this.#units.get(nameOf(key)) ?? null;
  }

  counts(id: string): DisclosedUnits {
    return this.#counts.get(id) ?? new Map<string, number>();
  }

  add(key: KeyOnThing, path: string): void {
    this.#units.set(nameOf(key), path);
    const counts = this.#counts.get(key.id) ?? new Map<string, number>();
    counts.set(path, (counts.get(path) ?? 0) + 1);
    this.#counts.set(key.id, counts);
  }
}

const nameOf = ({ id, nullifier }: KeyOnThing) => `${id} ${hexOf(nullifier)}`;

/**
 * What these keys disclosed, and how many keys disclosed what on the same things. Call it in a transaction that locks the
 * units of these things.
 */
export async function readDisclosures(
  tx: AnonymousDatabase,
  kind: UnitKind,
  keys: readonly KeyOnThing[],
): Promise<Disclosures> {
  if (keys.length === 0) return new Disclosures(new Map(), new Map());
  const names = [...new Set(keys.map(nameOf))];
  const units = await tx.execute<{ key: string; unit_path: string }>(sql`
    select k.key, u.unit_path
    from (
      select key, split_part(key, ' ', 1) as id, decode(split_part(key, ' ', 2), 'hex') as nullifier
      from json_array_elements_text(${JSON.stringify(names)}::json) as c (key)
    ) as k
    join lateral (
      select w.unit_path from anonymous.waiting_unit w
      where w.kind = ${kind} and w.subject_id = k.id and w.nullifier = k.nullifier
      union all
      select d.unit_path from published.disclosed_unit d
      where d.kind = ${kind} and d.subject_id = k.id and d.nullifier = k.nullifier
    ) u on true`);
  const ids = [...new Set(keys.map(({ id }) => id))];
  const counts = await tx.execute<{ id: string; unit_path: string; keys: number }>(sql`
    select p.id, u.unit_path, count(*)::int as keys
    from json_array_elements_text(${JSON.stringify(ids)}::json) as p (id)
    join lateral (
      select w.unit_path from anonymous.waiting_unit w where w.kind = ${kind} and w.subject_id = p.id
      union all
      select d.unit_path from published.disclosed_unit d where d.kind = ${kind} and d.subject_id = p.id
    ) u on true
    group by p.id, u.unit_path`);
  const byThing = new Map<string, Map<string, number>>();
  for (const { id, unit_path: path, keys: number } of counts) {
    byThing.set(id, (byThing.get(id) ?? new Map<string, number>()).set(path, number));
  }
  return new Disclosures(new Map(units.map(({ key, unit_path: path }) => [key, path])), byThing);
}
