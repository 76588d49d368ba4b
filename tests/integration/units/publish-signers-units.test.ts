import { randomInt } from 'node:crypto';
import { eq } from 'drizzle-orm';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decodeEntry, type Entry } from '~/crypto/tlog/entry';
import { publishUnseen } from '~/features/anonymous/publication/publish-unseen.server';
import { keepActions, type VerifiedAction } from '~/features/anonymous/signatures/keep-actions.server';
import { signerUnitFigures } from '~/features/published/figures/signer-unit-figures.queries.server';
import { unitsAbove } from '~/features/published/registers/units-file';
import { isUnitOffered, isWithin, type NamedUnit } from '~/features/published/units/offered-units';
import { addDays, dayOf } from '~/platform/clock';
import { waitingAction } from '~db/schema/anonymous';
import { waitingUnit } from '~db/schema/anonymous-choices';
import { ledgerEntry, petition as petitionTable } from '~db/schema/published';
import { openChoiceHouse, type ChoiceHouse } from '~tests/support/choice-house';
import { crowd } from '~tests/support/signing-in-units';
import { expectNoSmallGroup, publicUnits, see, type Released } from '~tests/support/small-groups';

const minimum = 3;

let house: ChoiceHouse;
let petition: string;
let register: number;
beforeAll(async () => {
  house = await openChoiceHouse();
});
afterAll(() => house.close());
beforeEach(() => openCompany());

async function openCompany(options: { criticalMass?: number } = {}): Promise<void> {
  register = await house.openRegister();
  petition = await house.openPetition({ register, closesDay: '2030-01-01', ...options });
}

/** A publication on the next day, with a minimum of three: groups are small, so that many are met. */
async function publish(): Promise<void> {
  house.clock.set(`${addDays(dayOf(house.clock.now()), 1)}T18:00:00Z`);
  const settings = { ...house.settings, minimum };
  await house.publish({
    signatures: ({ number }) => publishUnseen({ db: house.database.anonymous, settings }, { publication: number }),
  });
  house.clock.advance(1000);
}

/** As acts are once their proofs are verified. */
function verified(person: string, n: number, unit: string | null, room: readonly NamedUnit[], edition = 1) {
  const act: VerifiedAction = {
    ...{ petitionId: petition, nullifier: house.nullifier(petition, person), n },
    ...{ action: n % 2 === 0 ? 'sign' : 'withdraw', registerId: register, edition, minimum },
    proof: new Uint8Array(256).fill(person.length),
    unit: unit === null ? null : { path: unit, proof: new Uint8Array(256).fill(7), room },
  };
  return act;
}

const units: readonly NamedUnit[] = [
  { path: 'A', live: 40 },
  { path: 'A / X', live: 20 },
  { path: 'B', live: 12 },
];
const nameUnits = (edition: number, named: readonly NamedUnit[]) =>
  house.nameUnits(register, edition, Object.fromEntries(named.map(({ path, live }) => [path, live])));
const roomOf = (unit: string, named: readonly NamedUnit[] = units) =>
  named.filter(({ path }) => unitsAbove(unit).includes(path));
async function sign(people: readonly string[], unit: string | null, n = 0): Promise<void> {
  const acts = people.map((person) => verified(person, n, unit, unit === null ? [] : roomOf(unit)));
  const outcomes = await keepActions(house.database.anonymous, acts);
  expect(outcomes.every(({ kind }) => kind === 'kept')).toBe(true);
}

/** Of this petition. */
async function entries(): Promise<Entry[]> {
  const rows = await house.database.published.select().from(ledgerEntry).orderBy(ledgerEntry.index);
  return rows.map(({ bytes }) => decodeEntry(bytes)).filter((entry) => entry['petition'] === petition);
}
const kinds = async () => (await entries()).map(({ kind }) => kind);
const cells = async () =>
  (await entries()).flatMap((entry) => (entry.kind === 'signer-cell' ? [[entry['unit'], entry['signers']]] : []));
const shown = async () => {
  const figures = await signerUnitFigures(house.database.published, { minimum }, [petition]);
  return (figures.get(petition) ?? []).map(({ unit, signers }) => [unit, signers]);
};
const waiting = async () =>
  (await house.database.anonymous.select().from(waitingUnit).where(eq(waitingUnit.subjectId, petition))).length;

describe('a unit of signers', () => {
  beforeEach(() => nameUnits(1, units));

  test('is told with all who named it, once they and everybody else are enough, after the acts and sorted', async () => {
    await sign(crowd(2, 'x'), 'A / X');
    await sign(crowd(3, 'none'), null);
    await publish();
    expect([await cells(), await shown(), await waiting()]).toEqual([[], [], 2]);
    await sign(['x2'], 'A / X');
    await sign(crowd(3, 'b'), 'B');
    await publish();
    expect(await cells()).toEqual([['A / X', 3], ['B', 3]]); // prettier-ignore
    expect(await shown()).toEqual([['A / X', 3], ['B', 3]]); // prettier-ignore
    expect(await waiting()).toBe(0);
    const all = await entries();
    expect((await kinds()).slice(5)).toEqual([
      ...Array.from({ length: 4 }, () => 'signature'),
      ...Array.from({ length: 6 }, () => 'signer-unit'),
      ...['signer-cell', 'signer-cell'],
    ]);
    const named = all.flatMap((entry) => (entry.kind === 'signer-unit' ? [entry['nullifier'] as string] : []));
    expect(named).toEqual([...named].sort());
  });

  test('waits with its petition for the critical mass, and is forgotten with it', async () => {
    await openCompany({ criticalMass: 9 });
    await nameUnits(1, units);
    await sign(crowd(4, 'x'), 'A / X');
    await sign(crowd(4, 'none'), null);
    await publish();
    expect([await kinds(), await shown(), await waiting()]).toEqual([[], [], 4]);
    await house.database.identified
      .update(petitionTable)
      .set({ state: 'closed', closedDay: dayOf(house.clock.now()) })
      .where(eq(petitionTable.id, petition));
    await publish();
    expect([await kinds(), await waiting()]).toEqual([['deletion'], 0]);
    expect(await house.database.anonymous.select().from(waitingAction)).toEqual([]);
  });

  test('counts who signs: not who withdrew before, and again who came back', async () => {
    await sign(crowd(6, 'x'), 'A / X');
    await sign(crowd(6, 'none'), null);
    await sign(['x0'], null, 1);
    await publish();
    expect(await cells()).toEqual([['A / X', 5]]);
    // One who withdraws afterwards is in the ledger; the figure stands until three more have named it.
    await sign(['x1', 'x2'], null, 1);
    await sign(crowd(2, 'y'), 'A / X');
    await publish();
    expect([await cells(), await shown(), await waiting()]).toEqual([[['A / X', 5]], [['A / X', 5]], 2]);
    await sign(['x1'], null, 2);
    await sign(crowd(3, 'z'), 'A / X');
    await publish();
    // Five, less one, and five more.
    expect(await shown()).toEqual([['A / X', 9]]);
  });

  test('is shown nowhere once fewer than the minimum sign, and told before no checkpoint', async () => {
    await sign(crowd(3, 'x'), 'A / X');
    await sign(crowd(3, 'none'), null);
    house.clock.set(`${addDays(dayOf(house.clock.now()), 1)}T18:00:00Z`);
    const settings = { ...house.settings, minimum };
    const signatures = ({ number }: { number: number }) =>
      publishUnseen({ db: house.database.anonymous, settings }, { publication: number });
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ signatures, checkpoint: crash })).rejects.toThrow('crash');
    expect([await cells(), await shown()]).toEqual([[['A / X', 3]], []]);
    await house.publish({ signatures });
    expect(await shown()).toEqual([['A / X', 3]]);
    await sign([...crowd(2, 'x'), ...crowd(2, 'none')], null, 1);
    await publish();
    expect(await shown()).toEqual([]);
  });
});

/** Where people can stand; C is too small to have a name. */
const chart = ['A', 'A / X', 'A / Y', 'B', 'C'] as const;
const person = fc.record({ unit: fc.constantFrom('A', 'A / X', 'A / X', 'A / Y', 'B', 'B', 'C') });
const oneDay = fc.record({
  /** Who comes to sign, and how far they go: their own unit, the one above it, or none. */
  signing: fc.array(fc.record({ who: fc.nat(59), says: fc.constantFrom('own', 'own', 'above', 'none') }), { maxLength: 24 }), // prettier-ignore
  withdrawing: fc.array(fc.nat(59), { maxLength: 5 }),
  /** Who moves to another unit before the next edition. */
  moving: fc.array(fc.record({ who: fc.nat(59), to: fc.constantFrom(...chart) }), { maxLength: 6 }),
});
const company = fc.record({
  people: fc.array(person, { minLength: 40, maxLength: 60 }),
  days: fc.array(oneDay, { minLength: 3, maxLength: 6 }),
  criticalMass: fc.constantFrom(0, 0, 8),
});
type Company = typeof company extends fc.Arbitrary<infer T> ? T : never;

const seed = randomInt(2 ** 31);

test(`in random companies nobody finds a small group in the ledger, nor a key in two units (seed ${String(seed)})`, async () => {
  let released = 0;
  await fc.assert(
    fc.asyncProperty(company, async ({ people, days, criticalMass }) => {
      await openCompany({ criticalMass });
      released += await live(people, days, criticalMass);
    }),
    { numRuns: 14, seed },
  );
  // Otherwise nothing was tried.
  expect(released).toBeGreaterThan(5);
}, 120_000);

/** Lives through these days, and reads after each what everybody can read, and what a dump shows. @returns cells released */
async function live(people: Company['people'], days: Company['days'], criticalMass: number): Promise<number> {
  const places = people.map(({ unit }) => unit as string);
  const acts = new Map<number, number>();
  /** Every unit that anybody ever saw beside a key: in dumps of what waits, and in the ledger. */
  const seen = new Map<string, Set<string>>();
  const releases: Released[] = [];
  for (const [index, day] of days.entries()) {
    const edition = index + 1;
    if (edition > 1) await house.publishEdition(register, { live: places.length });
    const named = namedUnits(places);
    await nameUnits(edition, named);
    const disclosed = publicUnits(await entries());
    const acting = new Map<number, VerifiedAction>();
    for (const { who, says } of day.signing) {
      const own = places[who];
      const n = acts.get(who) ?? 0;
      if (own === undefined || n % 2 === 1 || acting.has(who)) continue;
      const path = (says === 'above' ? unitsAbove(own).at(-1) : own) ?? own;
      const names = says !== 'none' && n === 0 && isUnitOffered(path, named, disclosed, minimum);
      acting.set(who, verified(String(who), n, names ? path : null, roomOf(path, named), edition));
    }
    for (const who of day.withdrawing) {
      const n = acts.get(who) ?? 0;
      if (n % 2 === 1 && !acting.has(who)) acting.set(who, verified(String(who), n, null, [], edition));
    }
    const outcomes = await keepActions(house.database.anonymous, [...acting.values()]);
    [...acting].forEach(([who, { n }], place) => {
      const kind = outcomes[place]?.kind;
      expect(['kept', 'unit-full']).toContain(kind);
      if (kind === 'kept') acts.set(who, n + 1);
    });
    for (const { nullifier, unitPath } of await house.database.anonymous.select().from(waitingUnit)) {
      see(seen, Buffer.from(nullifier).toString('hex'), unitPath);
    }
    await publish();
    const today = dayOf(house.clock.now());
    expectNoSmallGroup(await entries(), { today, minimum, paths: chart, named, releases, seen, criticalMass });
    await shownIsTold(await entries());
    for (const { who, to } of day.moving) if (places[who] !== undefined) places[who] = to;
  }
  return releases.reduce((sum, each) => sum + each.cells.size, 0);
}

function namedUnits(places: readonly string[]): NamedUnit[] {
  return chart
    .filter((path) => path !== 'C')
    .map((path) => ({ path, live: places.filter((each) => isWithin(each, path)).length }))
    .filter(({ live: keys }) => keys >= minimum);
}

/** Every shown figure is one that the ledger told, the newest of its unit, and none where the petition's own count is not. */
async function shownIsTold(all: readonly Entry[]): Promise<void> {
  const newest = new Map<unknown, unknown>();
  const signing = new Set<unknown>();
  for (const entry of all) {
    if (entry.kind === 'signer-cell') newest.set(entry['unit'], entry['signers']);
    if (entry.kind === 'signature') signing.add(entry['nullifier']);
    if (entry.kind === 'withdrawal') signing.delete(entry['nullifier']);
  }
  const figures = await shown();
  expect(figures).toEqual(
    signing.size < minimum ? [] : [...newest].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
  );
}
