import { toHex } from '~/crypto/hash';
import { handlerFingerprint } from '~/features/published/handlers/handler-key';
import type { IdentifiedDatabase } from '~db/identified-client';
import { handlerRequest } from '~db/schema/identified-handlers';
import { inTransaction } from '~db/transaction';
import { HandlerError } from './handler-error';
import type { LetInBody, ReplaceBody } from './handler-act.schema';
import { addKey, checkNewKey, checkSignature, requireOwnKey, requireToday, requireUnknownKey, writeToHandlers, type AddedKey, type HandlerDeps } from './handler-keys.server'; // prettier-ignore
import { addedMail } from './handler-mail';
import { lockHandlers } from './lock-handlers.server';

/**
 * Lets in the key of somebody who asks, by the signature of a handler whose key is in force: from then on it is.
 *
 * @param input.letIn attacker-controlled, of the right form. It names the key, not the person: what was compared is the key
 * @throws HandlerError `not-handler` (either of the two), `wrong-day`, `unknown-request`, `own-request`, `not-your-key`,
 *   `bad-signature`
 */
export async function letInHandler(
  deps: HandlerDeps,
  { personNumber, letIn }: { readonly personNumber: string; readonly letIn: LetInBody },
): Promise<void> {
  const { organisation } = deps.settings;
  const { fingerprint, day, by, signature } = letIn;
  requireToday(deps, day);
  await inTransaction(deps.db, async (tx) => {
    const asking = (await requestWith(tx, organisation, fingerprint)).personNumber;
    if (asking === personNumber) throw new HandlerError('own-request');
    const names = await lockHandlers(tx, personNumber, asking);
    // Again, now that nobody else lets it in or takes it back.
    const request = await requestWith(tx, organisation, fingerprint);
    if (request.personNumber !== asking) throw new HandlerError('unknown-request');
    const acting = await requireOwnKey(tx, personNumber, by);
    const name = names.get(asking) ?? '';
    checkSignature(toHex(acting.signingKey), { organisation, act: 'added', fingerprint, name, by, day }, signature);
    const [signingKey, recipient] = [toHex(request.signingKey), request.recipient];
    const added = { personNumber: asking, name, fingerprint, signingKey, recipient, by, signature, day };
    await announceAndAdd(tx, added, acting.name);
  });
}

/**
 * Adds a new key of a handler whose old one is in force, by the old one's signature. The old one stays in force until it is
 * retired: until then it can give the new one what was encrypted to it.
 *
 * @param input.replace attacker-controlled, of the right form
 * @throws HandlerError `not-handler`, `wrong-day`, `unusable-key`, `known-key`, `not-your-key`, `bad-signature`
 */
export async function replaceHandlerKey(
  deps: HandlerDeps,
  { personNumber, replace }: { readonly personNumber: string; readonly replace: ReplaceBody },
): Promise<void> {
  const { organisation } = deps.settings;
  const { signingKey, recipient, by, signature, day } = replace;
  requireToday(deps, day);
  await inTransaction(deps.db, async (tx) => {
    const name = (await lockHandlers(tx, personNumber)).get(personNumber) ?? '';
    const fingerprint = checkNewKey(organisation, name, replace);
    await requireUnknownKey(tx, personNumber, replace);
    const acting = await requireOwnKey(tx, personNumber, by);
    checkSignature(toHex(acting.signingKey), { organisation, act: 'added', fingerprint, name, by, day }, signature);
    await announceAndAdd(tx, { personNumber, name, fingerprint, signingKey, recipient, by, signature, day }, acting.name); // prettier-ignore
  });
}

async function announceAndAdd(tx: IdentifiedDatabase, added: AddedKey, byName: string): Promise<void> {
  const { name, fingerprint, day, personNumber } = added;
  await writeToHandlers(tx, addedMail({ name, fingerprint, day, byName }), personNumber);
  await addKey(tx, added);
}

/** The request whose key has this fingerprint. @throws HandlerError `unknown-request` */
async function requestWith(tx: IdentifiedDatabase, organisation: string, fingerprint: string) {
  const requests = await tx.select().from(handlerRequest);
  const found = requests.find(
    ({ signingKey, recipient }) => handlerFingerprint(organisation, signingKey, recipient) === fingerprint,
  );
  if (!found) throw new HandlerError('unknown-request');
  return found;
}
