import { describe, expect, test } from 'vitest';
import { checkOrganizing } from '~/audit/check-organizing';
import type { LedgerFact } from '~/audit/entry-form';
import { LedgerFacts } from '~/audit/facts';
import type { ItemOf } from '~/audit/public-data';
import { createRecorder } from '~/audit/recorder';
import type { Site } from '~/audit/site';

type Petition = ItemOf<'petitions'>;
type Entry = { batch: number; fact: LedgerFact };

const day = '2026-05-04';
const entry = (batch: number, fact: Record<string, unknown>): Entry => ({
  batch,
  fact: { v: 1, day, ...fact } as LedgerFact,
});
const opened = (petition: string, batch = 1) =>
  entry(batch, {
    ...{ kind: 'petition-opened', petition, text: 'ab'.repeat(32), register: 1 },
    ...{ closes: '2026-06-30', criticalMass: 0, threshold: 50 },
  });
const closed = (petition: string, batch: number, on = day) =>
  entry(batch, { kind: 'petition-closed', petition, day: on });
const organizer = (petition: string, number: number, act: string, name: string) =>
  entry(2, { kind: 'organizer', petition, number, act, name });
const merge = (petition: string, number: number, into: string, act: string) =>
  entry(2, { kind: 'merge', petition, number, into, act });
const ended = (petition: string, how: string, into = '', reason = 'Why it ends.') =>
  entry(2, { kind: 'petition-ended', petition, how, into, reason });
const due = (batch: number) => entry(batch, { kind: 'answer-due', subject: 'petition', id: 'x', due: day });

const item = (id: string, shown: Partial<Petition> = {}): Petition =>
  ({ id, organizer: 'Olga', organizers: [], merging: [], ended: null, ...shown }) as unknown as Petition;

/** What is shown of a ledger that is shown as it is. */
function shownOf(entries: readonly Entry[], id: string): Petition {
  const facts = entries.map(({ fact }) => fact as Record<string, unknown>).filter(({ petition }) => petition === id);
  const of = (kind: string, ...names: string[]) =>
    facts
      .filter((fact) => fact['kind'] === kind)
      .map((fact) => Object.fromEntries(names.map((name) => [name, fact[name]])));
  return item(id, {
    organizers: of('organizer', 'number', 'act', 'name', 'day') as never,
    merging: of('merge', 'number', 'into', 'act', 'day') as never,
    ended: (of('petition-ended', 'how', 'into', 'reason', 'day')[0] ?? null) as never,
  });
}

function findings(entries: readonly Entry[], petitions = ['a', 'b', 'c'].map((id) => shownOf(entries, id))): string[] {
  const facts = new LedgerFacts();
  entries.forEach(({ batch, fact }, index) => {
    facts.add(index, batch, fact);
  });
  const recorder = createRecorder();
  checkOrganizing({ facts, day: '2026-05-20' } as unknown as Site, recorder.check('petitions'), petitions);
  const [result] = recorder.results().filter(({ name }) => name === 'petitions');
  return [...new Set(result?.findings.map(({ what }) => what))];
}

const open = [opened('a'), opened('b'), opened('c')];
const mergedAB = [merge('a', 1, 'b', 'proposed'), merge('a', 2, 'b', 'agreed'), ended('a', 'merged', 'b')];

describe('what organizers did', () => {
  test.each([
    ['nothing', open],
    ['who came and went', [...open, organizer('a', 1, 'added', 'Bo'), organizer('a', 2, 'removed', 'Olga')]],
    ['a merge, and the closing after it', [...open, ...mergedAB, closed('a', 2), due(5)]],
    ['one that was ended while its publication ran', [...open, ended('a', 'retired'), due(2), closed('a', 3), due(9)]],
    ['one that was ended just now', [...open, ended('a', 'retired')]],
    [
      'a proposal that was declined, one that took its place',
      [
        ...open,
        merge('a', 1, 'b', 'proposed'),
        merge('a', 2, 'b', 'declined'),
        merge('a', 3, 'b', 'proposed'),
        merge('a', 4, 'c', 'proposed'),
        merge('a', 5, 'c', 'declined'),
      ],
    ],
    ['a closing on the day after the last', [...open, closed('a', 3, '2026-07-01')]],
  ])('%s: is believed', (_, entries) => {
    expect(findings(entries)).toEqual([]);
  });

  test.each([
    ['an organizer who leaves and never came', [...open, organizer('a', 1, 'removed', 'Nobody')], 'organizers-differ'],
    ['the last one who leaves', [...open, organizer('a', 1, 'removed', 'Olga')], 'organizers-differ'],
    ['a number that is left out', [...open, organizer('a', 2, 'added', 'Bo')], 'organizers-differ'],
    ['somebody who joined before it opened', [organizer('a', 1, 'added', 'Bo'), ...open], 'organizers-differ'],
    [
      'a merge that nobody proposed',
      [...open, merge('a', 1, 'b', 'agreed'), ended('a', 'merged', 'b')],
      'merge-out-of-order',
    ],
    [
      'a proposal that is answered by another petition',
      [...open, merge('a', 1, 'b', 'proposed'), merge('a', 2, 'c', 'declined')],
      'merge-out-of-order',
    ],
    ['a circle', [...open, ...mergedAB, merge('b', 1, 'a', 'proposed')], 'merge-out-of-order'],
    ['a chain', [...open, ...mergedAB, merge('b', 1, 'c', 'proposed')], 'merge-out-of-order'],
    ['a petition merged into itself', [...open, merge('a', 1, 'a', 'proposed')], 'merge-out-of-order'],
    [
      'a merge into one that is closed',
      [...open, closed('b', 2, '2026-07-01'), merge('a', 1, 'b', 'proposed')],
      'merge-out-of-order',
    ],
    [
      'an agreement that ends nothing',
      [...open, merge('a', 1, 'b', 'proposed'), merge('a', 2, 'b', 'agreed')],
      'merge-out-of-order',
    ],
    [
      'a merged petition that no one agreed to',
      [...open, merge('a', 1, 'b', 'proposed'), ended('a', 'merged', 'b')],
      'ending-unfounded',
    ],
    ['an end without a reason', [...open, ended('a', 'retired', '', '  ')], 'ending-unfounded'],
    ['an end of what never opened', [ended('z', 'retired')], 'ending-unfounded'],
    ['two ends', [...open, ended('a', 'retired'), ended('a', 'retired')], 'ending-unfounded'],
    ['a petition that was ended and went on', [...open, ended('a', 'retired'), due(4)], 'ending-unfounded'],
    ['a petition that closed early without an end', [...open, closed('a', 3)], 'ending-unfounded'],
  ])('%s: is found', (_, entries, code) => {
    expect(findings(entries)).toContain(code);
  });
});

describe('what pages show of it', () => {
  const entries = [...open, organizer('a', 1, 'added', 'Bo'), ...mergedAB];
  const honest = ['a', 'b', 'c'].map((id) => shownOf(entries, id));
  const changed = (change: Partial<Petition>) =>
    honest.map((each) => (each.id === 'a' ? { ...each, ...change } : each));

  test('is believed where it is the ledger’s', () => {
    expect(findings(entries, honest)).toEqual([]);
  });

  test.each([
    ['an organizer who is not shown', { organizers: [] }, 'missing-from-site'],
    [
      'an organizer under another name',
      { organizers: [{ number: 1, act: 'added', name: 'Eve', day }] },
      'text-differs',
    ],
    [
      'an organizer of whom the ledger knows nothing',
      {
        organizers: [...shownOf(entries, 'a').organizers, { number: 2, act: 'added', name: 'Eve', day }],
      },
      'not-in-ledger',
    ],
    ['an end for another reason', { ended: { how: 'merged', into: 'b', reason: 'Another.', day } }, 'text-differs'],
    ['an end that is not shown', { ended: null }, 'missing-from-site'],
    ['a merge into another one', { merging: [{ number: 1, into: 'c', act: 'proposed', day }] }, 'text-differs'],
  ] as const)('%s: is found', (_, change, code) => {
    expect(findings(entries, changed(change as never))).toContain(code);
  });
});
