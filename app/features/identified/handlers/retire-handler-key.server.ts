import { and, asc, eq, inArray, isNull } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { LedgerEntry } from '~/features/published/ledger/ledger-entry';
import type { IdentifiedDatabase } from '~db/identified-client';
import { handlerHolder, handlerRequest } from '~db/schema/identified-handlers';
import { handlerKey } from '~db/schema/published-concerns';
import { inTransaction } from '~db/transaction';
import { HandlerError } from './handler-error';
import type { RetireBody } from './handler-act.schema';
import { checkSignature, keysInForce, requireOwnKey, requireToday, retirement, writeToHandlers, type HandlerDeps } from './handler-keys.server'; // prettier-ignore
import { retiredMail } from './handler-mail';
import { lockHandlerKeys, lockHandlers } from './lock-handlers.server';

/**
 * Retires a key, one's own or another's, by the signature of a key in force. The last one stays.
 *
 * @param input.retire attacker-controlled, of the right form
 * @throws HandlerError `not-handler`, `wrong-day`, `not-your-key`, `unknown-key`, `bad-signature`, `last-key`
 */
export async function retireHandlerKey(
  deps: HandlerDeps,
  { personNumber, retire }: { readonly personNumber: string; readonly retire: RetireBody },
): Promise<void> {
  const { organisation } = deps.settings;
  const { fingerprint, day, by, signature } = retire;
  requireToday(deps, day);
  await inTransaction(deps.db, async (tx) => {
    await lockHandlers(tx, personNumber);
    const acting = await requireOwnKey(tx, personNumber, by);
    const [key] = await tx
      .select()
      .from(handlerKey)
      .where(and(eq(handlerKey.fingerprint, fromHex(fingerprint)), isNull(handlerKey.retiredDay)));
    if (!key) throw new HandlerError('unknown-key');
    const { name } = key;
    checkSignature(toHex(acting.signingKey), { organisation, act: 'retired', fingerprint, name, by, day }, signature);
    if ((await keysInForce(tx)) === 1) throw new HandlerError('last-key');
    const mail = retiredMail({ name, fingerprint, day, byName: acting.name });
    // While the key is in force, so that its holder is told too.
    await writeToHandlers(tx, mail);
    await tx
      .update(handlerKey)
      .set({ retiredDay: day, retiredBy: by, retiredSignature: fromHex(signature) })
      .where(eq(handlerKey.fingerprint, key.fingerprint));
    await appendEntry(tx, retirement(key, by, signature, day));
  });
}

/**
 * Ends what people have to do with concerns, because their role or their employment ended: retires their keys without a
 * signature and forgets what they asked. Call it in the transaction of that change, after people and roles are locked.
 *
 * @returns what is to be appended to the ledger, in the order in which the keys were added
 * @throws HandlerError `last-key`
 */
export async function retireKeysOf(
  tx: IdentifiedDatabase,
  { personNumbers, day }: { readonly personNumbers: readonly string[]; readonly day: string },
): Promise<readonly LedgerEntry[]> {
  if (personNumbers.length === 0) return [];
  await tx.delete(handlerRequest).where(inArray(handlerRequest.personNumber, [...personNumbers]));
  await lockHandlerKeys(tx);
  const keys = await tx
    .select({ key: handlerKey })
    .from(handlerKey)
    .innerJoin(handlerHolder, eq(handlerHolder.fingerprint, handlerKey.fingerprint))
    .where(and(inArray(handlerHolder.personNumber, [...personNumbers]), isNull(handlerKey.retiredDay)))
    .orderBy(asc(handlerKey.number));
  if (keys.length === 0) return [];
  if ((await keysInForce(tx)) === keys.length) throw new HandlerError('last-key');
  for (const { key } of keys) {
    const { name } = key;
    await writeToHandlers(tx, retiredMail({ name, fingerprint: toHex(key.fingerprint), day, byName: null })); // prettier-ignore
  }
  await tx
    .update(handlerKey)
    .set({ retiredDay: day, retiredBy: 'office' })
    .where(
      inArray(
        handlerKey.fingerprint,
        keys.map(({ key }) => key.fingerprint),
      ),
    );
  return keys.map(({ key }) => retirement(key, 'office', '', day));
}
