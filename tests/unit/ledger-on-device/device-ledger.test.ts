import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toHex } from '~/crypto/hash';
import { openDeviceLedger, type DeviceLedger } from '~/features/published/ledger-on-device/device-ledger';
import { cosignedBy, openState, readEntries, readPastStates, readWitnesses } from '~/features/published/ledger-on-device/read-ledger'; // prettier-ignore
import type { EditionDocument } from '~/features/published/registers/edition-document';
import { editionEntry } from '~/features/published/registers/edition-entry';
import { anything, memoryOfDevice, openLedgerInNode, type LedgerInNode } from '~tests/support/ledger-in-node';

let house: LedgerInNode;
let memory: ReturnType<typeof memoryOfDevice>;
let pauses: number;
let told: string[];

beforeEach(() => {
  house = openLedgerInNode();
  house.append(...anything(300));
  house.publish();
  memory = memoryOfDevice();
  pauses = 0;
  told = [];
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A visit of a page. @param meanwhile what happens while the device waits */
function visit(meanwhile: () => void = () => undefined, device = memory): DeviceLedger {
  return openDeviceLedger({
    organisation: house.organisation,
    memory: device,
    pause() {
      pauses += 1;
      meanwhile();
      return Promise.resolve();
    },
    onBroken: ({ code }) => told.push(code),
  });
}
const look = () => visit().view();

/** The house begins anew with other entries, under the same key. */
function rewrite(count: number, unlike = 1000): void {
  house.entries.length = 0;
  house.append(...anything(count, unlike));
  house.publish();
}

describe('a ledger that grows', () => {
  test('is remembered on the first visit, and goes on on the next', async () => {
    expect(await look()).toMatchObject({ state: { size: 300, key: 1 }, before: null });
    house.append(...anything(1000, 300));
    house.publish();
    expect(await look()).toMatchObject({ state: { size: 1300 }, before: 300 });
    expect(await look()).toMatchObject({ state: { size: 1300 }, before: 1300 });
    expect([pauses, told]).toEqual([0, []]);
  });

  test('may change its key where the one before signed for the next, and not back', async () => {
    await look();
    house.rotate();
    house.append(...anything(1, 300));
    const note = house.publish();
    expect(await look()).toMatchObject({ state: { size: 301, key: 2 } });
    // The former key still exists, perhaps in other hands.
    house.append(...anything(1, 301));
    house.publish('2026-06-11', 0);
    await expect(look()).rejects.toMatchObject({ code: 'rolled-back', evidence: { remembered: note } });
  });

  test('that lags behind for a moment is looked at again', async () => {
    const old = (await look()).state.note;
    house.append(...anything(1, 300));
    house.publish();
    await look();
    house.lies.set('/ledger/checkpoint', old);
    expect(await visit(() => house.lies.clear()).view()).toMatchObject({ state: { size: 301 } });
    expect([pauses, told]).toEqual([1, []]);
  });
});

describe('a ledger that is another than before', () => {
  test.each([
    ['shorter', () => { house.entries.length = 200; house.publish(); }, 'rolled-back'], // prettier-ignore
    ['as long, with other entries', () => { rewrite(300); }, 'rewritten'], // prettier-ignore
    ['longer, with other entries', () => { rewrite(2000); }, 'rewritten'], // prettier-ignore
    ['with one entry changed', () => { house.entries[7] = house.entries[8] as Uint8Array; house.append(...anything(9)); house.publish(); }, 'rewritten'], // prettier-ignore
    ['without a checkpoint', () => { house.lies.set('/ledger/keys', JSON.stringify({ v: 1, organisation: 'acme', ledger: [], receipts: '' })); }, 'rolled-back'], // prettier-ignore
  ])('%s is refused, told and not forgotten', async (_, lie, code) => {
    const before = await look();
    lie();
    await expect(look()).rejects.toMatchObject({ code, evidence: { remembered: before.state.note } });
    expect(told).toEqual([code]);
    // What was proved stays proved, whatever is shown later.
    house.lies.clear();
    house.entries.length = 0;
    house.append(...anything(301));
    house.publish();
    await expect(look()).rejects.toMatchObject({ code, evidence: { remembered: before.state.note } });
    expect(pauses).toBe(code === 'rolled-back' ? 2 : 0);
  });

  test('signed with a key that nobody let in is refused', async () => {
    await look();
    const stranger = openLedgerInNode();
    stranger.keys.length = 0;
    stranger.rotate();
    stranger.rotate();
    stranger.keys.shift();
    stranger.append(...anything(300));
    stranger.publish();
    await expect(look()).rejects.toMatchObject({ code: 'another-key' });
  });

  test('is no matter of this device where it saw none before', async () => {
    await look();
    rewrite(300);
    expect(await visit(undefined, memoryOfDevice()).view()).toMatchObject({ before: null });
  });

  test('is not said of tiles that do not fit what was signed: that proves nothing', async () => {
    await look();
    house.append(...anything(10, 300));
    house.publish();
    house.lies.set('/ledger/tile/0/001.p/54', new Uint8Array(54 * 32));
    await expect(look()).rejects.toMatchObject({ name: 'LedgerReadError', code: 'not-as-signed' });
    house.lies.clear();
    expect(await look()).toMatchObject({ before: 300 });
    expect(told).toEqual([]);
  });

  test.each([
    [
      'keys of another house',
      '/ledger/keys',
      JSON.stringify({ v: 1, organisation: 'other', ledger: [], receipts: '' }),
    ],
    ['a checkpoint that nobody signed', '/ledger/checkpoint', 'acme/ledger\n1\nAAAA\n\n— acme/ledger AAAAAAAA\n'],
    ['no JSON', '/ledger/keys', '{'],
  ])('%s cannot be read', async (_, path, lie) => {
    house.lies.set(path, lie);
    await expect(look()).rejects.toMatchObject({ name: 'LedgerReadError', code: 'not-as-signed' });
  });
});

describe('an edition', () => {
  const edition: EditionDocument = {
    ...{ register: 1, depth: 17, edition: 2, day: '2026-06-10', entry: 300, size: 4, live: 3, rosterSize: 5 },
    ...{ groupRoot: '11'.repeat(32), tiles: [], upper: '22'.repeat(32), units: '33'.repeat(32) },
  };
  const entry = editionEntry({
    ...edition,
    registerId: 1,
    number: 2,
    groupRoot: new Uint8Array(32).fill(17),
    unitsFile: edition.units,
  }); // prettier-ignore // prettier-ignore

  beforeEach(() => {
    house.append(entry);
    house.publish();
  });

  test('stands in the ledger, under a checkpoint that is fetched anew where it came later', async () => {
    const ledger = visit();
    await ledger.requireEdition(edition);
    house.append(...anything(5, 400), { ...entry, number: 3 });
    house.publish();
    await ledger.requireEdition({ ...edition, edition: 3, entry: 306 });
    expect(house.asked.filter((path) => path === '/ledger/checkpoint')).toHaveLength(2);
  });

  test.each<[string, Partial<EditionDocument>]>([
    ['of another crowd', { live: 4 }],
    ['with another root', { groupRoot: '12'.repeat(32) }],
    ['of another number', { edition: 3 }],
    ['of another register', { register: 2 }],
    ['of another day', { day: '2026-06-11' }],
    ['with other units', { units: '34'.repeat(32) }],
    ['in another place', { entry: 299 }],
    ['beyond the end', { entry: 301 }],
  ])('%s does not', async (_, lie) => {
    await expect(visit().requireEdition({ ...edition, ...lie })).rejects.toMatchObject({ code: 'not-in-ledger' });
  });

  test('of a ledger that is another than before is not looked for', async () => {
    await look();
    rewrite(400);
    house.append(entry);
    house.publish();
    await expect(visit().requireEdition({ ...edition, entry: 400 })).rejects.toMatchObject({ code: 'rewritten' });
  });
});

test('entries are read in any range, each checked against the root', async () => {
  house.append(...anything(400, 300));
  house.publish();
  const { tree } = await look();
  for (const [first, count] of [
    [0, 1],
    [250, 20],
    [256, 256],
    [500, 200],
    [0, 700],
  ] as const) {
    // prettier-ignore
    const read = await readEntries(tree, first, count);
    expect(read.map(toHex)).toEqual(house.entries.slice(first, first + count).map(toHex));
  }
  await expect(readEntries(tree, 699, 2)).rejects.toMatchObject({ name: 'MerkleError' });
  house.lies.set('/ledger/tile/entries/000', new Uint8Array([0, 1, 7]));
  await expect(readEntries(tree, 0, 1)).rejects.toMatchObject({ code: 'not-as-signed' });
});

test('past states are read page by page, up to the one that was checked', async () => {
  for (let day = 11; day < 21; day += 1) {
    house.append(...anything(1, 300 + day));
    house.publish(`2026-06-${String(day)}`);
  }
  const states = await readPastStates((await look()).state);
  expect(states.map(({ size }) => size)).toEqual(Array.from({ length: 11 }, (_, index) => 300 + index));
});

test('cosignatures of the witnesses are counted, and nobody else’s', async () => {
  house.cosign('council.example/w');
  const { state } = await look();
  const witnesses = await readWitnesses();
  expect(cosignedBy(state, witnesses).map(({ name }) => name)).toEqual(['council.example/w']);
  const [witness] = witnesses;
  if (!witness) throw new Error('no witness');
  expect(cosignedBy(state, [{ ...witness, key: 'no key' }])).toEqual([]);
  const shortened = { ...state, note: state.note.replace(/— council[^\n]*\n/, '') };
  expect(cosignedBy(shortened, witnesses)).toEqual([]);
  expect(openState('acme', shortened.note, [house.keys[0]?.vkey ?? '']).size).toBe(300);
});
