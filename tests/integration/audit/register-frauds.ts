import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { encodeTile, readTile, upperOf } from '~/crypto/semaphore/tiles';
import { PoseidonTree } from '~/crypto/semaphore/tree';
import type { CopiedHouse } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* Editions that are not what they are said to be. */

interface Edition {
  edition: number;
  live: number;
  rosterSize: number;
  size: number;
  groupRoot: string;
  tiles: string[];
  upper: string;
  units: string;
}

/** The newest edition of the first register. */
function newest(house: CopiedHouse): { path: string; number: number } {
  const numbers = house.entries.flatMap((entry) =>
    entry.kind === 'edition' && entry['register'] === 1 ? [entry['number'] as number] : [],
  );
  const number = Math.max(...numbers);
  return { path: `/registers/1/editions/${String(number)}`, number };
}

/** Changes leaves of the newest edition, its files and its document with them; the ledger's entry where that is wanted. */
function changeLeaves(
  house: CopiedHouse,
  change: (leaves: bigint[], edition: Edition) => void,
  inLedger: boolean,
): void {
  const { path, number } = newest(house);
  house.edit(path, (edition: Edition) => {
    const leaves = readTile(house.bytes(`/register-files/${edition.tiles[0] ?? ''}`));
    change(leaves, edition);
    const tree = new PoseidonTree(17);
    tree.setLeaves(leaves.entries());
    edition.tiles = [house.putFile(encodeTile(leaves))];
    edition.upper = house.putFile(upperOf(tree));
    edition.groupRoot = toHex(toBytes32(tree.root));
    if (!inLedger) return;
    const { live, rosterSize, size, groupRoot: root } = edition;
    const isIt = (entry: { kind: string; number?: unknown; register?: unknown }) =>
      entry.kind === 'edition' && entry.register === 1 && entry.number === number;
    house.editEntry(isIt, { live, rosterSize, size, root });
  });
  if (inLedger) house.signAnew();
}

const placeOfFirst = (leaves: readonly bigint[]) => leaves.findIndex((leaf) => leaf !== 0n);

export const registerFrauds: readonly Fraud[] = [
  {
    name: 'an edition of somebody’s own: another key in it, and its files and root to fit',
    cheat: (house) => changeLeaves(house, (leaves) => void (leaves[placeOfFirst(leaves)] = 5n), false),
    finds: ['registers: edition-differs', 'registers: edition-root-differs', 'registers: leaf-replaced'],
  },
  {
    name: 'the same, with a ledger that was signed anew',
    cheat: (house) => changeLeaves(house, (leaves) => void (leaves[placeOfFirst(leaves)] = 5n), true),
    // Whoever signed in it proved that of another root.
    finds: ['registers: leaf-replaced', 'proofs: proof-invalid'],
  },
  {
    name: 'a key that stands twice',
    cheat: (house) =>
      changeLeaves(
        house,
        (leaves, edition) => {
          leaves[edition.size] = leaves[placeOfFirst(leaves)] as bigint;
          edition.size += 1;
          edition.live += 1;
          edition.rosterSize += 100;
          const units = house.json(`/register-files/${edition.units}`) as { v: 1; units: string[]; places: number[] };
          units.places.push(-1);
          edition.units = house.putFile(Buffer.from(JSON.stringify(units)));
          const { number } = newest(house);
          house.editEntry((entry) => entry.kind === 'edition' && entry['number'] === number, { units: edition.units });
        },
        true,
      ),
    finds: ['registers: leaf-repeated', 'roster: roster-does-not-add-up', 'proofs: proof-invalid'],
  },
  {
    name: 'a key that was put in and is not counted',
    cheat: (house) => changeLeaves(house, (leaves, edition) => void (leaves[edition.size] = 77n), true),
    finds: ['registers: edition-count-differs', 'proofs: proof-invalid'],
  },
  {
    name: 'a file whose bytes are not those of its name',
    cheat(house) {
      const { path } = newest(house);
      const [name = ''] = (house.json(path) as Edition).tiles;
      const tile = house.bytes(`/register-files/${name}`);
      tile[31] = (tile[31] as number) ^ 1;
      house.put(`/register-files/${name}`, tile);
    },
    finds: ['registers: edition-file-differs'],
  },
  {
    name: 'an edition that is not given out any more',
    cheat: (house) => house.remove(newest(house).path),
    finds: ['registers: edition-missing'],
  },
  {
    name: 'an edition with a number that was left out',
    cheat(house) {
      const { number } = newest(house);
      house.editEntry((entry) => entry.kind === 'edition' && entry['number'] === number, { number: number + 1 });
      house.put(
        `/registers/1/editions/${String(number + 1)}`,
        house.bytes(newest(house).path.replace(/\d+$/, String(number))),
      );
      house.edit(`/registers/1/editions/${String(number + 1)}`, (edition: Edition) => void (edition.edition += 1));
      house.signAnew();
    },
    finds: ['registers: edition-out-of-sequence', 'acts: act-in-wrong-register'],
  },
  {
    name: 'more keys than people',
    cheat(house) {
      const { path, number } = newest(house);
      const rosterSize = (house.json(path) as Edition).live - 1;
      house.edit(path, (edition: Edition) => void (edition.rosterSize = rosterSize));
      house.editEntry((entry) => entry.kind === 'edition' && entry['number'] === number, { rosterSize });
      house.signAnew();
    },
    finds: ['registers: register-larger-than-roster', 'roster: roster-does-not-add-up'],
  },
  {
    name: 'a disputed key that stays',
    cheat(house) {
      const { number } = newest(house);
      const at = house.indexOf((entry) => entry.kind === 'edition' && entry['number'] === number);
      house.entries.splice(at, 0, { v: 1, kind: 'enrolment-disputed', register: 1, leaf: 0, day: '2026-11-20' });
      house.edit(newest(house).path, (edition: { entry?: number }) => delete edition.entry);
      house.signAnew({ at, moved: 1 });
    },
    finds: ['registers: disputed-key-stays'],
  },
  {
    name: 'a unit that is too small to be named',
    cheat(house) {
      const { path, number } = newest(house);
      house.edit(path, (edition: Edition) => {
        const units = house.json(`/register-files/${edition.units}`) as { v: 1; units: string[]; places: number[] };
        units.units.push('Works / One person');
        units.places[0] = units.units.length - 1;
        edition.units = house.putFile(Buffer.from(JSON.stringify(units)));
        house.editEntry((entry) => entry.kind === 'edition' && entry['number'] === number, { units: edition.units });
      });
      house.signAnew();
    },
    finds: ['registers: unit-too-small'],
  },
];
