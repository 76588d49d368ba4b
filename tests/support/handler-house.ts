import { randomBytes } from 'node:crypto';
import { asc, desc } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { askToHandle } from '~/features/identified/handlers/ask-to-handle.server';
import type { HandlerActBody } from '~/features/identified/handlers/handler-act.schema';
import type { HandlerDeps } from '~/features/identified/handlers/handler-keys.server';
import { letInHandler } from '~/features/identified/handlers/let-in-handler.server';
import { retireHandlerKey } from '~/features/identified/handlers/retire-handler-key.server';
import { handlerFingerprint, handlerKeys, handlerStatement, type HandlerKeys } from '~/features/published/handlers/handler-key'; // prettier-ignore
import { dayOf, ManualClock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { mailOutbox } from '~db/schema/identified';
import { ledgerEntry } from '~db/schema/published';
import { addPerson, type TestPerson } from './people';

export const organisation = 'example';

/** A handler's key in a test's hands. */
export interface TestHandlerKey extends HandlerKeys {
  readonly fingerprint: string;
  /** Hex. */
  readonly signingKey: string;
}

/** Somebody with the role, and a key that nobody knows of yet. */
export interface TestHandler {
  readonly person: TestPerson;
  readonly key: TestHandlerKey;
}

/** Handlers over the use cases of the house, with a clock that the test moves. */
export interface HandlerHouse {
  readonly deps: HandlerDeps & { readonly clock: ManualClock };
  readonly today: () => string;
  readonly someHandler: () => Promise<TestHandler>;
  /** What the browser of somebody who asks sends. */
  readonly asking: (handler: TestHandler, change?: Partial<Body<'ask'>>) => Body<'ask'>;
  /** What the browser of a handler sends who lets another in. */
  readonly lettingIn: (acting: TestHandler, asking: TestHandler, change?: Partial<Body<'let-in'>>) => Body<'let-in'>;
  /** What the browser of a handler sends who retires a key. */
  readonly retiring: (acting: TestHandler, retired: TestHandler, change?: Partial<Body<'retire'>>) => Body<'retire'>;
  /** A house with so many handlers in force, the first let in by itself, the others by the first. */
  readonly inForce: (howMany: number) => Promise<TestHandler[]>;
  readonly letIn: (acting: TestHandler, asking: TestHandler) => Promise<void>;
  readonly retire: (acting: TestHandler, retired: TestHandler) => Promise<void>;
  /** The newest entries of the ledger, oldest of them first. */
  readonly newestEntries: (howMany: number) => Promise<unknown[]>;
  /** Addresses and subjects of the mails that wait, which are taken away. */
  readonly takeMails: () => Promise<{ recipient: string | null; subject: string; body: string }[]>;
}

type Body<A extends HandlerActBody['act']> = Omit<Extract<HandlerActBody, { act: A }>, 'act'>;

export async function newHandlerKey(): Promise<TestHandlerKey> {
  const keys = await handlerKeys(new Uint8Array(randomBytes(16)));
  const { publicKey } = keys.signing;
  const fingerprint = handlerFingerprint(organisation, publicKey, keys.recipient);
  return { ...keys, fingerprint, signingKey: toHex(publicKey) };
}

/** A statement about a key, signed. */
export function signedAct(
  signer: TestHandlerKey,
  act: 'added' | 'retired',
  { fingerprint, name, day }: { readonly fingerprint: string; readonly name: string; readonly day: string },
): string {
  const by = signer.fingerprint;
  return toHex(signer.signing.sign(handlerStatement({ organisation, act, fingerprint, name, by, day })));
}

export function openHandlerHouse(db: IdentifiedDatabase, start = '2026-11-23T14:06:00Z'): HandlerHouse {
  const clock = new ManualClock(start);
  const deps = { db, clock, settings: { organisation }, publicUrl: 'https://petitions.example.com' };
  const today = () => dayOf(clock.now());
  const house: HandlerHouse = {
    deps,
    today,
    someHandler: async () => ({ person: await addPerson(db, { roles: ['handler'] }), key: await newHandlerKey() }),
    asking: ({ person: { name }, key }, change = {}) => {
      const { fingerprint, signingKey, recipient } = key;
      const day = change.day ?? today();
      return { signingKey, recipient, day, possession: signedAct(key, 'added', { fingerprint, name, day }), ...change };
    },
    lettingIn: (acting, { person: { name }, key: { fingerprint } }, change = {}) => {
      const day = change.day ?? today();
      const signature = signedAct(acting.key, 'added', { fingerprint, name, day });
      return { fingerprint, day, by: acting.key.fingerprint, signature, ...change };
    },
    retiring: (acting, { person: { name }, key: { fingerprint } }, change = {}) => {
      const day = change.day ?? today();
      const signature = signedAct(acting.key, 'retired', { fingerprint, name, day });
      return { fingerprint, day, by: acting.key.fingerprint, signature, ...change };
    },
    async inForce(howMany) {
      const handlers = await Promise.all(Array.from({ length: howMany }, house.someHandler));
      const [first, ...others] = handlers;
      if (!first) return [];
      await askToHandle(deps, { personNumber: first.person.personNumber, key: house.asking(first) });
      for (const other of others) {
        await askToHandle(deps, { personNumber: other.person.personNumber, key: house.asking(other) });
        await house.letIn(first, other);
      }
      return handlers;
    },
    letIn: (acting, asking) =>
      letInHandler(deps, { personNumber: acting.person.personNumber, letIn: house.lettingIn(acting, asking) }),
    retire: (acting, retired) =>
      retireHandlerKey(deps, { personNumber: acting.person.personNumber, retire: house.retiring(acting, retired) }),
    async newestEntries(howMany) {
      const rows = await db.select().from(ledgerEntry).orderBy(desc(ledgerEntry.index)).limit(howMany);
      return rows.reverse().map(({ bytes }) => JSON.parse(Buffer.from(bytes).toString()) as unknown);
    },
    async takeMails() {
      const mails = await db.select().from(mailOutbox).orderBy(asc(mailOutbox.recipient));
      await db.delete(mailOutbox);
      return mails.map(({ recipient, subject, body }) => ({ recipient, subject, body }));
    },
  };
  return house;
}
