import type { Entry } from '~/crypto/tlog/entry';
import type { CopiedHouse, Item } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* What is put into an unknown organizer's mouth, and keys that are not theirs. */

const isUnknown = ({ organizerKey, opened }: Item) => organizerKey !== null && opened !== null;
const unknown = (house: CopiedHouse) => house.list('petitions').find(isUnknown)?.['id'] as string;
const edited = (kind: string, change: (entry: Record<string, unknown>) => void) => (house: CopiedHouse) => {
  const id = unknown(house);
  const at = house.entries.findIndex((each) => each['kind'] === kind && each['petition'] === id);
  const entry = { ...house.entries[at] };
  change(entry);
  house.entries[at] = entry as Entry;
  house.signAnew();
};

export const unknownOrganizerFrauds: readonly Fraud[] = [
  {
    name: 'an act that an unknown organizer did not sign',
    cheat: edited('organizer-act', (entry) => {
      entry['signature'] = '00'.repeat(64);
    }),
    finds: ['petitions: organizers-differ'],
  },
  {
    name: 'an act of an unknown organizer under the signature of another one',
    cheat: edited('organizer-act', (entry) => {
      entry['act'] = 'retire';
    }),
    finds: ['petitions: organizers-differ'],
  },
  {
    name: 'another key in the place of an unknown organizer’s, on the site and in the ledger',
    cheat(house) {
      edited('organizer-key', (entry) => {
        entry['key'] = '07'.repeat(32);
      })(house);
      house.editItem('petitions', isUnknown, (item) => {
        item['organizerKey'] = '07'.repeat(32);
      });
    },
    finds: ['petitions: organizers-differ'],
  },
  {
    name: 'another key on the site alone',
    cheat: (house) =>
      void house.editItem('petitions', isUnknown, (item) => {
        item['organizerKey'] = '07'.repeat(32);
      }),
    finds: ['petitions: organizers-differ'],
  },
  {
    name: 'a name on a petition that nobody put theirs on',
    cheat: (house) =>
      void house.editItem('petitions', isUnknown, (item) => {
        item['organizer'] = 'Eve Nobody';
      }),
    finds: ['petitions: organizers-differ'],
  },
  {
    name: 'news of an unknown organizer that they never signed, with its entry',
    cheat(house) {
      const id = unknown(house);
      const at = house.entries.findIndex((each) => each['kind'] === 'organizer-act' && each['petition'] === id);
      house.entries.splice(at, 1);
      house.signAnew({ at, moved: -1 });
    },
    finds: ['petitions: organizers-differ'],
  },
];
