import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { crowdOf, petitionFigures, petitionHistory } from '~/features/published/figures/figures.queries.server';
import {
  nullifiersVersion,
  publishedNullifiers,
  recordBytes,
} from '~/features/published/figures/published-nullifiers.queries.server';
import { openSql } from '~db/database';
import { NullifiersChangedError } from '~/features/published/figures/nullifier-pages.server';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
beforeAll(async () => {
  house = await openSigningHouse();
});
afterAll(() => house.close());

const db = () => house.database.published;

async function read(petition: string): Promise<Buffer> {
  const version = await nullifiersVersion(db(), petition);
  if (version.kind !== 'published') throw new Error(version.kind);
  const pages: Uint8Array[] = [];
  for await (const page of publishedNullifiers(db(), petition, version.publication)) pages.push(page);
  return Buffer.concat(pages);
}

const records = (bytes: Buffer) =>
  Array.from({ length: bytes.length / recordBytes }, (_, index) => {
    const record = bytes.subarray(index * recordBytes, (index + 1) * recordBytes);
    return {
      nullifier: toHex(record.subarray(0, 32)),
      acts: record.readUInt16BE(32),
      edition: record.readUInt32BE(34),
    };
  });

describe('figures', () => {
  test('leave out petitions that there are not, and withhold those that have none', async () => {
    const petition = await house.openPetition({ criticalMass: 50 });
    const figures = await petitionFigures(db(), house.settings, [petition, 'nothing', petition]);
    expect([...figures.keys()]).toEqual([petition]);
    expect(figures.get(petition)?.signers).toEqual({ kind: 'withheld', minimum: 50 });
    expect(await petitionFigures(db(), house.settings, [])).toEqual(new Map());
  });

  test('a withheld figure holds no number but the minimum', async () => {
    const petition = await house.openPetition();
    await Promise.all(['a', 'b', 'c'].map((person) => house.act({ petition, person })));
    house.clock.set('2026-06-10T18:00:00Z');
    await house.publish();
    const [history, figures] = [
      await petitionHistory(db(), house.settings, petition),
      await petitionFigures(db(), house.settings, [petition]),
    ];
    expect(history).toEqual([{ day: '2026-06-10', signers: { kind: 'withheld', minimum: 10 } }]);
    expect(JSON.stringify([history, [...figures.values()]])).not.toMatch(/:3\b/);
  });

  test('the crowd is that of the newest edition under a checkpoint', async () => {
    const register = await house.openRegister();
    expect(await crowdOf(db(), house.settings, register)).toMatchObject({
      edition: 1,
      live: { kind: 'shown', value: 100 },
      rosterSize: { kind: 'shown', value: 100 },
    });
    await house.publishEdition(register, { live: 9 });
    const small = await crowdOf(db(), house.settings, register);
    expect(small).toMatchObject({ edition: 2, live: { kind: 'withheld', minimum: 10 } });
    expect(small?.groupRoot).toMatch(/^[0-9a-f]{64}$/);
    await house.publishEdition(register, { covered: false, live: 500 });
    expect(await crowdOf(db(), house.settings, register)).toEqual(small);
    expect(await crowdOf(db(), house.settings, 9999)).toBeNull();
  });
});

describe('published nullifiers', () => {
  beforeEach(async () => {
    await house.openRegister();
  });

  test('are sorted, one record each, with the number of acts and the edition of the last', async () => {
    const petition = await house.openPetition();
    for (const person of ['a', 'b', 'c', 'd']) await house.act({ petition, person });
    await house.act({ petition, person: 'b', action: 'withdraw', n: 1 });
    expect(await read(petition)).toHaveLength(0);
    house.clock.set('2026-06-11T18:00:00Z');
    await house.publish();
    const found = records(await read(petition));
    expect(found.map(({ nullifier }) => nullifier)).toEqual(
      ['a', 'b', 'c', 'd'].map((person) => toHex(house.nullifier(petition, person))).sort(),
    );
    const acts = new Map(found.map((record) => [record.nullifier, record.acts]));
    expect(acts.get(toHex(house.nullifier(petition, 'a')))).toBe(1);
    expect(acts.get(toHex(house.nullifier(petition, 'b')))).toBe(2);
    expect(found.every(({ edition }) => edition >= 1)).toBe(true);
  });

  test('are not told before their checkpoint, nor of a petition that is not listed', async () => {
    const petition = await house.openPetition();
    await house.act({ petition, person: 'a' });
    house.clock.set('2026-06-12T18:00:00Z');
    const crash = () => Promise.reject(new Error('crash'));
    await expect(house.publish({ checkpoint: crash })).rejects.toThrow('crash');
    expect(await nullifiersVersion(db(), petition)).toEqual({ kind: 'under-way' });
    await house.publish();
    expect(await read(petition)).toHaveLength(recordBytes);
    expect(await nullifiersVersion(db(), 'nothing')).toEqual({ kind: 'unknown' });
    const waiting = await house.openPetition({ state: 'waiting' });
    expect(await nullifiersVersion(db(), waiting)).toEqual({ kind: 'unknown' });
  });

  test('who reads while a publication comes in begins anew', async () => {
    const petition = await house.openPetition();
    await house.act({ petition, person: 'a' });
    house.clock.set('2026-06-13T18:00:00Z');
    const number = await house.publish();
    await house.act({ petition, person: 'b' });
    house.clock.set('2026-06-14T18:00:00Z');
    await house.publish();
    const reading = async () => {
      for await (const _ of publishedNullifiers(db(), petition, number ?? 0));
    };
    await expect(reading()).rejects.toThrow(NullifiersChangedError);
  });

  test('of 25,000 keys come in pages, each key once', async () => {
    const petition = await house.openPetition();
    const admin = openSql({ ...house.database.admin, max: 1 });
    await admin`
      insert into published.signature
      select ${petition}, sha256(convert_to(i::text, 'utf8')), n, case n % 2 when 0 then 'sign' else 'withdraw' end, 1, 1, '\\x00', '2026-06-15'
      from generate_series(1, 25000) as i, generate_series(0, i % 3) as n`;
    const [publication] = await admin`select max(number) as number from published.publication`;
    await admin`insert into published.tally values (${petition}, 1, ${publication?.['number'] as number})`;
    await admin`update published.publication set signatures_done = true, checkpoint_done = true`;
    await admin.end();
    const found = records(await read(petition)).map(({ nullifier }) => nullifier);
    expect(found).toHaveLength(25_000);
    expect(new Set(found).size).toBe(25_000);
    expect(found).toEqual([...found].sort());
  });
});
