import type { Entry } from '~/crypto/tlog/entry';
import type { CopiedHouse } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* What is made up of critical masses, of sponsors, and of whom a petition asks. */

const kindIs = (kind: string) => (entry: Entry) => entry.kind === kind;

/** Somebody's key on a petition that looked for no sponsors, with the proof of a signature, and shown wherever it has to be. */
function addSponsor(house: CopiedHouse): void {
  const at = house.entries.findLastIndex(kindIs('signature')) + 1;
  const { petition: id, ...signature } = house.entries[at - 1] as Entry;
  const nullifier = '2'.padEnd(64, 'e');
  const sponsor = { ...signature, kind: 'sponsor', id: id as string, nullifier, choice: 'sponsor', n: 0, revision: 1 };
  house.entries.splice(at, 0, sponsor as Entry);
  house.editList('choices', (items) => [
    ...items,
    {
      ...{
        kind: 'sponsor',
        id,
        revision: 1,
        register: signature['register'],
        text: 'ab'.repeat(32),
        until: '2029-01-01',
      },
      ...{ total: null, choices: null, units: [] },
    },
  ]);
  const record = Buffer.alloc(39);
  record.write(nullifier, 'hex');
  record.writeUInt16BE(1, 32);
  record.writeUInt32BE(signature['edition'] as number, 35);
  house.put(`/choices/sponsor/${id as string}/nullifiers`, record);
  house.signAnew({ at: at - 1, moved: 1 });
}

export const gatheringFrauds: readonly Fraud[] = [
  {
    name: 'a critical mass that is said to be reached by another petition',
    cheat(house) {
      const at = house.indexOf(kindIs('critical-mass'));
      const own = house.entries[at]?.['petition'];
      const other = house.entries.find(({ kind, petition }) => kind === 'petition-opened' && petition !== own);
      house.entries[at] = { ...(house.entries[at] as Entry), petition: other?.['petition'] as string };
      house.signAnew();
    },
    finds: ['counts: critical-mass-differs'],
  },
  {
    name: 'a critical mass that was not reached when its signatures appeared',
    cheat(house) {
      const petition = house.entries[house.indexOf(kindIs('critical-mass'))]?.['petition'];
      const ofIt = ({ kind, petition: own }: Entry) => kind === 'petition-opened' && own === petition;
      house.editEntry(ofIt, { criticalMass: 10_000 });
      house.editItem(
        'petitions',
        ({ id }) => id === petition,
        (item) => void (item['criticalMass'] = 10_000),
      );
      house.signAnew();
    },
    finds: ['counts: count-too-small'],
  },
  {
    name: 'a petition that is said to ask another unit’s leadership',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        ({ opened }) => opened !== null,
        (item) => void (item['asks'] = 'Tidewater / Somewhere else'),
      ),
    finds: ['petitions: terms-differ'],
  },
  {
    name: 'a petition that is said to have found the sponsors it looked for',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        ({ opened, sponsorsWanted }) => opened !== null && sponsorsWanted === 0,
        (item) => void (item['sponsorsWanted'] = 12),
      ),
    finds: ['choices: sponsors-differ'],
  },
  {
    name: 'a sponsor who was added, of a petition that looked for none, on words that nobody decided on',
    cheat: addSponsor,
    finds: ['choices: sponsors-differ', 'choices: text-differs', 'proofs: proof-invalid'],
  },
];
