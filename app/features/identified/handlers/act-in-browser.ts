import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { handlerStatement, type HandlerAct } from '~/features/published/handlers/handler-key';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { postJson, PostError } from '~/platform/post-json';
import type { HandlerActBody } from './handler-act.schema';
import type { HandlerErrorCode } from './handler-error';

/** Why the server did not do what a handler signed: its own code, or that it could not be reached. */
export class HandlerRefusal extends Error {
  override readonly name = 'HandlerRefusal';
  constructor(readonly code: HandlerErrorCode | 'connection-lost' | 'signed-out' | 'unexpected') {
    super(code);
  }
}

/** In whose house, on which day. The server refuses what is dated another day than its own. */
export interface SigningPlace {
  readonly organisation: string;
  readonly day: string;
}

/** A key as a handler sees it who lets it in or retires it. */
export interface NamedKey {
  readonly fingerprint: string;
  readonly name: string;
}

const done = z.object({ state: z.enum(['first', 'waiting', 'done']) });
const refusal = z.object({ error: z.string() });

/** Asks to be let in with a new key; the very first is in force at once. @throws HandlerRefusal */
export async function askInBrowser(place: SigningPlace, keys: OpenHandlerKeys, name: string) {
  return (await post({ act: 'ask', ...newKey(place, keys, name) })) === 'first' ? 'first' : 'waiting';
}

/** Adds a new key of one's own by the old one, which stays in force. @throws HandlerRefusal */
export async function replaceInBrowser(place: SigningPlace, old: OpenHandlerKeys, next: OpenHandlerKeys, name: string) {
  const signed = signAct(old, { ...place, act: 'added', fingerprint: next.fingerprint, name });
  await post({ act: 'replace', ...newKey(place, next, name), ...signed });
}

/** Lets in a key. That its fingerprint was compared is what the signature says. @throws HandlerRefusal */
export async function letInInBrowser(place: SigningPlace, keys: OpenHandlerKeys, { fingerprint, name }: NamedKey) {
  const signed = signAct(keys, { ...place, act: 'added', fingerprint, name });
  await post({ act: 'let-in', fingerprint, day: place.day, ...signed });
}

/** Retires a key, one's own or another's. @throws HandlerRefusal */
export async function retireInBrowser(place: SigningPlace, keys: OpenHandlerKeys, { fingerprint, name }: NamedKey) {
  const signed = signAct(keys, { ...place, act: 'retired', fingerprint, name });
  await post({ act: 'retire', fingerprint, day: place.day, ...signed });
}

function newKey(place: SigningPlace, keys: OpenHandlerKeys, name: string) {
  const { fingerprint, recipient, signing } = keys;
  const { signature: possession } = signAct(keys, { ...place, act: 'added', fingerprint, name });
  return { signingKey: toHex(signing.publicKey), recipient, possession, day: place.day };
}

function signAct({ fingerprint: by, signing }: OpenHandlerKeys, act: Omit<HandlerAct, 'by'>) {
  return { by, signature: toHex(signing.sign(handlerStatement({ ...act, by }))) };
}

async function post(body: HandlerActBody): Promise<'first' | 'waiting' | 'done'> {
  const { ok, answer } = await postJson('/in/desk/handlers/acts', body, 'same-origin').catch((error: unknown) => {
    throw error instanceof PostError ? new HandlerRefusal(error.code) : error;
  });
  const success = done.safeParse(answer);
  if (ok && success.success) return success.data.state;
  const refused = refusal.safeParse(answer);
  throw new HandlerRefusal(refused.success ? (refused.data.error as HandlerErrorCode) : 'unexpected');
}
