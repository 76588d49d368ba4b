import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { formatFilingProof, readFilingProof, signFiling } from '~/crypto/filing';
import { fromHex } from '~/crypto/hash';
import { signingKey } from '~/crypto/signing-key';
import { entryLeaf } from '~/crypto/tlog/entry';
import { noteVerifier } from '~/crypto/tlog/note';
import { verifyProof } from '~/crypto/tlog/tlog-proof';
import { findFiling } from '~/features/anonymous/concerns/find-filing';
import { openDeviceLedger } from '~/features/published/ledger-on-device/device-ledger';
import { anything, memoryOfDevice, openLedgerInNode, type LedgerInNode } from '~tests/support/ledger-in-node';
import vectors from '~tests/vectors/concerns.json';

const { organisation, receipt, manifest } = vectors;
const digest = manifest.filing;
const raised = manifest.day;

let house: LedgerInNode;
beforeEach(() => {
  house = openLedgerInNode(organisation);
  house.append(...anything(280));
  house.publish('2026-02-01');
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A publication of this day, with or without the digest. */
function publish(day: string, lists: boolean): void {
  const digests = [lists ? digest : 'ff'.repeat(32), '00'.repeat(32)].sort();
  house.append(...anything(9, house.entries.length), { v: 1, kind: 'concerns-filed', digests, day });
  house.publish(day);
}

async function find() {
  house.asked.length = 0;
  const ledger = openDeviceLedger({
    ...{ organisation, memory: memoryOfDevice(), onBroken: () => undefined },
    pause: () => Promise.resolve(),
  });
  return findFiling(digest, raised, await ledger.newest());
}

test('a filing is found, and its file is checked without the house', async () => {
  publish('2026-02-03', false);
  publish('2026-02-04', true);
  publish('2026-02-05', false);
  house.cosign('council.example/w');
  const place = await find();
  expect(place).toMatchObject({ kind: 'published', index: 299, day: '2026-02-04' });
  if (place.kind !== 'published') throw new Error(place.kind);
  const filing = { organisation, day: raised, manifest: manifest.text, salt: fromHex(receipt.filing.salt) };
  const signed = signFiling(filing, signingKey(fromHex(receipt.signing.seed)));
  const file = formatFilingProof({ ...signed, published: place.proof });

  // Years later, with the ledger's key and nothing else.
  const read = readFilingProof(file);
  expect(read).toMatchObject({ digest, publishedDay: '2026-02-04' });
  const { entry, inclusion } = read.published ?? { entry: '', inclusion: '' };
  const check = { leaf: entryLeaf(new TextEncoder().encode(entry)), ledger: noteVerifier(house.keys[0]?.vkey ?? '') };
  expect(verifyProof(inclusion, check)).toMatchObject({ index: 299, size: 310 });
  expect(inclusion).toContain('— council.example/w ');
  expect(() => verifyProof(inclusion, { ...check, leaf: new Uint8Array(32) })).toThrow('another ledger root');
});

test('what is asked for is the same whichever publication of those days it is in', async () => {
  const asked: string[][] = [];
  for (const on of ['2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06']) {
    house = openLedgerInNode(organisation);
    house.append(...anything(280));
    house.publish('2026-02-01');
    for (const day of ['2026-02-03', '2026-02-04', '2026-02-05', '2026-02-06', '2026-02-07']) publish(day, day === on);
    expect(await find()).toMatchObject({ kind: 'published', day: on });
    asked.push(house.asked.toSorted());
  }
  for (const others of asked) expect(others).toEqual(asked[0]);
});

test('a filing waits as long as it may, and is missing then; one that came late is found', async () => {
  expect(await find()).toEqual({ kind: 'waits' });
  publish('2026-02-05', false);
  expect(await find()).toEqual({ kind: 'waits' });
  publish('2026-02-07', false);
  expect(await find()).toEqual({ kind: 'missing' });
  publish('2026-02-09', true);
  expect(await find()).toMatchObject({ kind: 'published', day: '2026-02-09' });
});
