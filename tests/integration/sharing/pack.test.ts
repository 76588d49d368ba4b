import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { verifyRange } from '~/crypto/tlog/range-proof';
import { entryLeaf } from '~/crypto/tlog/entry';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { readPack, writePack } from '~/features/published/pack/petition-pack.server';
import { inTransaction } from '~db/transaction';
import { petition as petitions, petitionUpdate } from '~db/schema/published';
import { eq } from 'drizzle-orm';
import { changed, checkCount, enterInLedger, packDeps, packOf, unzip } from '~tests/support/packed-petition';
import { openSigningHouse, type SigningHouse } from '~tests/support/signing-house';

let house: SigningHouse;
const open = async () => {
  house = await openSigningHouse();
};
const close = () => house.close();

const crowd = (size: number, name = 'person') => Array.from({ length: size }, (_, i) => `${name}${String(i)}`);
const publishOn = (day: string) => {
  house.clock.set(`${day}T18:00:00Z`);
  return house.publish();
};
const sign = async (petition: string, people: readonly string[]) => {
  for (const person of people) await house.act({ petition, person });
};
const json = (files: Map<string, Buffer>, name: string) =>
  JSON.parse(files.get(name)?.toString('utf8') ?? 'null') as Record<string, unknown>;

/** Two days of signatures on two petitions, a withdrawal among them. */
async function signed(): Promise<string> {
  const id = await house.openPetition();
  const other = await house.openPetition();
  await enterInLedger(house, id);
  await sign(id, crowd(14));
  await sign(other, crowd(11));
  await publishOn('2026-06-10');
  await house.act({ petition: id, person: 'person3', action: 'withdraw', n: 1 });
  await sign(id, crowd(5, 'later'));
  await sign(other, crowd(4, 'later'));
  await publishOn('2026-06-11');
  return id;
}

describe('a pack that proves its count', () => {
  // One house for all of them; what changes it comes last.
  let id: string;
  beforeAll(async () => {
    await open();
    id = await signed();
  });
  afterAll(close);

  test('holds what the page says, and a program that counts the same', async () => {
    const body = 'Read =1+1 and "quotes", with\ntwo lines.';
    await house.database.identified
      .insert(petitionUpdate)
      .values({ petitionId: id, number: 1, day: '2026-06-11', body });
    const files = unzip(await packOf(house, id));
    expect([...files.keys()]).toEqual([
      ...['README.txt', 'petition.pdf', 'petition.json', 'petition.txt', 'demands.csv', 'history.csv', 'units.csv'],
      ...[
        'updates.csv',
        'response.csv',
        'moderation.csv',
        'check-count.mjs',
        'proof/checkpoint.txt',
        'proof/keys.json',
      ],
      ...['proof/acts.json', 'proof/entries.json', 'proof/acts.jsonl', 'proof/proofs.bin', 'proof/editions.json'],
    ]);
    expect(json(files, 'petition.json')).toMatchObject({
      signers: 18,
      history: [
        { day: '2026-06-10', signers: 14 },
        { day: '2026-06-11', signers: 18 },
      ],
    });
    expect(files.get('history.csv')?.toString()).toBe('\u{FEFF}Day,Signatures\r\n2026-06-10,14\r\n2026-06-11,18\r\n');
    expect(files.get('updates.csv')?.toString()).toContain('1,2026-06-11,"Read =1+1 and ""quotes"", with\ntwo lines."');
    expect(files.get('petition.pdf')?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(files.get('proof/proofs.bin')).toHaveLength(20 * 256);
    const { code, said } = await checkCount(files);
    expect(said).toContain('19 keys acted; 18 of them sign.');
    expect(said).toContain(house.checkpointVerifier.name);
    expect(code).toBe(0);
  });

  test('ends with an error where the database does, and nothing else does', async () => {
    const deps = packDeps(house);
    const pack = await readPack(deps, id);
    if (!pack) throw new Error('there is no pack');
    const broken = await writePack(deps, { ...pack, ranges: pack.ranges.map((range) => ({ ...range, first: range.first + 1e6 })) }).catch((error: unknown) => error); // prettier-ignore
    expect(broken).toMatchObject({ code: 'bad-size' });
    let reads = 0;
    const failing = new Proxy(deps.db, {
      get(db, name, self) {
        if (name === 'execute' && (reads += 1) > 0) return () => Promise.reject(new Error('the database is gone'));
        return Reflect.get(db, name, self) as unknown;
      },
    });
    const zip = await writePack({ ...deps, db: failing }, pack);
    await expect(zip.toArray()).rejects.toThrow('the database is gone');
    expect(reads).toBe(1);
    // Whoever goes away leaves nothing behind that is read on.
    const left = await writePack(deps, pack);
    left.destroy();
    await expect(left.toArray()).rejects.toThrow();
  });

  test('its ranges lead to the checkpoint by the words of the README, read by other code', async () => {
    const files = unzip(await packOf(house, id));
    const note = files.get('proof/checkpoint.txt')?.toString('utf8') ?? '';
    const { size, root } = openCheckpoint(note, house.checkpointVerifier);
    const { ranges } = json(files, 'proof/acts.json') as {
      ranges: { first: number; entries: number; proof: string[] }[];
    };
    const lines = (files.get('proof/acts.jsonl')?.toString('utf8') ?? '').split('\n').slice(0, -1);
    expect(ranges.map(({ entries }) => entries)).toEqual([14, 6]);
    let at = 0;
    for (const { first, entries, proof } of ranges) {
      const leaves = lines.slice(at, (at += entries)).map((line) => entryLeaf(Buffer.from(line)));
      verifyRange({ first, leaves, size, root, proof: proof.map((hex) => Buffer.from(hex, 'hex')) });
    }
    expect(at).toBe(lines.length);
  });

  test('whatever is changed in it is found', async () => {
    const files = unzip(await packOf(house, id));
    const frauds: [string, (text: string) => string][] = [
      ['petition.json', (text) => text.replace('"signers": 18,\n  "countsFrom"', '"signers": 19,\n  "countsFrom"')],
      ['petition.json', (text) => text.replace('"day": "2026-06-10",\n      "signers": 14', '"day": "2026-06-10",\n      "signers": 13')],
      ['petition.json', (text) => text.replace('Say who read it.', 'Say who wrote it.')],
      ['proof/acts.jsonl', (text) => text.replace(/^(.*"nullifier":")(..)/, (_, before: string, byte: string) => before + (byte === '00' ? '01' : '00'))],
      ['proof/acts.jsonl', (text) => text.split('\n').slice(1).join('\n')],
      ['proof/acts.jsonl', (text) => `${text}${text.split('\n')[0] ?? ''}\n`],
      ['proof/acts.json', (text) => text.replace('"entries": 14', '"entries": 13')],
      ['proof/checkpoint.txt', (text) => text.replace(/\n(\d+)\n/, (_, size: string) => `\n${String(Number(size) + 1)}\n`)],
      ['proof/entries.json', (text) => text.replace('petition-opened', 'petition-closed')],
      ['proof/keys.json', (text) => text.replace(/acme\.example\/ledger\+[0-9a-f]{8}\+/, 'acme.example/ledger+00000000+')],
    ]; // prettier-ignore
    const said = await Promise.all(frauds.map(([name, change]) => checkCount(changed(files, name, change))));
    expect(said.map(({ code, said: words }) => [code, /^NOT AS IT SHOULD BE: /m.test(words)])).toEqual(
      frauds.map(() => [1, true]),
    );
    const proofs = Buffer.from(files.get('proof/proofs.bin') ?? '');
    proofs[300] = (proofs[300] ?? 0) ^ 1;
    expect((await checkCount(new Map(files).set('proof/proofs.bin', proofs))).code).toBe(1);
  });

  test('is the same for everybody, to the byte, and another one after a publication', async () => {
    const first = await packOf(house, id);
    expect((await packOf(house, id)).equals(first)).toBe(true);
    const version = async () => (await readPack(packDeps(house), id))?.version;
    const before = await version();
    await sign(id, ['one more']);
    expect(await version()).toBe(before);
    await publishOn('2026-06-12');
    expect(await version()).not.toBe(before);
  });
});

describe('where no number may be shown', () => {
  beforeEach(open);
  afterEach(close);

  test('a pack says the same of no signatures and of one less than the critical mass', async () => {
    const id = await house.openPetition({ criticalMass: 12, id: 'quiet' });
    await enterInLedger(house, id);
    // The ledger grows by something else meanwhile, the same in both.
    await inTransaction(house.database.identified, (tx) =>
      appendEntry(tx, { v: 1, kind: 'roster-change', joined: 20, left: 0, size: 120, day: '2026-06-10' }),
    );
    await publishOn('2026-06-10');
    const empty = await packOf(house, id);
    await sign(id, crowd(11));
    await publishOn('2026-06-10');
    const almost = await packOf(house, id);
    expect(almost.equals(empty)).toBe(true);
    const files = unzip(almost);
    expect(json(files, 'petition.json')).toMatchObject({ signers: null, countsFrom: 12, history: [], units: [] });
    expect([...files.keys()].filter((name) => name.startsWith('proof/'))).toEqual(
      ['proof/checkpoint.txt', 'proof/keys.json', 'proof/acts.json', 'proof/entries.json'],
    ); // prettier-ignore
    expect((await checkCount(files)).said).toContain('No number is shown, and there are no acts.');

    await sign(id, ['the twelfth']);
    await publishOn('2026-06-11');
    expect((await checkCount(unzip(await packOf(house, id)))).said).toContain('12 keys acted; 12 of them sign.');
  });

  test('fewer than the minimum are not in it, even where their acts are in the ledger', async () => {
    const id = await house.openPetition();
    await enterInLedger(house, id);
    await sign(id, crowd(4));
    await publishOn('2026-06-10');
    const files = unzip(await packOf(house, id));
    expect(json(files, 'petition.json')).toMatchObject({ signers: null, countsFrom: 10, history: [] });
    expect(files.has('proof/acts.jsonl')).toBe(false);
    expect(json(files, 'proof/acts.json')['ranges']).toEqual([]);
  });
});

test('there is no pack of what never opened, of nothing, and before anything was published', async () => {
  await open();
  const deps = packDeps(house);
  const other = await house.openPetition();
  expect(await readPack(deps, other)).toBeNull();
  await enterInLedger(house, other);
  await publishOn('2026-06-10');
  expect(await readPack(deps, other)).not.toBeNull();
  expect(await readPack(deps, 'nothing')).toBeNull();
  const waiting = await house.openPetition({ state: 'waiting' });
  expect(await readPack(deps, waiting)).toBeNull();
  await house.database.identified.update(petitions).set({ openedDay: null }).where(eq(petitions.id, waiting));
  expect(await readPack(deps, waiting)).toBeNull();
  await close();
});
