import { entropyToWords } from '~/crypto/words';
import { hashFields, toHex } from '~/crypto/hash';
import { grantRole, setupActor } from '~/features/identified/accounts/change-role.server';
import { askToHandle } from '~/features/identified/handlers/ask-to-handle.server';
import { letInHandler } from '~/features/identified/handlers/let-in-handler.server';
import { handlerStatement } from '~/features/published/handlers/handler-key';
import { openHandlerKeys, type OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { dayOf } from '~/platform/clock';
import { pastUrl, type DemoHouse } from './demo-house';
import { demoHandlers, type DemoPerson } from './demo-roster';

const entropyBytes = 16;

/**
 * The 16 bytes of a demo handler's words: known to everybody who reads this. So the demo's concerns are secret to nobody,
 * and nothing but the demo company may ever have such a key let in.
 */
export function demoHandlerEntropy({ personNumber }: DemoPerson): Uint8Array {
  return hashFields('demo-handler/v1', personNumber).slice(0, entropyBytes);
}

/** Handlers whose keys are in force when the demo begins, with the words that open their desks. The last handler has none yet. */
export const demoHandlerWords: readonly { readonly person: DemoPerson; readonly words: string }[] = demoHandlers
  .slice(0, -1)
  .map((person) => ({ person, words: entropyToWords(demoHandlerEntropy(person)) }));

/** Has the demo's handlers hold their role, and all but the last of them a key: the first its own, the others let in by it. */
export async function letHandlersIn(house: DemoHouse): Promise<void> {
  const { identified: db, clock, settings } = house;
  const deps = { db, clock, settings, publicUrl: pastUrl };
  const day = dayOf(clock.now());
  const { organisation } = settings;
  const sign = (keys: OpenHandlerKeys, fingerprint: string, name: string) =>
    toHex(keys.signing.sign(handlerStatement({ organisation, act: 'added', fingerprint, name, by: keys.fingerprint, day }))); // prettier-ignore
  // The first holds the role already, as everybody does who stands for one.
  for (const { personNumber } of demoHandlers.slice(1)) {
    await grantRole({ db, clock }, { actor: setupActor, personNumber, role: 'handler' });
  }
  let first: { personNumber: string; keys: OpenHandlerKeys } | null = null;
  for (const { person } of demoHandlerWords) {
    const { personNumber, name } = person;
    const keys = await openHandlerKeys(organisation, demoHandlerEntropy(person));
    const { fingerprint, recipient } = keys;
    const possession = sign(keys, fingerprint, name);
    await askToHandle(deps, {
      personNumber,
      key: { signingKey: toHex(keys.signing.publicKey), recipient, possession, day },
    });
    if (first) {
      const letIn = { fingerprint, day, by: first.keys.fingerprint, signature: sign(first.keys, fingerprint, name) };
      await letInHandler(deps, { personNumber: first.personNumber, letIn });
    }
    first ??= { personNumber, keys };
  }
}
