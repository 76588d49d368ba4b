import { sql } from 'drizzle-orm';
import { disclosedWithin, type NamedUnit } from '~/features/published/units/offered-units';
import type { UnitKind } from '~/features/published/units/unit-kind';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { hexOf, inKeyOrder } from '../membership/chains.server';
import type { Disclosures, KeyOnThing } from './disclosures.queries.server';

/** A unit whose proof was verified. */
export interface DisclosedUnit {
  readonly path: string;
  /** 256 bytes. */
  readonly proof: Uint8Array;
  /** This unit and the named ones above it, in the edition of the proof. */
  readonly room: readonly NamedUnit[];
}

/** An act with which a unit was disclosed. */
export interface DisclosingAct extends KeyOnThing {
  readonly unit: DisclosedUnit;
  readonly register: number;
  readonly edition: number;
  /** Keys of a unit that must stay without a disclosed one. */
  readonly minimum: number;
}

/** Who names a unit looks at how many did, so one after the other. */
export const unitLock = (kind: UnitKind, id: string): string => `unit ${kind} ${id}`;

/** Whether the minimum of the unit, and of those above it, is left without a unit of its own once this key has one. */
export function hasRoom({ id, unit, minimum }: DisclosingAct, disclosures: Disclosures): boolean {
  const counts = disclosures.counts(id);
  return unit.room.every(({ path, live }) => live - disclosedWithin(path, counts) - 1 >= minimum);
}

/** Lets units wait, in key order. */
export async function insertUnits(
  tx: AnonymousDatabase,
  kind: UnitKind,
  named: readonly DisclosingAct[],
): Promise<void> {
  if (named.length === 0) return;
  const rows = inKeyOrder(named, ({ id, nullifier }) => `${id} ${hexOf(nullifier)}`).map((act) => ({
    ...{ subject_id: act.id, unit_path: act.unit.path, register_id: act.register, edition: act.edition },
    ...{ nullifier: hexOf(act.nullifier), proof: hexOf(act.unit.proof) },
  }));
  await tx.execute(sql`
    insert into anonymous.waiting_unit (kind, subject_id, nullifier, unit_path, register_id, edition, proof)
    select ${kind}, subject_id, decode(nullifier, 'hex'), unit_path, register_id, edition, decode(proof, 'hex')
    from rows from (
      json_to_recordset(${JSON.stringify(rows)}::json) as
        (subject_id text, nullifier text, unit_path text, register_id integer, edition integer, proof text)
    ) with ordinality as unit (subject_id, nullifier, unit_path, register_id, edition, proof, place)
    order by place`);
}

/** Forgets what these keys disclosed, as far as it is not public. */
export async function forgetUnits(tx: AnonymousDatabase, kind: UnitKind, keys: readonly KeyOnThing[]): Promise<void> {
  if (keys.length === 0) return;
  const rows = keys.map(({ id, nullifier }) => ({ id, nullifier: hexOf(nullifier) }));
  await tx.execute(sql`
    delete from anonymous.waiting_unit w
    using json_to_recordset(${JSON.stringify(rows)}::json) as k (id text, nullifier text)
    where w.kind = ${kind} and w.subject_id = k.id and w.nullifier = decode(k.nullifier, 'hex')`);
}
