import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signCheckpoint as signState } from '~/crypto/tlog/checkpoint';
import { cosignatureSigner, witnessKeyPair } from '~/crypto/tlog/cosignature';
import { Frontier } from '~/crypto/tlog/merkle';
import { noteKeyPair, noteSigner, signNote } from '~/crypto/tlog/note';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import { signCheckpoint } from '~/features/published/ledger/sign-checkpoint.server';
import { mostContradictions, mostWitnesses } from '~/features/published/witnesses/ledger-witness';
import { stateOf, textOf } from '~/features/published/witnesses/open-witnessed';
import { newestCheckpoints, watchingWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { action as admit, loader as admitting } from '~/routes/in.admin.witnesses';
import { action as contradict, loader as contradictions } from '~/routes/ledger.contradictions';
import { action as cosign } from '~/routes/ledger.cosignatures';
import { loader as listWitnesses } from '~/routes/ledger.witnesses';
import { loader as site } from '~/routes/site';
import { loader as ledgerPage } from '~/routes/transparency.ledger';
import { loader as witnessesPage } from '~/routes/transparency.witnesses';
import { ledgerEntry, publication } from '~db/schema/published';
import { ledgerContradiction } from '~db/schema/published-ledger';
import { identifiedHouse, requestTo, testUrl, type IdentifiedHouse } from '~tests/support/identified-context';
import { openPetitionHouse } from '~tests/support/petition-house';

let house: Awaited<ReturnType<typeof openPetitionHouse>>;
let inside: IdentifiedHouse;
let cookie: string;
beforeAll(async () => {
  house = await openPetitionHouse();
  inside = identifiedHouse(house.database.identified, '2026-05-04T18:00:00Z');
  cookie = await inside.signIn(await house.person('administrator'));
  house.clock.set('2026-05-04T18:00:00Z');
  await publish(3);
  await publish(4);
});
afterAll(() => house.close());

const ledger = noteKeyPair('example/ledger', new Uint8Array(32).fill(1));
const keyOf = (number: number) =>
  witnessKeyPair(`witness-${String(number)}.example/w`, new Uint8Array(32).fill(number));
const [council, union, stranger] = [keyOf(51), keyOf(52), keyOf(53)];
const seconds = (instant: string) => Date.parse(instant) / 1000;
const atSix = seconds('2026-05-04T18:00:30Z');

/** A checkpoint over some more entries, as a publication signs it. */
async function publish(number: number): Promise<void> {
  const { identified, published } = house.database;
  await identified
    .insert(publication)
    .values({ number, slot: new Date(`2026-05-0${String(number)}T18:00:00Z`), day: house.today() });
  for (let n = 0; n < 3; n += 1)
    await appendEntry(published, { v: 1, kind: 'setting', name: `n${String(n)}`, value: number, day: house.today() });
  await house.database.anonymous.update(publication).set({ signaturesDone: true });
  const deps = { db: published, checkpointSigner: noteSigner(ledger.skey), settings: house.settings };
  await signCheckpoint(deps, { publication: number });
}

const context = () => ({
  ...inside.context,
  publicKeys: { receipt: '', checkpoint: ledger.vkey },
  wing: { name: 'published' as const, db: house.database.published },
});
const newest = async () => (await newestCheckpoints(house.database.published, 1))[0]!.note;
const line = (note: string, key = council, time = atSix) => {
  const text = textOf(note);
  return signNote(text, cosignatureSigner(key.skey, time)).slice(text.length + 1);
};
const cosigned = (note: string, key = council, time = atSix) => note + line(note, key, time);
/** Another history, signed by the ledger's own key. */
const signed = (size: number, root: Uint8Array = new Uint8Array(32).fill(7)) =>
  signState({ origin: 'example/ledger', size, root }, noteSigner(ledger.skey));

const post = async (
  action: typeof cosign,
  body: string | Uint8Array<ArrayBuffer>,
  type = 'text/plain; charset=utf-8',
) => {
  const request = new Request(`${testUrl}/ledger/x`, {
    ...{ method: 'POST', body },
    headers: { 'content-type': type },
  });
  const answer = await action({ request, params: {}, context: context() });
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  return { status: answer.status, ...((await answer.json()) as Record<string, unknown>) };
};
const args = (path = '/') => ({ request: new Request(testUrl + path), params: {}, context: context() });
const change = (form: Record<string, string>) =>
  admit({ request: requestTo('/in/admin/witnesses', cookie, form), params: {}, context: inside.context });
const add = (key: string, runBy = 'Works council') => change({ act: 'added', key, runBy });

describe('who watches', () => {
  test('is let in and removed by administrators, in the ledger, once for ever', async () => {
    expect(await add(council.vkey)).toMatchObject({ status: 302 });
    const entry = {
      v: 1,
      kind: 'ledger-witness',
      name: 'witness-51.example/w',
      key: council.vkey,
      runBy: 'Works council',
    };
    const day = '2026-05-04';
    expect((await house.ledger()).at(-1)).toEqual({ ...entry, act: 'added', day });
    expect(await add(council.vkey)).toMatchObject({ init: { status: 409 } });
    const sameName = witnessKeyPair('witness-51.example/w', new Uint8Array(32).fill(9));
    expect(await add(sameName.vkey)).toMatchObject({ init: { status: 409 } });

    expect(await add(stranger.vkey, 'Somebody')).toMatchObject({ status: 302 });
    expect(await change({ act: 'removed', name: 'witness-53.example/w' })).toMatchObject({ status: 302 });
    expect((await house.ledger()).at(-1)).toMatchObject({ act: 'removed', runBy: 'Somebody', key: stranger.vkey });
    expect(await change({ act: 'removed', name: 'witness-53.example/w' })).toMatchObject({ init: { status: 409 } });
    expect(await add(stranger.vkey)).toMatchObject({ init: { status: 409 } });

    const shown = await admitting({
      ...args(),
      request: requestTo('/in/admin/witnesses', cookie),
      context: inside.context,
    });
    expect(shown.witnesses.map(({ name }) => name)).toEqual(['witness-51.example/w']);
    const listed: unknown = await (await listWitnesses(args())).json();
    const witness = {
      name: 'witness-51.example/w',
      key: council.vkey,
      runBy: 'Works council',
      added: day,
      removed: null,
    };
    expect(listed).toMatchObject({ v: 1, witnesses: [witness, { key: stranger.vkey, removed: day }] });
  });

  test.each([
    ['the key of a ledger', noteKeyPair('works-council.example/w', new Uint8Array(32).fill(3)).vkey],
    ['a key of the house itself', witnessKeyPair('example/ledger', new Uint8Array(32).fill(3)).vkey],
    ['a secret key', keyOf(54).skey],
    ['a key with another hash', keyOf(54).vkey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['a name that is not one', witnessKeyPair('wörks', new Uint8Array(32).fill(3)).vkey],
    ['nothing', ''],
  ])('is not let in with %s', async (_, key) => {
    const before = (await house.ledger()).length;
    expect([400, 409]).toContain(((await add(key)) as { init?: { status: number } }).init?.status);
    expect(await house.ledger()).toHaveLength(before);
  });

  test('is one of so many at most, ten at once too', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: mostWitnesses + 2 }, (_, n) => add(keyOf(100 + n).vkey, 'Many')),
    );
    const refused = outcomes.filter((outcome) => !(outcome instanceof Response));
    expect(refused).toHaveLength(3);
    const all = await watchingWitnesses(house.database.published);
    expect(all.filter(({ removedDay }) => removedDay === null)).toHaveLength(mostWitnesses);
    for (const { name, runBy } of all) if (runBy === 'Many') await change({ act: 'removed', name });
    expect(await add(union.vkey, 'Union')).toMatchObject({ status: 302 });
  });

  test('is written by no other wing, and changed by none', async () => {
    const row = { name: 'n', key: 'k', runBy: 'r', addedDay: '2026-05-04' };
    const { ledgerWitness } = await import('~db/schema/published-ledger');
    for (const db of [house.database.published, house.database.anonymous])
      await expect(db.insert(ledgerWitness).values(row)).rejects.toThrow();
    for (const statement of [`update published.ledger_witness set key = 'x'`, 'delete from published.ledger_witness'])
      await expect(house.database.identified.execute(statement)).rejects.toThrow();
  });
});

describe('a cosignature', () => {
  test('stands under its checkpoint, with the time that the witness gave; the first of each counts', async () => {
    const note = await newest();
    const { size } = stateOf(note);
    const taken = { status: 200, size, witnesses: ['witness-51.example/w'] };
    expect(await post(cosign, cosigned(note))).toEqual(taken);
    expect(await post(cosign, cosigned(note, council, atSix + 60))).toEqual(taken);
    const witness = (await watchingWitnesses(house.database.published)).find(({ key }) => key === council.vkey);
    expect(witness).toMatchObject({ last: { size, at: '2026-05-04T18:00:30.000Z' }, cosigned: 1 });
    const older = (await newestCheckpoints(house.database.published, 2))[1]!.note;
    expect(await post(cosign, cosigned(older, union))).toMatchObject({ status: 200, size: stateOf(older).size });
    const page = await ledgerPage(args());
    expect(page.checkpoints.map(({ cosignedBy }) => cosignedBy.map((each) => each.witness))).toEqual([
      ['witness-51.example/w'],
      ['witness-52.example/w'],
    ]);
  });

  test('of whom nobody let in, or of whom somebody removed, is not taken', async () => {
    const note = await newest();
    expect(await post(cosign, note)).toEqual({ status: 403, error: 'unknown-witness' });
    for (const key of [keyOf(77), stranger])
      expect(await post(cosign, cosigned(note, key))).toEqual({ status: 403, error: 'unknown-witness' });
  });

  test('is refused where anything of it is wrong', async () => {
    const note = await newest();
    const [other] = (await newestCheckpoints(house.database.published, 2)).slice(1);
    expect(await post(cosign, note + line(other!.note, union))).toEqual({ status: 422, error: 'wrong-signature' });
    for (const time of [0, atSix + 2 * 24 * 60 * 60, Number.MAX_SAFE_INTEGER])
      expect(await post(cosign, cosigned(note, union, time))).toEqual({ status: 422, error: 'wrong-time' });
    const unsigned = signNote(textOf(note), cosignatureSigner(union.skey, atSix));
    expect(await post(cosign, unsigned)).toEqual({ status: 422, error: 'unsigned' });
    const impostor = noteKeyPair('example/ledger', new Uint8Array(32).fill(2));
    expect(await post(cosign, signNote(textOf(note), noteSigner(impostor.skey)))).toMatchObject({ error: 'unsigned' });
    expect(await post(cosign, signNote('hello\n', noteSigner(ledger.skey)))).toMatchObject({ error: 'malformed' });
    expect(await post(cosign, '')).toEqual({ status: 400, error: 'malformed' });
    expect(await post(cosign, new Uint8Array([0xff, 0xfe]))).toEqual({ status: 400, error: 'malformed' });
    expect(await post(cosign, note, 'application/json')).toEqual({ status: 415, error: 'not-text' });
    expect(await post(cosign, 'x'.repeat(16 * 1024 + 1))).toEqual({ status: 413, error: 'too-large' });
  });

  test('is not taken under a state that was never published, though it fits', async () => {
    const frontier = new Frontier();
    const leaves = await house.database.published.select().from(ledgerEntry).orderBy(ledgerEntry.index);
    for (const { leafHash } of leaves.slice(0, 2)) frontier.append(leafHash);
    const between = cosigned(signed(2, frontier.root()), union);
    expect(await post(cosign, between)).toEqual({ status: 404, error: 'unknown-checkpoint' });
    expect(await post(contradict, between)).toEqual({ status: 409, error: 'fits' });
  });
});

describe('a contradiction', () => {
  test('is nothing that the ledger went through, and nothing that its key did not sign', async () => {
    expect(await post(contradict, await newest())).toEqual({ status: 409, error: 'fits' });
    const forged = signState(
      stateOf(signed(3)),
      noteSigner(noteKeyPair('example/ledger', new Uint8Array(32).fill(2)).skey),
    );
    expect(await post(contradict, forged)).toEqual({ status: 422, error: 'unsigned' });
    expect(await site(args())).toEqual({ contradictions: 0 });
  });

  test('is kept, once, and shown on every page from then on', async () => {
    const note = cosigned(signed(stateOf(await newest()).size), union);
    // Even where its witness took it for a checkpoint like any other.
    expect(await post(cosign, note)).toEqual({ status: 409, error: 'contradiction' });
    expect(await post(contradict, note)).toEqual({ status: 200, kept: true });
    expect(await site(args())).toEqual({ contradictions: 1 });
    expect(await site({ ...args(), context: inside.context })).toEqual({ contradictions: 1 });
    const shown = (await witnessesPage(args())).contradictions;
    expect(shown).toMatchObject([{ note, reportedBy: 'witness-52.example/w', root: '07'.repeat(32) }]);
    expect(shown[0]?.ourRoot).toMatch(/^[0-9a-f]{64}$/);
    expect(await (await contradictions(args())).json()).toMatchObject({ v: 1, contradictions: [{ note }] });
  });

  test('is also what was signed for more entries than there are: a copy that was brought back', async () => {
    expect(await post(contradict, signed(1_000_000))).toEqual({ status: 200, kept: true });
    const shown = (await witnessesPage(args())).contradictions;
    expect(shown.find(({ size }) => size === 1_000_000)).toMatchObject({ ourRoot: null, reportedBy: '' });
  });

  test('is also a state between two checkpoints, and an empty ledger with a root', async () => {
    expect(await post(contradict, signed(2))).toEqual({ status: 200, kept: true });
    expect(await post(contradict, signed(0))).toEqual({ status: 200, kept: true });
  });

  test('goes away for nobody', async () => {
    for (const db of [house.database.identified, house.database.published, house.database.anonymous]) {
      for (const statement of [
        'delete from published.ledger_contradiction',
        `update published.ledger_contradiction set note = ''`,
        'truncate published.ledger_contradiction',
        'delete from published.cosignature',
      ])
        await expect(db.execute(statement)).rejects.toThrow();
    }
    expect(await site(args())).toEqual({ contradictions: 4 });
  });
});

test('who holds a key that signed once fills no database with contradictions', async () => {
  const standing = await house.database.published.$count(ledgerContradiction);
  await house.database.published.execute(`
    insert into published.ledger_contradiction (digest, note, reported_by, day)
    select sha256(n::text::bytea), '${signed(5).replaceAll("'", "''")}', '', '2026-05-04'
    from generate_series(1, ${String(mostContradictions - standing)}) as n`);
  expect(await post(contradict, signed(6))).toEqual({ status: 409, error: 'too-many' });
  expect(await post(cosign, cosigned(signed(6), union))).toEqual({ status: 409, error: 'contradiction' });
  expect(await site(args())).toEqual({ contradictions: mostContradictions });
});

test('a page without data is drawn while the database is away, and a stray address below /unseen/ asks nothing', async () => {
  const away = {
    select: () => {
      throw new Error('away');
    },
  };
  const logged: string[] = [];
  const log = { error: (_: unknown, message: string) => void logged.push(message) };
  const broken = { ...context(), log, wing: { name: 'published', db: away } };
  expect(await site({ ...args(), context: broken as never })).toEqual({ contradictions: 0 });
  expect(logged).toEqual(['contradictions not read']);
  const unseen = { ...context(), wing: { name: 'anonymous', db: away } };
  expect(await site({ ...args(), context: unseen as never })).toEqual({ contradictions: 0 });
});
