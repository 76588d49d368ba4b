import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { decodeEntry } from '~/crypto/tlog/entry';
import { ledgerEntry, signature } from '~db/schema/published';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeEach(async () => {
  house = await openSigningHouse();
});
afterEach(() => house.close());

test('every published act has one entry, which binds its 256 bytes of proof by their digest (decision 7)', async () => {
  const petition = await house.openPetition();
  const people = Array.from({ length: 11 }, (_, index) => `person${String(index)}`);
  for (const person of people) await house.act({ petition, person });
  await house.act({ petition, person: 'person3', action: 'withdraw', n: 1 });
  house.clock.set('2026-06-10T18:00:00Z');
  await house.publish();

  const db = house.database.published;
  const rows = await db.select().from(signature);
  const entries = (await db.select().from(ledgerEntry)).map(({ bytes }) => decodeEntry(bytes));
  expect(rows).toHaveLength(12);
  expect(new Set(rows.map(({ proof }) => proof.length))).toEqual(new Set([256]));
  const expected = rows.map((row) => ({
    v: 1,
    kind: row.action === 'sign' ? 'signature' : 'withdrawal',
    petition,
    nullifier: toHex(row.nullifier),
    n: row.n,
    register: row.registerId,
    edition: row.edition,
    proof: createHash('sha256').update(row.proof).digest('hex'),
    day: '2026-06-10',
  }));
  const acts = entries.filter(({ kind }) => kind === 'signature' || kind === 'withdrawal');
  expect(acts).toHaveLength(12);
  expect(acts).toEqual(expect.arrayContaining(expected));
});
