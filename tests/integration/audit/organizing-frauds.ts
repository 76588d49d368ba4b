import type { CopiedHouse, Item } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* What is made up of who organizes a petition, and of how it ended. */

const day = '2026-01-05';
const wasOpened = ({ opened }: Item) => opened !== null;
const isClosed = ({ state, ended }: Item) => state === 'closed' && ended === null;
const isOpen = ({ state, ended }: Item) => state === 'open' && ended === null;

/** One more entry at the end, in the newest publication. */
function append(house: CopiedHouse, { kind, ...fact }: { kind: string } & Record<string, string | number>): void {
  const at = house.entries.length - 1;
  house.entries.push({ v: 1, kind, day: house.entries[at]?.['day'] as string, ...fact });
  house.signAnew({ at, moved: 1 });
}

export const organizingFrauds: readonly Fraud[] = [
  {
    name: 'an organizer who never joined',
    cheat: (house) =>
      void house.editItem('petitions', wasOpened, (item) => {
        item['organizers'] = [{ number: 1, act: 'added', name: 'Eve Nobody', day }];
      }),
    finds: ['petitions: not-in-ledger'],
  },
  {
    name: 'a petition that is said to be retired',
    cheat: (house) =>
      void house.editItem('petitions', isOpen, (item) => {
        item['ended'] = { how: 'retired', into: '', reason: 'Nobody wants it any more.', day };
      }),
    finds: ['petitions: not-in-ledger'],
  },
  {
    name: 'a reason that was given after a petition had closed',
    cheat(house) {
      const reason = 'Its organizers thought better of it.';
      const last = house.entries.at(-1)?.['day'] as string;
      const { id } = house.editItem('petitions', isClosed, (item) => {
        item['ended'] = { how: 'retired', into: '', reason, day: last };
      });
      append(house, { kind: 'petition-ended', petition: id as string, how: 'retired', into: '', reason });
    },
    finds: ['petitions: ending-unfounded'],
  },
  {
    name: 'a merge that nobody proposed',
    cheat(house) {
      const [one, other] = house
        .list('petitions')
        .filter(isOpen)
        .map(({ id }) => id as string);
      const last = house.entries.at(-1)?.['day'] as string;
      house.editItem(
        'petitions',
        ({ id }) => id === one,
        (item) => void (item['merging'] = [{ number: 1, into: other, act: 'declined', day: last }]),
      );
      append(house, { kind: 'merge', petition: one ?? '', number: 1, into: other ?? '', act: 'declined' });
    },
    finds: ['petitions: merge-out-of-order'],
  },
];
