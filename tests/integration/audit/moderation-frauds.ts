import type { Entry } from '~/crypto/tlog/entry';
import type { CopiedHouse, Item } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* Decisions that nobody could make: in the ledger, which is signed anew, and on the site that shows it. */

const decisions = (house: CopiedHouse) => house.entries.filter(({ kind }) => kind === 'moderation');

/** The entry of an act on the petition that was appealed for. */
function placeOf(house: CopiedHouse, act: string): number {
  const petition = decisions(house).find((entry) => entry['act'] === 'appeal')?.['petition'];
  return house.indexOf(
    (entry) => entry.kind === 'moderation' && entry['petition'] === petition && entry['act'] === act,
  );
}

/** Changes a decision where it stands and where it is shown. */
function change(house: CopiedHouse, place: number, changed: Record<string, Entry[string]>): void {
  const entry = house.entries[place] as Entry;
  house.entries[place] = { ...entry, ...changed };
  house.editItem(
    'petitions',
    ({ id }) => id === entry['petition'],
    (item) => {
      const shown = (item['moderation'] as Item[]).find(({ number }) => number === entry['number']);
      if (shown) Object.assign(shown, changed);
    },
  );
}

export const moderationFrauds: readonly Fraud[] = [
  {
    name: 'an appeal that was decided though nobody appealed',
    cheat(house) {
      const at = placeOf(house, 'appeal');
      const [appeal] = house.entries.splice(at, 1) as [Entry];
      house.editItem(
        'petitions',
        ({ id }) => id === appeal['petition'],
        (item) => {
          item['moderation'] = (item['moderation'] as Item[]).filter(({ act }) => act !== 'appeal');
          for (const shown of item['moderation'] as Item[]) if (shown['act'] === 'uphold') shown['number'] = 2;
        },
      );
      house.editEntry((entry) => entry['petition'] === appeal['petition'] && entry['act'] === 'uphold', { number: 2 });
      house.signAnew({ at, moved: -1 });
    },
    finds: ['moderation: decision-out-of-order'],
  },
  {
    name: 'an appeal that came after its time',
    cheat(house) {
      change(house, placeOf(house, 'reject'), { day: '2026-01-05' });
      house.signAnew();
    },
    finds: ['moderation: decision-out-of-order'],
  },
  {
    name: 'one more decision after the last',
    cheat(house) {
      const at = placeOf(house, 'uphold');
      const once = house.entries[at] as Entry;
      const more = { ...once, number: 4, act: 'grant' };
      house.entries.splice(at + 1, 0, more as Entry);
      house.editItem(
        'petitions',
        ({ id }) => id === once['petition'],
        (item) => {
          const shown = (item['moderation'] as Item[]).at(-1) as Item;
          (item['moderation'] as Item[]).push({ ...shown, number: 4, act: 'grant' });
        },
      );
      house.signAnew({ at, moved: 1 });
    },
    finds: ['moderation: decision-out-of-order'],
  },
  {
    name: 'an appeal that a moderator wrote',
    cheat(house) {
      change(house, placeOf(house, 'appeal'), { moderator: 'Moe Moderator' });
      house.signAnew();
    },
    finds: ['moderation: decision-out-of-order'],
  },
  {
    name: 'a petition that opened though it was rejected',
    cheat(house) {
      const opened = house.entries.find(({ kind }) => kind === 'petition-opened');
      const place = house.indexOf((entry) => entry.kind === 'moderation' && entry['petition'] === opened?.['petition']);
      change(house, place, { act: 'reject', reason: 'outside' });
      house.signAnew();
    },
    finds: ['moderation: decision-out-of-order'],
  },
  {
    name: 'another text that opened than the one that was accepted',
    cheat(house) {
      const opened = house.entries.find(({ kind }) => kind === 'petition-opened');
      const place = house.indexOf((entry) => entry.kind === 'moderation' && entry['petition'] === opened?.['petition']);
      house.entries[place] = { ...(house.entries[place] as Entry), text: 'ab'.repeat(32) };
      house.signAnew();
    },
    finds: ['moderation: text-differs'],
  },
];
