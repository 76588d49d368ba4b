import type { CopiedHouse, Item } from '~tests/support/copied-house';
import type { Fraud } from './fraud';

/* What a house can do to its pages without touching its ledger. */

interface Figures {
  signers: number | null;
  history: { day: string; signers: number }[];
}

const isCounted = (item: Item) => typeof item['signers'] === 'number' && item['signers'] > 4;
const hasText = (item: Item) => item['opened'] !== null && item['title'] !== null;
const counted = (house: CopiedHouse) => house.list('petitions').find(isCounted)?.['id'] as string;
const nullifiersOf = (house: CopiedHouse) => `/petitions/${counted(house)}/nullifiers`;

const wasAppealed = (item: Item) => (item['moderation'] as Item[]).some(({ act }) => act === 'appeal');
const actOf = (item: Item, wanted: string) => (item['moderation'] as Item[]).find(({ act }) => act === wanted) as Item;

const kindIs = (kind: string) => (item: Item) => item['kind'] === kind;
const first = () => true;

export const siteFrauds: readonly Fraud[] = [
  {
    name: 'a signature that was deleted from the file in which people find theirs',
    cheat: (house) => house.put(nullifiersOf(house), house.bytes(nullifiersOf(house)).subarray(38)),
    finds: ['counts: count-differs', 'counts: signature-missing-from-site'],
  },
  {
    name: 'a signature that was added to it',
    cheat(house) {
      const record = Buffer.concat([Buffer.alloc(32, 7), house.bytes(nullifiersOf(house)).subarray(32, 38)]);
      house.put(nullifiersOf(house), Buffer.concat([house.bytes(nullifiersOf(house)), record]));
    },
    finds: ['counts: count-differs', 'counts: signature-not-in-ledger'],
  },
  {
    name: 'a signature that is shown as withdrawn',
    cheat(house) {
      const file = house.bytes(nullifiersOf(house));
      file[33] = (file[33] as number) + 1;
      house.put(nullifiersOf(house), file);
    },
    finds: ['counts: count-differs'],
  },
  {
    name: 'a count that is one too high',
    cheat: (house) =>
      void house.editItem('petitions', isCounted, (item) => {
        (item as unknown as Figures).signers = (item['signers'] as number) + 1;
      }),
    finds: ['counts: count-differs'],
  },
  {
    name: 'a count of an earlier day that is one too low',
    cheat: (house) =>
      void house.editItem('petitions', isCounted, (item) => {
        const [day] = (item as unknown as Figures).history;
        if (day) day.signers -= 1;
      }),
    finds: ['counts: history-differs'],
  },
  {
    name: 'an earlier day that is left out',
    cheat: (house) =>
      void house.editItem('petitions', isCounted, (item) => void (item as unknown as Figures).history.shift()),
    finds: ['counts: history-differs'],
  },
  {
    name: 'a count that is kept back',
    cheat: (house) => void house.editItem('petitions', isCounted, (item) => void (item['signers'] = null)),
    finds: ['counts: count-withheld'],
  },
  {
    name: 'a word that was changed in an open petition',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        hasText,
        (item) => void (item['background'] = `${item['background'] as string}.`),
      ),
    finds: ['petitions: text-differs', 'moderation: text-differs'],
  },
  {
    name: 'a closing day that was put off, a threshold that was raised',
    cheat: (house) =>
      void house.editItem('petitions', hasText, (item) => {
        item['closes'] = '2029-01-01';
        item['threshold'] = 10_000;
      }),
    finds: ['petitions: terms-differ'],
  },
  {
    name: 'an answer that is due later',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        (item) => item['due'] !== null,
        (item) => void (item['due'] = '2029-01-01'),
      ),
    finds: ['petitions: terms-differ'],
  },
  {
    name: 'a petition that is gone',
    cheat: (house) => house.editList('petitions', (items) => items.filter((item) => item['id'] !== counted(house))),
    finds: ['petitions: missing-from-site', 'moderation: missing-from-site', 'counts: missing-from-site'],
  },
  {
    name: 'a petition that nobody opened',
    cheat: (house) =>
      house.editList('petitions', (items) => {
        const item = items.find((each) => hasText(each) && each['signers'] === null) as Item;
        return [
          ...items,
          { ...item, id: 'a'.repeat(26), moderation: [], updates: [], opened: '2026-01-05', deleted: null },
        ];
      }),
    finds: ['petitions: not-in-ledger'],
  },
  {
    name: 'news that an organizer never wrote',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        (item) => (item['updates'] as unknown[]).length > 0,
        (item) => {
          const [update] = item['updates'] as Item[];
          if (update) update['body'] = 'All is well.';
        },
      ),
    finds: ['petitions: text-differs'],
  },
  {
    name: 'a reason of a moderator that was written anew',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        (item) => (item['moderation'] as unknown[]).length > 0,
        (item) => {
          const [act] = item['moderation'] as Item[];
          if (act) act['words'] = 'As agreed.';
        },
      ),
    finds: ['moderation: text-differs'],
  },
  {
    name: 'an appeal whose words were written anew, or left out',
    cheat: (house) =>
      void house.editItem('petitions', wasAppealed, (item) => void (actOf(item, 'appeal')['words'] = 'I was wrong.')),
    finds: ['moderation: text-differs'],
  },
  {
    name: 'the words of an appeal that are kept back though the text is shown',
    cheat: (house) =>
      void house.editItem('petitions', wasAppealed, (item) => void (actOf(item, 'appeal')['words'] = null)),
    finds: ['moderation: missing-from-site'],
  },
  {
    name: 'an appeal that is not shown',
    cheat: (house) =>
      void house.editItem('petitions', wasAppealed, (item) => {
        item['moderation'] = (item['moderation'] as Item[]).filter(({ act }) => act !== 'appeal');
      }),
    finds: ['moderation: missing-from-site'],
  },
  {
    name: 'a deletion that is not told',
    cheat: (house) =>
      void house.editItem(
        'petitions',
        (item) => item['deleted'] !== null,
        (item) => void (item['deleted'] = null),
      ),
    finds: ['deletions: deletion-unfounded'],
  },
  {
    name: 'a response that was changed after it was given',
    cheat: (house) =>
      void house.editItem('statements', kindIs('response'), (item) => {
        (item['document'] as Item)['body'] = 'We never said that.';
      }),
    finds: ['statements: text-differs'],
  },
  {
    name: 'a revision that was left out',
    cheat: (house) =>
      house.editList('statements', (items) =>
        items.filter((item) => !(item['kind'] === 'pledge' && item['revision'] === 1)),
      ),
    finds: ['statements: revision-missing'],
  },
  {
    name: 'a revision that was put in between, long ago',
    cheat: (house) =>
      house.editList('statements', (items) => {
        const item = items.find(kindIs('announcement')) ?? items[0];
        return [...items, { ...item, revision: 99, day: '2026-01-05' }];
      }),
    finds: ['statements: not-in-ledger'],
  },
  {
    name: 'an author who did not say it',
    cheat: (house) => void house.editItem('statements', first, (item) => void (item['author'] = 'Somebody Else')),
    finds: ['statements: terms-differ'],
  },
  {
    name: 'a verdict that is counted once too often',
    cheat: (house) =>
      void house.editItem(
        'choices',
        (item) => item['kind'] === 'verdict' && item['choices'] !== null,
        (item) => {
          const choices = item['choices'] as Record<string, number>;
          choices['answered'] = (choices['answered'] ?? 0) + 1;
          item['total'] = (item['total'] as number) + 1;
        },
      ),
    finds: ['choices: count-differs'],
  },
  {
    name: 'a field witness that is said of other words',
    cheat: (house) =>
      void house.editItem('choices', kindIs('witness'), (item) => void (item['text'] = 'ab'.repeat(32))),
    finds: ['choices: text-differs'],
  },
  {
    name: 'a summary whose words were softened',
    cheat: (house) => void house.editItem('summaries', first, (item) => void (item['body'] = 'Nothing to see.')),
    finds: ['summaries: text-differs'],
  },
  {
    name: 'a corroboration that is not counted',
    cheat: (house) =>
      void house.editItem(
        'summaries',
        (item) => Object.values(item['choices'] as Item).some((shown) => shown !== null),
        (item) => {
          const choices = item['choices'] as Record<string, number | null>;
          for (const [choice, shown] of Object.entries(choices)) if (shown !== null) choices[choice] = shown - 1;
        },
      ),
    finds: ['summaries: count-differs'],
  },
  {
    name: 'a question that asks something else',
    cheat: (house) =>
      void house.editItem(
        'questions',
        (item) => item['body'] !== null,
        (item) => void (item['body'] = 'Who is it?'),
      ),
    finds: ['questions: text-differs'],
  },
  {
    name: 'a programme whose answers were changed',
    cheat: (house) =>
      void house.editItem(
        'programmes',
        first,
        (item) => void (item['document'] = { ...(item['document'] as Item), name: 'Another name' }),
      ),
    finds: ['programmes: text-differs'],
  },
  {
    name: 'a handler’s key that was swapped on its way to browsers',
    cheat: (house) =>
      void house.editItem('handlers', first, (item) => {
        item['recipient'] = `${(item['recipient'] as string).slice(0, -6)}qqqqqq`;
        item['signingKey'] = 'cd'.repeat(32);
      }),
    finds: ['handlers: handler-key-differs'],
  },
  {
    name: 'a handler’s key in the place of another',
    cheat: (house) => void house.editItem('handlers', first, (item) => void (item['fingerprint'] = 'ef'.repeat(32))),
    finds: ['handlers: handler-key-differs'],
  },
  {
    name: 'a setting that nobody changed',
    cheat: (house) =>
      void house.editItem(
        'settings',
        (item) => item['name'] === 'criticalMass',
        (item) => {
          item['value'] = 500;
          item['since'] = '2026-02-01';
        },
      ),
    finds: ['settings: not-in-ledger'],
  },
];
