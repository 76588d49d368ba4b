import { asc, desc, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { logAccesses } from '~/features/identified/access-log/log-access.server';
import { handlerFingerprint } from '~/features/published/handlers/handler-key';
import { readHandlerRecords } from '~/features/published/handlers/handler-records.queries.server';
import type { HandlerRecord } from '~/features/published/handlers/handler-record.schema';
import { dayOf } from '~/platform/clock';
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { person } from '~db/schema/identified';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import type { HandlerDeps } from './handler-keys.server';

/** Somebody who waits to be let in. */
export interface WaitingHandler {
  readonly name: string;
  readonly fingerprint: string;
  readonly day: string;
}

export interface HandlerDesk {
  /** Fingerprints of one's own keys in force, the newest first. */
  readonly mine: readonly string[];
  /** One's own key that waits. */
  readonly asked: WaitingHandler | null;
  /** Others who wait, in the order of their names. */
  readonly waiting: readonly WaitingHandler[];
  /** Every key there ever was. */
  readonly records: readonly HandlerRecord[];
}

/**
 * What a handler does with keys. Those who wait are told, by the access log, that they were shown.
 * Does NOT check the role.
 */
export function handlerDesk(
  { db, clock, settings: { organisation } }: Pick<HandlerDeps, 'db' | 'clock' | 'settings'>,
  personNumber: string,
): Promise<HandlerDesk> {
  return inTransaction(db, async (tx) => {
    const own = await tx
      .select({ fingerprint: handlerKey.fingerprint, retiredDay: handlerKey.retiredDay })
      .from(handlerKey)
      .innerJoin(handlerHolder, eq(handlerHolder.fingerprint, handlerKey.fingerprint))
      .where(eq(handlerHolder.personNumber, personNumber))
      .orderBy(desc(handlerKey.number));
    const requests = await tx
      .select({ request: handlerRequest, name: person.name })
      .from(handlerRequest)
      .innerJoin(person, eq(person.personNumber, handlerRequest.personNumber))
      .orderBy(asc(person.name), asc(person.personNumber));
    const mine = own.filter(({ retiredDay }) => retiredDay === null).map(({ fingerprint }) => toHex(fingerprint));
    const waiting = requests.map(({ request, name }) => ({
      personNumber: request.personNumber,
      name,
      fingerprint: handlerFingerprint(organisation, request.signingKey, request.recipient),
      day: request.day,
    }));
    const others = waiting.filter((each) => each.personNumber !== personNumber);
    const look = { actor: personNumber, purpose: 'Asks to handle concerns', day: dayOf(clock.now()) };
    await logAccesses(tx, others.map((other) => ({ ...look, subject: other.personNumber }))); // prettier-ignore
    const withoutNumber = ({ name, fingerprint, day }: WaitingHandler) => ({ name, fingerprint, day });
    const asked = waiting.find((each) => each.personNumber === personNumber);
    return {
      mine,
      asked: asked ? withoutNumber(asked) : null,
      waiting: others.map(withoutNumber),
      records: await readHandlerRecords(tx),
    };
  });
}
