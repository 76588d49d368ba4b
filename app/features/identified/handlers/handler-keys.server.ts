import { and, asc, count, eq, inArray, isNull, max, or } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import { isSignedBy } from '~/crypto/signing-key';
import { queueMail } from '~/features/identified/accounts/queue-mail.server';
import { handlerFingerprint, handlerStatement, type HandlerAct } from '~/features/published/handlers/handler-key';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { person } from '~db/schema/identified';
import { handlerKey } from '~db/schema/published-concerns';
import { HandlerError } from './handler-error';
import type { AskBody } from './handler-act.schema';

export interface HandlerDeps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation'>;
  readonly publicUrl: string;
}

type KeyRow = typeof handlerKey.$inferSelect;

/** What is signed today is dated today: a day is a field of every record. @throws HandlerError `wrong-day` */
export function requireToday({ clock }: Pick<HandlerDeps, 'clock'>, day: string): void {
  if (day !== dayOf(clock.now())) throw new HandlerError('wrong-day');
}

/**
 * A new key, with the proof that whoever sends it holds it: signed by itself, for this name, organisation and day.
 * @param key attacker-controlled, of the right form
 * @returns its fingerprint
 * @throws HandlerError `unusable-key`, `bad-signature`
 */
export function checkNewKey(organisation: string, name: string, key: AskBody): string {
  const { signingKey, recipient, possession: signature, day } = key;
  if (!isHybridRecipient(recipient)) throw new HandlerError('unusable-key');
  const fingerprint = handlerFingerprint(organisation, fromHex(signingKey), recipient);
  checkSignature(signingKey, { organisation, act: 'added', fingerprint, name, by: fingerprint, day }, signature);
  return fingerprint;
}

/** @throws HandlerError `bad-signature` */
export function checkSignature(signingKey: string, act: HandlerAct, signature: string): void {
  if (!isSignedBy(fromHex(signingKey), handlerStatement(act), fromHex(signature))) {
    throw new HandlerError('bad-signature');
  }
}

/** A key and each of its halves are a handler's once, for ever. @throws HandlerError `known-key` */
export async function requireUnknownKey(
  tx: IdentifiedDatabase,
  personNumber: string,
  { signingKey, recipient }: { readonly signingKey: string; readonly recipient: string },
): Promise<void> {
  const half = fromHex(signingKey);
  const [known] = await tx
    .select({ number: handlerKey.number })
    .from(handlerKey)
    .where(or(eq(handlerKey.signingKey, half), eq(handlerKey.recipient, recipient)))
    .limit(1);
  const asking = await tx
    .select({ personNumber: handlerRequest.personNumber })
    .from(handlerRequest)
    .where(or(eq(handlerRequest.signingKey, half), eq(handlerRequest.recipient, recipient)));
  if (known || asking.some((other) => other.personNumber !== personNumber)) throw new HandlerError('known-key');
}

/** The acting person's key, if it is in force. @throws HandlerError `not-your-key` */
export async function requireOwnKey(
  tx: IdentifiedDatabase,
  personNumber: string,
  fingerprint: string,
): Promise<KeyRow> {
  const [row] = await tx
    .select({ key: handlerKey })
    .from(handlerKey)
    .innerJoin(handlerHolder, eq(handlerHolder.fingerprint, handlerKey.fingerprint))
    .where(
      and(
        eq(handlerKey.fingerprint, fromHex(fingerprint)),
        eq(handlerHolder.personNumber, personNumber),
        isNull(handlerKey.retiredDay),
      ),
    );
  if (!row) throw new HandlerError('not-your-key');
  return row.key;
}

export interface AddedKey {
  readonly personNumber: string;
  readonly name: string;
  readonly fingerprint: string;
  readonly signingKey: string;
  readonly recipient: string;
  /** Fingerprint of who lets it in. */
  readonly by: string;
  readonly signature: string;
  readonly day: string;
}

/** Adds a key whose signature was checked: row, holder, mails, and last of all the ledger. */
export async function addKey(tx: IdentifiedDatabase, added: AddedKey): Promise<void> {
  const { personNumber, name, recipient, day } = added;
  const [fingerprint, signingKey] = [fromHex(added.fingerprint), fromHex(added.signingKey)];
  const [newest] = await tx.select({ number: max(handlerKey.number) }).from(handlerKey);
  await tx.insert(handlerKey).values({
    fingerprint,
    number: (newest?.number ?? 0) + 1,
    name,
    signingKey,
    recipient,
    addedDay: day,
    addedBy: fromHex(added.by),
    signature: fromHex(added.signature),
  });
  await tx.insert(handlerHolder).values({ fingerprint, personNumber });
  await tx.delete(handlerRequest).where(eq(handlerRequest.personNumber, personNumber));
  const { by, signature } = added;
  const act = { act: 'added', fingerprint: added.fingerprint, signingKey: added.signingKey, by, signature } as const;
  await appendEntry(tx, { v: 1, kind: 'handler-key', ...act, name, recipient, day });
}

/** What the ledger says of a key that is retired. @param by fingerprint, or 'office' with an empty signature */
export function retirement(key: KeyRow, by: string, signature: string, day: string): LedgerEntry {
  const { name, recipient } = key;
  const [fingerprint, signingKey] = [toHex(key.fingerprint), toHex(key.signingKey)];
  return { v: 1, kind: 'handler-key', act: 'retired', fingerprint, name, signingKey, recipient, by, signature, day };
}

/** How many keys are in force. */
export async function keysInForce(tx: IdentifiedDatabase): Promise<number> {
  const [row] = await tx.select({ keys: count() }).from(handlerKey).where(isNull(handlerKey.retiredDay));
  return row?.keys ?? 0;
}

/** Writes to everybody whose key is in force, and to these people besides; nobody gets it twice. */
export async function writeToHandlers(
  tx: IdentifiedDatabase,
  mail: { readonly subject: string; readonly body: string },
  ...besides: readonly string[]
): Promise<void> {
  const holders = await tx
    .selectDistinct({ personNumber: handlerHolder.personNumber })
    .from(handlerHolder)
    .innerJoin(handlerKey, eq(handlerKey.fingerprint, handlerHolder.fingerprint))
    .where(isNull(handlerKey.retiredDay));
  const readers = new Set([...holders.map(({ personNumber }) => personNumber), ...besides]);
  const people = await tx
    .select({ personNumber: person.personNumber, email: person.email })
    .from(person)
    .where(and(eq(person.status, 'active'), inArray(person.personNumber, [...readers])))
    .orderBy(asc(person.personNumber));
  for (const { email } of people) await queueMail(tx, { recipient: email, ...mail });
}
