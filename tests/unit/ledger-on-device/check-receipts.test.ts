import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Entry } from '~/crypto/tlog/entry';
import { checkReceipts, lookCloser, missingActFile } from '~/features/anonymous/signatures/check-receipts';
import type { KeptAct } from '~/features/anonymous/signatures/kept-acts';
import { openDeviceLedger } from '~/features/published/ledger-on-device/device-ledger';
import { anything, memoryOfDevice, openLedgerInNode, type LedgerInNode } from '~tests/support/ledger-in-node';

let house: LedgerInNode;
/** What a petition's route gives. */
let ranges: Map<string, { publication: number; day: string; first: number; entries: number }[]>;

beforeEach(() => {
  house = openLedgerInNode();
  house.append(...anything(300));
  house.publish('2026-06-09');
  ranges = new Map([
    ['p1', []],
    ['p2', []],
  ]);
  vi.stubGlobal('navigator', {});
});
afterEach(() => {
  vi.unstubAllGlobals();
});

const proof = 'ab'.repeat(32);
const mine: KeptAct = {
  ...{ petition: 'p1', title: 'Chairs', criticalMass: 0, action: 'sign', n: 0, nullifier: '07'.repeat(32) },
  ...{ attempts: [{ register: 1, edition: 2, proof }], receipt: 'a note', seen: 300 },
};

function entryOf(act: Partial<KeptAct> & { proof?: string; edition?: number; day?: string } = {}): Entry {
  const { petition, nullifier, n, action } = { ...mine, ...act };
  const kind = action === 'sign' ? 'signature' : 'withdrawal';
  const { edition = 2, day = '2026-06-10', proof: digest = proof } = act;
  return { v: 1, kind, petition, nullifier, n, register: 1, edition, proof: digest, day };
}

/** A publication with these acts on a petition. */
function publish(day: string, petition: string | null, ...acts: readonly Entry[]): void {
  house.append(...anything(1, house.entries.length));
  if (petition !== null) {
    ranges.get(petition)?.push({ publication: 1, day, first: house.entries.length, entries: acts.length });
  }
  house.append(...acts);
  house.publish(day);
}

const opened = () =>
  openDeviceLedger({
    organisation: 'acme',
    memory: memoryOfDevice(),
    pause: () => Promise.resolve(),
    onBroken: () => undefined,
  });

async function check(...acts: KeptAct[]) {
  const list = [...ranges.keys()].map((id) => ({ id, title: id }));
  house.lies.set('/petitions/opened', JSON.stringify(list));
  for (const [petition, all] of ranges) {
    house.lies.set(`/petitions/${petition}/entries`, JSON.stringify({ v: 1, petition, ranges: all }));
  }
  house.asked.length = 0;
  const found = await checkReceipts(acts, await opened().newest(), () => undefined);
  return found.map(({ where }) => where);
}

describe('a receipt whose act is in the ledger', () => {
  test('is found among all acts of its publication, by its own leaf', async () => {
    publish(
      '2026-06-10',
      'p1',
      entryOf({ nullifier: '01'.repeat(32) }),
      entryOf(),
      entryOf({ nullifier: '09'.repeat(32) }),
    );
    expect(await check(mine)).toEqual([{ kind: 'counted', entry: 302, day: '2026-06-10', elsewhere: false }]);
  });

  test('is found whichever attempt it was that arrived, and on whatever day it was published', async () => {
    publish('2026-06-10', 'p1', entryOf({ nullifier: '01'.repeat(32) }));
    publish('2026-06-12', 'p1', entryOf({ day: '2026-06-12', edition: 3 }));
    const attempts = [...mine.attempts, { register: 1, edition: 3, proof }];
    expect(await check({ ...mine, attempts, receipt: null })).toMatchObject([{ kind: 'counted', day: '2026-06-12' }]);
  });

  test('is found for a withdrawal as for a signature', async () => {
    const withdrawal: KeptAct = { ...mine, action: 'withdraw', n: 1 };
    publish('2026-06-10', 'p1', entryOf());
    publish('2026-06-11', 'p1', entryOf({ action: 'withdraw', n: 1, day: '2026-06-11' }));
    expect(await check(mine, withdrawal)).toMatchObject([{ kind: 'counted' }, { kind: 'counted', entry: 303 }]);
  });
});

describe('a receipt whose act is not in the ledger', () => {
  test('waits for the publication after the one that may have been under way, then is missing', async () => {
    publish('2026-06-09', 'p1', entryOf({ nullifier: '01'.repeat(32), day: '2026-06-09' }));
    const taken = { ...mine, seen: house.entries.length };
    expect(await check(taken)).toEqual([{ kind: 'waits' }]);
    publish('2026-06-10', null);
    expect(await check(taken)).toEqual([{ kind: 'waits' }]);
    publish('2026-06-11', null);
    expect(await check(taken)).toEqual([{ kind: 'missing' }]);
  });

  test.each([
    ['another proof', { proof: 'cd'.repeat(32) }],
    ['another number', { n: 2 }],
    ['another edition', { edition: 3 }],
    ['another petition', { petition: 'p2' }],
    ['the other act', { action: 'withdraw' as const }],
  ])('is missing where only %s stands there', async (_, other) => {
    publish('2026-06-10', 'p1', entryOf(other));
    publish('2026-06-11', null);
    expect(await check(mine)).toEqual([{ kind: 'missing' }]);
  });

  test('waits for a critical mass as long as its petition has not appeared', async () => {
    publish('2026-06-10', null);
    publish('2026-06-11', null);
    expect(await check({ ...mine, criticalMass: 50 })).toEqual([{ kind: 'waits-for-others', criticalMass: 50 }]);
    publish('2026-06-12', 'p1', entryOf({ nullifier: '01'.repeat(32), day: '2026-06-12' }));
    expect(await check({ ...mine, criticalMass: 50 })).toEqual([{ kind: 'missing' }]);
  });

  test('is nobody’s fault where no receipt came', async () => {
    publish('2026-06-10', null);
    publish('2026-06-11', null);
    expect(await check({ ...mine, receipt: null })).toEqual([{ kind: 'not-arrived' }]);
  });

  test('makes a file of what proves it', () => {
    const file = JSON.parse(missingActFile(mine, 'a checkpoint')) as unknown;
    const { receipt, attempts } = mine;
    expect(file).toEqual({ format: 'round-robin/missing-act/v1', receipt, checkpoint: 'a checkpoint', attempts });
  });
});

describe('an act that another device with the same key sent first', () => {
  test('is found by its number when asked to look closer, and nothing else is', async () => {
    publish('2026-06-10', 'p1', entryOf({ nullifier: '01'.repeat(32) }), entryOf({ proof: 'cd'.repeat(32) }));
    publish('2026-06-11', null);
    expect(await check(mine)).toEqual([{ kind: 'missing' }]);
    const closer = async (act: KeptAct) => lookCloser(act, await opened().newest(), () => undefined);
    expect(await closer(mine)).toEqual({ kind: 'counted', entry: 302, day: '2026-06-10', elsewhere: true });
    for (const other of [
      { n: 2 },
      { petition: 'p2' },
      { nullifier: '08'.repeat(32) },
      { action: 'withdraw' as const },
    ]) {
      expect(await closer({ ...mine, ...other })).toEqual({ kind: 'missing' });
    }
  });
});

test('what is asked for is the same whatever receipts there are, and with none', async () => {
  publish('2026-06-10', 'p1', ...Array.from({ length: 300 }, (_, n) => entryOf({ n })));
  publish(
    '2026-06-11',
    'p2',
    ...Array.from({ length: 300 }, (_, n) => entryOf({ petition: 'p2', n, day: '2026-06-11' })),
  );
  const asked: string[][] = [];
  for (const acts of [[], [mine], [{ ...mine, petition: 'p2' }], [{ ...mine, n: 77 }], [{ ...mine, proof: '00' }]]) {
    await check(...acts);
    asked.push(house.asked.toSorted());
  }
  expect(asked[0]?.filter((path) => path.includes('/tile/0/')).length).toBeGreaterThan(2);
  expect(asked[0]?.some((path) => path.includes('/tile/entries/'))).toBe(false);
  for (const others of asked) expect(others).toEqual(asked[0]);
});

test('a range that no checkpoint covers yet, or that lies, is not believed', async () => {
  ranges.get('p1')?.push({ publication: 9, day: '2026-06-10', first: 250, entries: 100 });
  expect(await check(mine)).toEqual([{ kind: 'waits' }]);
  ranges.set('p1', [{ publication: 9, day: '2026-06-10', first: 0, entries: 300 }]);
  publish('2026-06-10', null);
  publish('2026-06-11', null);
  expect(await check(mine)).toEqual([{ kind: 'missing' }]);
});
