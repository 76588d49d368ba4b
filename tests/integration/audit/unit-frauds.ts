import type { Entry } from '~/crypto/tlog/entry';
import type { CopiedHouse } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* Units of signers that whoever holds the house's own key makes larger, moves, keeps back or names by themselves. */

const kindIs = (kind: string) => (entry: Entry) => entry.kind === kind;

/** Shows the units of a petition as they were not told. */
function showUnits(
  house: CopiedHouse,
  change: (units: { unit: string; day: string; signers: number }[]) => unknown,
): void {
  const { petition } = house.entries[house.indexOf(kindIs('signer-cell'))] as Entry;
  house.editItem(
    'petitions',
    ({ id }) => id === petition,
    (item) => {
      item['units'] = change(item['units'] as { unit: string; day: string; signers: number }[]);
    },
  );
}

export const unitFrauds: readonly Fraud[] = [
  {
    name: 'a unit that is said to have more signers than it had, on the page too',
    cheat(house) {
      const cell = house.entries[house.indexOf(kindIs('signer-cell'))] as Entry;
      const signers = Number(cell['signers']) + 1;
      house.editEntry(kindIs('signer-cell'), { signers });
      showUnits(house, (units) =>
        units.map((each) => (each.unit === cell['unit'] && each.day === cell['day'] ? { ...each, signers } : each)),
      );
      house.signAnew();
    },
    // Its next cell is then too near to it, too: by the difference two people could be had.
    finds: ['counts: count-differs', 'counts: count-too-small'],
  },
  {
    name: 'a unit that is shown with other numbers than it was told with',
    cheat: (house) => showUnits(house, (units) => units.map((each) => ({ ...each, signers: each.signers + 2 }))),
    finds: ['counts: count-differs'],
  },
  {
    name: 'a unit that is kept back',
    cheat: (house) => showUnits(house, (units) => units.slice(1)),
    finds: ['counts: count-differs'],
  },
  {
    name: 'a unit that is shown and was never told',
    cheat: (house) => showUnits(house, (units) => [...units, { unit: 'Legal', day: '2026-11-20', signers: 4 }]),
    finds: ['counts: not-in-ledger'],
  },
  {
    name: 'a key that is put into another unit than it proved',
    cheat(house) {
      const at = house.indexOf(kindIs('signer-unit'));
      const own = house.entries[at] as Entry;
      const other = house.entries.find((entry) => entry.kind === 'signer-unit' && entry['unit'] !== own['unit']);
      house.entries[at] = { ...own, unit: other?.['unit'] as string };
      house.signAnew();
    },
    // Its own unit was told with three keys, and has two then.
    finds: ['counts: count-differs', 'counts: count-too-small', 'proofs: proof-invalid'],
  },
  {
    name: 'a key that names its unit twice',
    cheat(house) {
      const at = house.indexOf(kindIs('signer-unit'));
      const twice = house.entries[at] as Entry;
      house.entries.splice(at, 0, twice);
      house.signAnew({ at: at - 1, moved: 1 });
    },
    finds: ['acts: acts-not-sorted', 'acts: unit-changed'],
  },
  {
    name: 'the unit of a key that never signed',
    cheat(house) {
      house.editEntry(kindIs('signer-unit'), { nullifier: '2'.padEnd(64, 'f') });
      house.signAnew();
    },
    finds: ['acts: act-on-unknown', 'acts: acts-not-sorted', 'counts: count-differs', 'proofs: proof-invalid'],
  },
  {
    name: 'a unit in a register that is not the petition’s',
    cheat(house) {
      house.editEntry(kindIs('signer-unit'), { register: 2 });
      house.signAnew();
    },
    finds: ['acts: act-in-wrong-register'],
  },
];
