import { createHmac } from 'node:crypto';
import { Identity } from '@semaphore-protocol/identity';
import { poseidon2 } from 'poseidon-lite/poseidon2';
import { toBigInt } from '~/crypto/hash';
import { asIdentityCommitment, asNullifier, FIELD_ORDER } from '~/crypto/semaphore/field';
import { reduce } from '~/crypto/semaphore/statement';
import { addDays } from '~/platform/clock';
import type { Employee, KeySource, Truth } from './company';
import { act, askForCode, codeFor, enrol, enterCode, hexOf, nullifierOn, raiseConcern, standingOn } from './devices';
import type { Dump, DumpedRow } from './dumps';
import type { DrillHouse } from './house';
import { liveTenMinutes } from './ten-minutes';
import { petitions } from './weeks';

/*
 * The same server, database and attackers, over a platform made worse on purpose: everybody signs in to sign, the minute's
 * rewriting does not come, tables note sessions and times, keys and pseudonyms can be computed, nothing is padded. What the
 * weakened server would write beside a signature, the drill writes itself. An attacker who fails here is no attacker.
 */

/** Keys from text, as the library allows and the platform does not. */
export const keysFromNumbers: KeySource = (personNumber, generation) => {
  const { commitment, secretScalar } = new Identity(generation === 1 ? personNumber : `${personNumber}/${generation}`);
  return {
    commitment: asIdentityCommitment(commitment),
    secretScalar,
    nullifier: (scope) => asNullifier(poseidon2([reduce(scope), secretScalar])),
  };
};

/** Nobody else is in a unit with them. */
export const inUnitOfOne = (by: Employee, place: number): Employee => ({
  ...by,
  unit: `Company / Desk ${String(place + 1)}`,
});

export interface WeakLife {
  /** One after each signature. */
  readonly copies: readonly Dump[];
  /** The last of them. */
  readonly dump: Dump;
  /** Made from it: what a platform that publishes at once would have left behind. */
  readonly published: readonly Dump[];
  readonly truth: ReadonlyMap<string, Truth>;
}

/** Tables that this platform does not have. */
const notes = {
  'anonymous.limited_request': 'nullifier bytea, session bytea',
  'anonymous.arrived': 'nullifier bytea, at timestamptz',
  'identified.last_seen': 'account_id text, at timestamptz',
};

/** Everybody enrols; on the next day everybody signs two petitions, within one minute, and raises a concern. */
export async function liveCarelessly(
  house: DrillHouse,
  company: readonly Employee[],
  firstDay: string,
): Promise<WeakLife> {
  for (const [table, columns] of Object.entries(notes)) await house.ask(`create table ${table} (${columns})`);
  await house.setClock(`${firstDay}T08:00:00Z`);
  await liveTenMinutes(house, new Date(`${firstDay}T08:00:00Z`), company.map((by, place) => ({
    ...{ by, second: (470 * place) / company.length, signsIn: true },
    act: async (session) => session ? enrol(house, session, by.identity) : undefined,
  }))); // prettier-ignore
  await house.acceptPetition(petitions.loud, 10);
  await house.acceptPetition(petitions.second, 0);
  await house.publish();

  const day = addDays(firstDay, 1);
  const truth = new Map<string, Truth>();
  const copies: Dump[] = [];
  await house.setClock(`${day}T08:58:00Z`);
  const attempts = new Map<Employee, string>();
  for (const by of company) attempts.set(by, await askForCode(house, by));
  const codes = new Map<Employee, string>();
  for (const by of company) codes.set(by, await codeFor(house, by));
  await house.rewrite();
  const standing = await standingOn(house, 1);
  const minute = house.now().getTime();
  copies.push(await house.dump('within-the-minute'));
  for (const [place, by] of company.entries()) {
    await house.setClock(new Date(minute + Math.floor((58_000 * place) / company.length)));
    await enterCode(house, attempts.get(by) ?? '', codes.get(by) ?? '');
    await noteSession(house, by);
    for (const [petition, nullifier] of [
      [petitions.loud, nullifierOn(petitions.loud, by.identity)],
      [petitions.second, pseudonym(house, by, petitions.second)],
    ] as const) {
      await house.setClock(new Date(house.now().getTime() + 100));
      await act(house, { petition, action: 'sign', n: 0, nullifier, standing });
      await noteArrival(house, by, nullifier);
      if (petition === petitions.loud) await noteUnit(house, by, { petition, nullifier });
      truth.set(hexOf(nullifier), { person: by.personNumber, manner: 'after-signing-in', petition });
    }
    copies.push(await house.dump('within-the-minute'));
  }
  for (const by of company) {
    const concern = await raiseConcern(house, { by, withFile: true, slot: 0, standing, pads: false });
    truth.set(concern, { person: by.personNumber, manner: 'concern-with-file', petition: '' });
  }
  const dump = await house.dump('within-the-minute');
  return { copies, dump, published: publishedAtOnce(dump, truth), truth };
}

/** An HMAC of the person's number under a key of the server: what is called pseudonymous elsewhere. */
function pseudonym({ secrets }: DrillHouse, { personNumber }: Employee, petition: string): bigint {
  const digest = createHmac('sha256', secrets[0] ?? '')
    .update(`${personNumber}:${petition}`)
    .digest();
  return toBigInt(digest) % FIELD_ORDER;
}

const newestSession = (personNumber: string) => `
  select s.id_hash from identified.session s join identified.account a on a.id = s.account_id
  where a.person_number = '${personNumber}' order by s.ctid desc limit 1`;

async function noteSession(house: DrillHouse, { personNumber }: Employee): Promise<void> {
  await house.ask(`
    insert into identified.last_seen
    select id, '${house.now().toISOString()}' from identified.account where person_number = '${personNumber}'`);
}

async function noteArrival(house: DrillHouse, { personNumber }: Employee, nullifier: bigint): Promise<void> {
  const name = `'\\x${hexOf(nullifier)}'::bytea`;
  await house.ask(`insert into anonymous.limited_request values (${name}, (${newestSession(personNumber)}))`);
  await house.ask(`insert into anonymous.arrived values (${name}, '${house.now().toISOString()}')`);
}

/** A unit of one, which no real house would take. */
async function noteUnit(
  house: DrillHouse,
  { unit }: Employee,
  { petition, nullifier }: { petition: string; nullifier: bigint },
): Promise<void> {
  await house.ask(`
    insert into anonymous.waiting_unit (kind, subject_id, nullifier, unit_path, register_id, edition, proof)
    select 'signature', petition_id, nullifier, '${unit}', register_id, edition, proof
    from anonymous.waiting_action where petition_id = '${petition}' and nullifier = '\\x${hexOf(nullifier)}'::bytea`);
}

/** The dump as it would be if every key made an edition of its own, and a proof named the first that its key stands in. */
function publishedAtOnce({ rows }: Dump, truth: ReadonlyMap<string, Truth>): Dump[] {
  const places = rows.filter(({ table }) => table === 'identified.register_place');
  const editionOf = new Map(places.map(({ values }, index) => [values['person_number'], index + 1]));
  const others = rows.filter(({ table }) => table === 'identified.enrolment' || table === 'anonymous.waiting_action');
  const restated = others.map((row): DumpedRow => {
    const signer = truth.get(String(row.values['nullifier']))?.person;
    return signer === undefined ? row : { ...row, values: { ...row.values, edition: editionOf.get(signer) } };
  });
  return places.map((_, index) => ({
    ...{ moment: 'after-publication', day: '', turn: index },
    rows: [
      { table: 'published.edition', place: 0, xmin: 0, values: { register_id: 1, number: index + 1 } },
      ...places.slice(0, index + 1),
      ...(index === places.length - 1 ? restated : []),
    ],
  }));
}

/**
 * What `pg_dump` writes, restored: our own tables in the order in which their rows lie, by one transaction, without what lies
 * beside the database.
 */
export function asBackup(dump: Dump): Dump {
  const stored = dump.rows.filter(({ table }) => table.includes('.') && !(table in notes));
  return { ...dump, moment: 'restored-backup', rows: stored.map((row) => ({ ...row, xmin: 1 })) };
}
