import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toHex } from '~/crypto/hash';
import { askToHandle, withdrawRequest } from '~/features/identified/handlers/ask-to-handle.server';
import { letInHandler, replaceHandlerKey } from '~/features/identified/handlers/let-in-handler.server';
import { retireHandlerKey } from '~/features/identified/handlers/retire-handler-key.server';
import { handlerFingerprint, handlersInForce } from '~/features/published/handlers/handler-key';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import { addDays } from '~/platform/clock';
import { person, roleGrant } from '~db/schema/identified';
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { ledgerEntry } from '~db/schema/published';
import { createTestDatabase, type TestDatabase } from '~tests/support/database';
import { newHandlerKey, openHandlerHouse, organisation, signedAct, type HandlerHouse, type TestHandler } from '~tests/support/handler-house'; // prettier-ignore
import { addPerson } from '~tests/support/people';

let database: TestDatabase;
let house: HandlerHouse;
beforeEach(async () => {
  database = await createTestDatabase();
  house = openHandlerHouse(database.identified);
});
afterEach(() => database.close());

const ask = (handler: TestHandler, change = {}) =>
  askToHandle(house.deps, { personNumber: handler.person.personNumber, key: house.asking(handler, change) });
const letIn = (acting: TestHandler, asking: TestHandler, change = {}) =>
  letInHandler(house.deps, {
    personNumber: acting.person.personNumber,
    letIn: house.lettingIn(acting, asking, change),
  });
const retire = (acting: TestHandler, retired: TestHandler, change = {}) =>
  retireHandlerKey(house.deps, { personNumber: acting.person.personNumber, retire: house.retiring(acting, retired, change) }); // prettier-ignore
const inForce = async () => {
  const { active, problems } = handlersInForce(await readHandlerRecords(database.published), organisation);
  expect(problems).toEqual([]);
  return active.map(({ fingerprint }) => fingerprint);
};
const entries = () => database.published.$count(ledgerEntry);
const requests = () => database.identified.$count(handlerRequest);
const refused = (code: string) => ({ code });
const names = (...handlers: TestHandler[]) => handlers.map(({ key }) => key.fingerprint);

describe('the first key', () => {
  test('is in force at once, signed by itself, in the ledger, and its holder is told', async () => {
    const hana = await house.someHandler();
    await expect(ask(hana)).resolves.toEqual({ state: 'first' });
    const { fingerprint, signingKey, recipient } = hana.key;
    const { name } = hana.person;
    const day = house.today();
    const signature = signedAct(hana.key, 'added', { fingerprint, name, day });
    const facts = { fingerprint, name, signingKey, recipient, signature };
    expect(await readHandlerRecords(database.published)).toEqual([
      { ...facts, addedDay: day, addedBy: fingerprint, retiredDay: null, retiredBy: null, retiredSignature: null },
    ]);
    expect(await house.newestEntries(1)).toEqual([
      { v: 1, kind: 'handler-key', act: 'added', ...facts, by: fingerprint, day },
    ]);
    expect(await inForce()).toEqual([fingerprint]);
    const mails = await house.takeMails();
    expect(mails.map(({ recipient: to, subject }) => [to, subject])).toEqual([
      [hana.person.email, `A handler’s key was added: ${name}`],
    ]);
  });

  test('is one, when several make theirs at once: the others wait', async () => {
    const handlers = await Promise.all(Array.from({ length: 4 }, house.someHandler));
    const outcomes = await Promise.all(handlers.map((handler) => ask(handler)));
    expect(outcomes.map(({ state }) => state).sort()).toEqual(['first', 'waiting', 'waiting', 'waiting']);
    expect(await inForce()).toHaveLength(1);
    expect(await requests()).toBe(3);
  });

  test('stays the only first one, also once it is retired', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    await retire(second, first);
    await expect(ask(await house.someHandler())).resolves.toEqual({ state: 'waiting' });
    expect(await inForce()).toEqual(names(second));
  });
});

describe('asking', () => {
  test('is for active people with the role', async () => {
    const stranger = { person: await addPerson(database.identified), key: await newHandlerKey() };
    const gone = { person: await addPerson(database.identified, { roles: ['handler'], status: 'left' }), key: await newHandlerKey() }; // prettier-ignore
    for (const each of [stranger, gone]) await expect(ask(each)).rejects.toMatchObject(refused('not-handler'));
  });

  test('needs a key that one holds, for one’s own name, here and today', async () => {
    const hana = await house.someHandler();
    const other = await newHandlerKey();
    const { fingerprint } = hana.key;
    const forged = signedAct(other, 'added', { fingerprint, name: hana.person.name, day: house.today() });
    const renamed = signedAct(hana.key, 'added', { fingerprint, name: 'Somebody Else', day: house.today() });
    const retiring = signedAct(hana.key, 'retired', { fingerprint, name: hana.person.name, day: house.today() });
    const nonsense = toHex(randomBytes(64));
    for (const possession of [forged, renamed, retiring, nonsense])
      await expect(ask(hana, { possession })).rejects.toMatchObject(refused('bad-signature'));
    await expect(ask(hana, { signingKey: other.signingKey })).rejects.toMatchObject(refused('bad-signature'));
    await expect(ask(hana, { recipient: other.recipient })).rejects.toMatchObject(refused('bad-signature'));
    for (const days of [-1, 1])
      await expect(ask(hana, { day: addDays(house.today(), days) })).rejects.toMatchObject(refused('wrong-day'));
    const unusable = `${hana.key.recipient.slice(0, -1)}q`;
    for (const recipient of ['', 'age1notone', unusable, 'age1t7rxyev2z3rw82stdlrrepyc39nvn86l5078zqkf5uasdy86jp6svpy7pa'])
      await expect(ask(hana, { recipient })).rejects.toMatchObject(refused('unusable-key')); // prettier-ignore
    expect(await entries()).toBe(0);
  });

  test('again replaces what was asked; a key that anybody brought, or half of it, is not taken', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    const hana = await house.someHandler();
    const again = { ...hana, key: await newHandlerKey() };
    await ask(hana);
    await ask(hana);
    await ask(again);
    expect(await requests()).toBe(1);
    await expect(letIn(first, hana)).rejects.toMatchObject(refused('unknown-request'));

    const thief = await house.someHandler();
    await expect(ask({ ...thief, key: again.key })).rejects.toMatchObject(refused('known-key'));
    await expect(ask({ ...thief, key: first.key })).rejects.toMatchObject(refused('known-key'));
    await expect(ask({ ...first })).rejects.toMatchObject(refused('known-key'));
    // A key of one's own with another's recipient, or the other way round, would read or sign what is not one's own.
    for (const known of [again.key, first.key]) {
      const { signing, signingKey } = thief.key;
      const { recipient, identity } = known;
      const mixed = { ...known, signing, signingKey, recipient, identity };
      const fingerprint = handlerFingerprint(organisation, signing.publicKey, recipient);
      await expect(ask({ ...thief, key: { ...mixed, fingerprint } })).rejects.toMatchObject(refused('known-key'));
    }
  });

  test('is told to those in force, with the fingerprint, and to nobody else', async () => {
    const handlers = await house.inForce(2);
    await house.takeMails();
    const hana = await house.someHandler();
    await ask(hana);
    const mails = await house.takeMails();
    expect(mails.map(({ recipient }) => recipient)).toEqual(handlers.map(({ person: { email } }) => email).sort());
    expect(mails[0]?.body).toContain(hana.key.fingerprint.slice(0, 8));
    expect(mails[0]?.body).toContain('https://petitions.example.com/in/desk/handlers');
  });

  test('can be taken back', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    await withdrawRequest(database.identified, first.person.personNumber);
    expect(await requests()).toBe(1);
    await withdrawRequest(database.identified, hana.person.personNumber);
    await expect(letIn(first, hana)).rejects.toMatchObject(refused('unknown-request'));
  });
});

describe('letting in', () => {
  test('puts the key in force by the signature of one that is: row, holder, ledger, mails', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    await house.takeMails();
    await letIn(first, hana);
    const { fingerprint, signingKey, recipient } = hana.key;
    const { name, personNumber } = hana.person;
    expect(await inForce()).toEqual(names(first, hana));
    expect(await house.newestEntries(1)).toMatchObject([
      { kind: 'handler-key', act: 'added', fingerprint, name, signingKey, recipient, by: first.key.fingerprint },
    ]);
    const holders = await database.identified.select().from(handlerHolder).where(eq(handlerHolder.personNumber, personNumber)); // prettier-ignore
    expect(holders.map((row) => toHex(row.fingerprint))).toEqual([fingerprint]);
    expect(await requests()).toBe(0);
    expect((await house.takeMails()).map(({ recipient: to }) => to)).toEqual([first.person.email, hana.person.email].sort()); // prettier-ignore
  });

  test('is done by another, who holds the acting key, in force, and by its signature over this key', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const hana = await house.someHandler();
    const other = await house.someHandler();
    await ask(hana);
    await ask(other);
    const before = await entries();
    const { fingerprint } = hana.key;
    const { name } = hana.person;
    const day = house.today();

    await expect(letIn(hana, hana)).rejects.toMatchObject(refused('own-request'));
    await expect(letIn(other, hana)).rejects.toMatchObject(refused('not-your-key'));
    // Somebody else's key, in force, in the hands of whoever has the session, with its true signature.
    await expect(letIn({ ...second, key: first.key }, hana)).rejects.toMatchObject(refused('not-your-key'));
    const bad = [
      toHex(randomBytes(64)),
      signedAct(second.key, 'added', { fingerprint, name, day }),
      signedAct(first.key, 'added', { fingerprint: other.key.fingerprint, name, day }),
      signedAct(first.key, 'added', { fingerprint, name: 'Somebody Else', day }),
      signedAct(first.key, 'added', { fingerprint, name, day: addDays(day, -1) }),
      signedAct(first.key, 'retired', { fingerprint, name, day }),
    ];
    for (const signature of bad)
      await expect(letIn(first, hana, { signature })).rejects.toMatchObject(refused('bad-signature'));
    await expect(letIn(first, hana, { fingerprint: other.key.fingerprint })).rejects.toMatchObject(refused('bad-signature')); // prettier-ignore
    for (const days of [-1, 1])
      await expect(letIn(first, hana, { day: addDays(day, days) })).rejects.toMatchObject(refused('wrong-day'));
    expect(await entries()).toBe(before);

    await retire(first, second);
    await expect(letIn(second, hana)).rejects.toMatchObject(refused('not-your-key'));
    await letIn(first, hana);
  });

  test('counts once: not again, not after retirement, not at the same time', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    const before = await entries();
    const outcomes = await Promise.allSettled([first, second, first, second].map((acting) => letIn(acting, hana)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await entries()).toBe(before + 1);
    await expect(letIn(first, hana)).rejects.toMatchObject(refused('unknown-request'));
    await retire(first, hana);
    await expect(letIn(first, hana)).rejects.toMatchObject(refused('unknown-request'));
    await expect(ask(hana)).rejects.toMatchObject(refused('known-key'));
  });

  test('is refused once either has left or lost the role', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const hana = await house.someHandler();
    await ask(hana);
    const lose = ({ person: { personNumber } }: TestHandler) =>
      database.identified.delete(roleGrant).where(eq(roleGrant.personNumber, personNumber));
    await lose(hana);
    await expect(letIn(first, hana)).rejects.toMatchObject(refused('not-handler'));
    const grace = await house.someHandler();
    await ask(grace);
    await lose(first);
    await expect(letIn(first, grace)).rejects.toMatchObject(refused('not-handler'));
    await database.identified.update(person).set({ status: 'left' }).where(eq(person.personNumber, second.person.personNumber)); // prettier-ignore
    await expect(letIn(second, grace)).rejects.toMatchObject(refused('not-handler'));
  });
});

describe('replacing', () => {
  const replace = (acting: TestHandler, next: TestHandler, change = {}) => {
    const { name, personNumber } = acting.person;
    const { fingerprint } = next.key;
    const body = { ...house.asking({ ...next, person: acting.person }), by: acting.key.fingerprint };
    const signature = signedAct(acting.key, 'added', { fingerprint, name, day: house.today() });
    return replaceHandlerKey(house.deps, { personNumber, replace: { ...body, signature, ...change } });
  };

  test('adds one’s new key by the old one, which stays until it is retired', async () => {
    const [first] = (await house.inForce(1)) as [TestHandler];
    const next = { ...first, key: await newHandlerKey() };
    await replace(first, next);
    expect(await inForce()).toEqual(names(first, next));
    await retire(first, first);
    expect(await inForce()).toEqual(names(next));
    await expect(replace(first, { ...first, key: await newHandlerKey() })).rejects.toMatchObject(refused('not-your-key'));
  }); // prettier-ignore

  test('needs both signatures, and a key of one’s own', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const next = { ...first, key: await newHandlerKey() };
    const nonsense = toHex(randomBytes(64));
    await expect(replace(first, next, { signature: nonsense })).rejects.toMatchObject(refused('bad-signature'));
    await expect(replace(first, next, { possession: nonsense })).rejects.toMatchObject(refused('bad-signature'));
    await expect(replace(first, next, { by: second.key.fingerprint })).rejects.toMatchObject(refused('not-your-key'));
    await expect(replace(first, second)).rejects.toMatchObject(refused('known-key'));
    const stranger = await house.someHandler();
    await expect(replace({ ...stranger, key: first.key }, next)).rejects.toMatchObject({ name: 'HandlerError' });
    expect(await inForce()).toEqual(names(first, second));
  });
});

describe('retiring', () => {
  test('is signed by a key in force, one’s own or not, and is for ever', async () => {
    const [first, second, third] = (await house.inForce(3)) as [TestHandler, TestHandler, TestHandler];
    await house.takeMails();
    house.deps.clock.set('2026-12-24T10:00:00Z');
    await retire(second, first);
    const { fingerprint, signingKey, recipient } = first.key;
    const { name } = first.person;
    const [day, by] = ['2026-12-24', second.key.fingerprint];
    const signature = signedAct(second.key, 'retired', { fingerprint, name, day });
    expect(await house.newestEntries(1)).toEqual([
      { v: 1, kind: 'handler-key', act: 'retired', fingerprint, name, signingKey, recipient, by, signature, day },
    ]);
    expect((await house.takeMails()).map(({ recipient: to }) => to)).toEqual([first, second, third].map((each) => each.person.email).sort()); // prettier-ignore
    expect(await inForce()).toEqual(names(second, third));
    await expect(retire(second, first)).rejects.toMatchObject(refused('unknown-key'));
    await expect(retire(first, second)).rejects.toMatchObject(refused('not-your-key'));
    await retire(third, third);
    expect(await inForce()).toEqual(names(second));
  });

  test('is refused with another’s key, another’s signature, on another day, of an unknown key', async () => {
    const [first, second] = (await house.inForce(2)) as [TestHandler, TestHandler];
    const stranger = await house.someHandler();
    const { fingerprint } = first.key;
    const { name } = first.person;
    await expect(retire({ ...second, key: first.key }, first)).rejects.toMatchObject(refused('not-your-key'));
    await expect(retire(second, stranger)).rejects.toMatchObject(refused('unknown-key'));
    for (const signature of [
      toHex(randomBytes(64)),
      signedAct(first.key, 'retired', { fingerprint, name, day: house.today() }),
      signedAct(second.key, 'added', { fingerprint, name, day: house.today() }),
      signedAct(second.key, 'retired', { fingerprint: second.key.fingerprint, name, day: house.today() }),
    ])
      await expect(retire(second, first, { signature })).rejects.toMatchObject(refused('bad-signature'));
    await expect(retire(second, first, { day: addDays(house.today(), -1) })).rejects.toMatchObject(refused('wrong-day'));
    expect(await inForce()).toHaveLength(2);
  }); // prettier-ignore

  test('leaves the last one, also when all retire each other at once', async () => {
    const handlers = await house.inForce(3);
    const outcomes = await Promise.allSettled(
      handlers.map((handler, index) => retire(handler, handlers[(index + 1) % 3] ?? handler)),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBeLessThan(3);
    const left = await inForce();
    expect(left.length).toBeGreaterThanOrEqual(1);
    const last = handlers.find(({ key }) => key.fingerprint === left[0]);
    if (!last) throw new Error('nobody is left');
    for (const other of handlers) if (other !== last) await retire(last, other).catch(() => undefined);
    await expect(retire(last, last)).rejects.toMatchObject(refused('last-key'));
    expect(await inForce()).toEqual(names(last));
  });
});
