import { createRequire, syncBuiltinESMExports } from 'node:module';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashFields } from '~/crypto/hash';
import { noteSigner, type NoteKeyPair } from '~/crypto/tlog/note';
import { tilePath, tileWidth, TILE_WIDTH } from '~/crypto/tlog/tile-path';
import { submitPetition } from '~/features/published/petitions/submit-petition.server';
import { addDays, ManualClock } from '~/platform/clock';
import { demoCompany } from '~/platform/environment';
import { demoSettings } from '~/platform/settings';
import { publishIfDue } from '~/server/publication';
import { waitingAction } from '~db/schema/anonymous';
import { petitionOrganizer, roleGrant } from '~db/schema/identified';
import { ledgerEntry, petition, tally } from '~db/schema/published';
import { pledge } from '~db/schema/published-answers';
import { summary } from '~db/schema/published-concerns';
import { programme } from '~db/schema/published-programmes';
import { demoPeople } from '~db/seed/demo-roster';
import { seededBelow } from '~db/seed/seeded-random';
import { askedHouse, builtHandlers, openPress, signedIn, type Answer } from '~tests/support/asked-house';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { everyAddress, type Examples } from '~tests/support/every-address';

/*
 * The demo company four times over, which differ in one thing: how many have signed a petition of critical mass 10. With 0, 1
 * and 9 every address of the application gives everybody, its organizer included, the same bytes (protocol 5).
 */

const id = 'aeaqcaibaeaqcaibaeaqcaibae';
const criticalMass = 10;
const settings = demoSettings(demoCompany);
const [opened, signed, closed] = ['2026-11-23T09:31:00Z', '2026-11-23T09:32:00Z', '2026-12-24T09:32:00Z'];
/** Where its count would stand, and does from the critical mass on. */
const counted = [
  ...['petitions', `petitions/${id}`, `petitions/${id}/nullifiers`, `petitions/${id}/entries`],
  ...[`petitions/${id}/share.png`, `petitions/${id}/embed`, `petitions/${id}/pack.zip`],
  ...['in/desk/organizer', `in/desk/organizer/${id}`, 'data/petitions', 'ledger/checkpoint'],
  ...['api/v1/petitions', `api/v1/petitions/${id}`, `api/v1/petitions/${id}/history`],
];
const [organizer, colleague] = demoPeople as unknown as readonly [{ personNumber: string }, { personNumber: string }];

/** A build, where there is none yet, and some 800 answers on a busy machine. */
const patience = 300_000;

/** With which the company was made. */
interface Keys {
  readonly ledger: NoteKeyPair;
  readonly receipts: NoteKeyPair;
}

/** What is random in a publication (decoys among what was filed) is the same in each house, so that bytes can be compared. */
async function withoutChance<T>(work: () => Promise<T>): Promise<T> {
  const crypto = createRequire(import.meta.url)('node:crypto') as { randomBytes: (size: number) => Buffer };
  const { randomBytes } = crypto;
  let drawn = 0;
  crypto.randomBytes = (size) =>
    Buffer.concat(
      Array.from({ length: Math.ceil(size / 32) }, () => hashFields('test-chance/v1', (drawn += 1))),
    ).subarray(0, size);
  syncBuiltinESMExports();
  try {
    return await work();
  } finally {
    crypto.randomBytes = randomBytes;
    syncBuiltinESMExports();
  }
}

function publish({ identified, published, anonymous }: TestDatabase, { ledger }: Keys, time: string) {
  const checkpointSigner = noteSigner(ledger.skey);
  const clock = new ManualClock(time);
  const random = seededBelow('under a critical mass');
  const deps = { identified, published, anonymous, clock, settings, checkpointSigner, random };
  return withoutChance(() => publishIfDue(deps));
}

/** The petition is open, and somebody who holds every role organizes it; so does somebody else, who does not. */
async function openIt(database: TestDatabase, keys: Keys): Promise<void> {
  const { identified } = database;
  const day = '2026-11-23';
  await submitPetition(identified, {
    ...{
      id,
      organizer: { name: 'Olga Organizer' },
      criticalMass,
      askedUnit: null,
      sponsors: null,
      moderationDays: 3,
      day,
    },
    text: {
      title: 'Do not weigh the parcels that each of us carries',
      demands: ['Stop weighing what each of us carries.'],
      background: 'Since October the belts weigh it.',
      closesDay: addDays(day, 30),
    },
  });
  await identified.update(petition).set({ state: 'accepted' }).where(eq(petition.id, id));
  await identified.insert(petitionOrganizer).values({ petitionId: id, personNumber: organizer.personNumber });
  for (const { personNumber } of [organizer, colleague]) {
    for (const role of ['organizer', 'moderator', 'leadership', 'administrator', 'handler'] as const) {
      const grant = { personNumber, role, grantedDay: day, grantedBy: 'setup' };
      await identified.insert(roleGrant).values(grant).onConflictDoNothing();
    }
  }
  await publish(database, keys, opened);
}

const signatureOf = (petitionId: string, registerId: number, name: string) => ({
  ...{ petitionId, registerId, n: 0, action: 'sign' as const, edition: 1 },
  nullifier: hashFields('test-signer/v1', petitionId, name),
  proof: Buffer.concat(Array.from({ length: 8 }, (_, part) => hashFields('test-proof/v1', petitionId, name, part))),
});

/** So many sign it, one signs another petition, and a publication comes. */
async function signIt(database: TestDatabase, keys: Keys, size: number): Promise<void> {
  const rows = await database.published.select().from(petition);
  const own = rows.find((row) => row.id === id);
  const tallies = (await database.published.select().from(tally)).map(({ petitionId }) => petitionId);
  const other = rows.find((row) => row.state === 'open' && tallies.includes(row.id));
  const acts = Array.from({ length: size }, (_, i) => signatureOf(id, own?.registerId ?? 0, String(i)));
  acts.push(signatureOf(other?.id ?? '', other?.registerId ?? 0, 'somebody'));
  await database.anonymous.insert(waitingAction).values(acts);
  await publish(database, keys, signed);
}

/** What the house has that addresses can name. The same in all: they were copied from one. */
async function examplesIn({ published }: TestDatabase): Promise<Examples> {
  const first = async (rows: Promise<{ id: string }[]>) => (await rows)[0]?.id ?? '';
  const size = await published.$count(ledgerEntry);
  const tiles = (level: number | 'entries') =>
    Array.from({ length: Math.ceil(size / TILE_WIDTH) }, (_, number) =>
      tilePath(level, number, tileWidth(level, number, size)),
    );
  const nobody = 'b'.repeat(26);
  return {
    petition: id,
    others: {
      summaryId: await first(published.select().from(summary)),
      programmeId: await first(published.select().from(programme)),
      programme: await first(published.select().from(programme)),
      pledgeId: await first(published.select().from(pledge)),
      pledge: await first(published.select().from(pledge)),
      id: await first(published.select().from(summary)),
      ...{ draftId: nobody, questionId: nobody, announcementId: nobody, leaderId: nobody, uploadId: nobody },
      ...{ step: 'title', demand: '1', part: 'published', kind: 'petitions', act: 'read' },
      ...{ hash: '0'.repeat(64), digest: '0'.repeat(64), concern: nobody, number: '0' },
    },
    below: {
      '*': ['nowhere'],
      'api/*': ['api/nowhere'],
      'ledger/tile/*': [...tiles('entries'), ...tiles(0)].map((path) => `ledger/${path}`),
      'data/proofs/*': tiles('entries').map((path) => path.replace('tile/entries', 'data/proofs')),
    },
  };
}

/** @param open the demo company, which is only copied @param keys with which it was made */
export function describeCriticalMass(open: () => TestDatabase, keys: Keys): void {
  const databases: TestDatabase[] = [];
  const answers = new Map<string, Map<string, Answer>>();
  let cookies: ReadonlyMap<string, string>;
  const failures: string[] = [];
  const press = openPress();
  let handlers: Awaited<ReturnType<typeof builtHandlers>>;

  beforeAll(async () => {
    handlers = await builtHandlers();
    const base = await createTestDatabase(open().admin.database);
    databases.push(base);
    await openIt(base, keys);
    cookies = await signedIn(base, new ManualClock(opened), [organizer, colleague]);
    for (const size of [0, 1, criticalMass - 1, criticalMass]) {
      const database = await createTestDatabase(base.admin.database);
      databases.push(database);
      await signIt(database, keys, size);
      const all = everyAddress(await examplesIn(database));
      const isReached = size === criticalMass;
      answers.set(`open ${String(size)}`, await ask(database, isReached ? counted : all, signed));
      if (size !== 0 && size !== criticalMass - 1) continue;
      await publish(database, keys, closed);
      const ofIt = all.filter((address) => address.includes(id) || /petitions|data\/|atom|ledger|pack/.test(address));
      answers.set(`closed ${String(size)}`, await ask(database, ofIt, closed));
    }
  }, patience);
  afterAll(async () => {
    for (const database of databases) await database.close();
    await press.close();
  });

  async function ask(database: TestDatabase, addresses: readonly string[], time: string) {
    const clock = new ManualClock(time);
    const publicKeys = { receipt: keys.receipts.vkey, checkpoint: keys.ledger.vkey };
    const house = askedHouse(handlers, { database, clock, settings, publicKeys, press, cookies });
    const found = new Map<string, Answer>();
    // Who looked at whom is written down under random names while pages are read: first what shows that.
    const inOrder = [...addresses].sort(
      (one, other) => Number(other.startsWith('in/me')) - Number(one.startsWith('in/me')),
    );
    for (const address of inOrder) {
      // Its organizer at the organizers' desk; everywhere else somebody with all roles who is not.
      const who = /^in\/(?:desk\/organizer|me|petitions)/.test(address) ? organizer : colleague;
      found.set(address, await house.ask(address, who));
    }
    failures.push(...house.failures);
    await house.close();
    return found;
  }

  /** Addresses that answer otherwise in the one than in the other. */
  const differing = (one: string, other: string) =>
    [...(answers.get(other) ?? [])].flatMap(([address, answer]) => {
      const here = answers.get(one)?.get(address);
      const same = here?.status === answer.status && here.headers === answer.headers && here.body.equals(answer.body);
      return same ? [] : [address];
    });
  const bodyOf = (house: string, address: string) => answers.get(house)?.get(address)?.body.toString() ?? '';

  test('every address answers, and none fails', () => {
    expect(failures).toEqual([]);
    for (const all of answers.values()) {
      expect([...all].filter(([, { status }]) => status >= 500).map(([address]) => address)).toEqual([]);
    }
    const all = [...(answers.get('open 0') ?? [])];
    expect(all.length).toBeGreaterThan(150);
    const ofIt = all.filter(([address, { status }]) => address.includes(id) && status === 200);
    expect(ofIt.length).toBeGreaterThan(15);
  });

  test.each([1, criticalMass - 1])('with %i signatures no byte of any answer is another than with none', (size) => {
    expect(answers.get(`open ${String(size)}`)?.size).toBe(answers.get('open 0')?.size);
    expect(differing('open 0', `open ${String(size)}`)).toEqual([]);
  });

  test('its page says from how many signatures on it is counted', () => {
    // As what it says, not as all of it: a page is long.
    expect(/Counting starts at[^0-9]{0,60}>10</s.test(bodyOf('open 0', `petitions/${id}`))).toBe(true);
    expect(bodyOf('open 0', 'petitions').includes('counting starts at 10')).toBe(true);
  });

  test('with the next signature each of these is another: what is compared is where a count would be', () => {
    expect(differing(`open ${String(criticalMass - 1)}`, `open ${String(criticalMass)}`).sort()).toEqual(
      [...counted].sort(),
    );
  });

  test('closed under it, all is deleted and said to be: the same whether or not anybody had signed', () => {
    expect(differing('closed 0', `closed ${String(criticalMass - 1)}`)).toEqual([]);
    const page = bodyOf(`closed ${String(criticalMass - 1)}`, `petitions/${id}`);
    expect(page.includes('Closed under its critical mass of 10: whatever had been signed was deleted')).toBe(true);
    const item = (JSON.parse(bodyOf('closed 9', 'data/petitions')) as { items: { id: string }[] }).items;
    expect(item.find((each) => each.id === id)).toMatchObject({
      state: 'closed',
      signers: null,
      deleted: '2026-12-24',
    });
  });
}
