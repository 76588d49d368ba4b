import { describe, expect, test } from 'vitest';
import { checkSponsors } from '~/audit/check-sponsors';
import { LedgerFacts } from '~/audit/facts';
import { createRecorder } from '~/audit/recorder';
import type { Site } from '~/audit/site';

/* What an auditor makes of sponsors in the ledger. The demo company has none, so that the honest house is made here. */

const petition = 'aeaqcaibaeaqcaibaeaqcaibae';
const [words, others] = ['ab'.repeat(32), 'cd'.repeat(32)];
const day = '2026-06-12';

interface House {
  /** Places in the ledger of sponsors, and of the first decision; null where nobody decided. */
  readonly sponsors?: readonly number[];
  readonly decided?: number | null;
  readonly decidedOn?: string;
  readonly wanted?: number;
  readonly shown?: string;
}

function audit({ sponsors = [1, 2, 3], decided = 9, decidedOn = words, wanted = 3, shown = words }: House) {
  const facts = new LedgerFacts();
  for (const index of sponsors) {
    const at = { index, batch: 0 };
    const acts = facts.actsOn(`sponsor/${petition}`, 1, at);
    facts.addAct(acts, String(index), { n: 0, choice: 'sponsor', edition: 1, revision: 1 }, { day, batch: 0 });
  }
  if (decided !== null) {
    const decision = {
      act: 'accept',
      reason: 'meets-the-rules',
      words: '',
      moderator: 'Mo',
      number: 1,
      text: decidedOn,
    };
    facts.add(decided, 1, { v: 1, kind: 'moderation', petition, day, ...decision } as Parameters<typeof facts.add>[2]);
  }
  const had = (...items: unknown[]) => ({ items, missing: null });
  const lists = {
    petitions: had({ id: petition, sponsorsWanted: wanted }),
    choices: had({ kind: 'sponsor', id: petition, text: shown }, { kind: 'support', id: 'a question', text: others }),
  };
  const recorder = createRecorder();
  checkSponsors({ facts, snapshot: { lists } } as unknown as Site, recorder.check('choices'));
  const [result] = recorder.results().filter(({ name }) => name === 'choices');
  return result?.findings.map(({ what, expected, found }) => `${what}: ${expected}, not ${found}`);
}

describe('sponsors', () => {
  test('as many as were looked for, before any decision, on the words that were decided on, are no finding', () => {
    expect(audit({})).toEqual([]);
    expect(audit({ decided: null })).toEqual([]);
    expect(audit({ sponsors: [], decided: 1, wanted: 0 })).toEqual([]);
  });

  test('too few when they appeared are one, and so are any where none were looked for', () => {
    expect(audit({ sponsors: [1, 2] })).toEqual(['sponsors-differ: at least 3 at first, not 2']);
    expect(audit({ sponsors: [] })).toEqual(['sponsors-differ: at least 3 at first, not 0']);
    expect(audit({ wanted: 0 })).toEqual(['sponsors-differ: none, as it looked for none, not 3']);
  });

  test('on other words than those that moderators read are one', () => {
    expect(audit({ shown: others })).toEqual([`text-differs: ${words}, not ${others}`]);
    expect(audit({ decidedOn: others })).toEqual([`text-differs: ${others}, not ${words}`]);
  });

  test('that came only after a decision are one', () => {
    expect(audit({ decided: 0 })).toEqual(['sponsors-differ: before entry 0 decides, not entry 1']);
    // Of those that came with the first publication some may be told later.
    expect(audit({ sponsors: [1, 2, 3, 12] })).toEqual([]);
  });
});
