import { eq } from 'drizzle-orm';
import { fromHex } from '~/crypto/hash';
import type { IdentifiedDatabase } from '~db/identified-client';
import { handlerRequest } from '~db/schema/identified-handlers';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import type { AskBody } from './handler-act.schema';
import { addKey, checkNewKey, requireToday, requireUnknownKey, writeToHandlers, type HandlerDeps } from './handler-keys.server'; // prettier-ignore
import { addedMail, askedMail } from './handler-mail';
import { lockHandlers } from './lock-handlers.server';

/**
 * Takes a handler's new key. The very first is in force at once, by its own signature: there is nobody who could let it in.
 * Every other waits for a handler in force, in place of any that this person asked with before.
 *
 * @param input.key attacker-controlled, of the right form
 * @returns 'first' or 'waiting'. The same key again, while it waits, waits on
 * @throws HandlerError `not-handler`, `wrong-day`, `unusable-key`, `bad-signature`, `known-key`
 */
export async function askToHandle(
  deps: HandlerDeps,
  { personNumber, key }: { readonly personNumber: string; readonly key: AskBody },
): Promise<{ readonly state: 'first' | 'waiting' }> {
  const { organisation } = deps.settings;
  const { signingKey, recipient, possession, day } = key;
  requireToday(deps, day);
  return inTransaction(deps.db, async (tx) => {
    const name = (await lockHandlers(tx, personNumber)).get(personNumber) ?? '';
    const fingerprint = checkNewKey(organisation, name, key);
    await requireUnknownKey(tx, personNumber, key);
    if (await isFirst(tx)) {
      await writeToHandlers(tx, addedMail({ name, fingerprint, day, byName: name }), personNumber);
      await addKey(tx, { personNumber, name, fingerprint, signingKey, recipient, by: fingerprint, signature: possession, day }); // prettier-ignore
      return { state: 'first' };
    }
    await tx.delete(handlerRequest).where(eq(handlerRequest.personNumber, personNumber));
    await tx
      .insert(handlerRequest)
      .values({ personNumber, signingKey: fromHex(signingKey), recipient, signature: fromHex(possession), day });
    await writeToHandlers(tx, askedMail({ name, fingerprint, day, publicUrl: deps.publicUrl }));
    return { state: 'waiting' };
  });
}

/** Takes back what this person asked. There may be nothing. */
export async function withdrawRequest(db: IdentifiedDatabase, personNumber: string): Promise<void> {
  await db.delete(handlerRequest).where(eq(handlerRequest.personNumber, personNumber));
}

async function isFirst(tx: IdentifiedDatabase): Promise<boolean> {
  return (await tx.$count(handlerKey)) === 0;
}
