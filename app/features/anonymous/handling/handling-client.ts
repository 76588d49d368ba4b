import type { z } from 'zod';
import type { JsonValue } from '~/crypto/canonical-json';
import type { HandlerKeys } from '~/features/published/handlers/handler-key';
import { signRequest } from '../concerns/signed-request';
import { askUnseen, fetchUnseen } from '../concerns/unseen-request';

/** What a handler’s requests are signed with, and for whom. */
export interface HandlerSession {
  readonly organisation: string;
  readonly keys: HandlerKeys;
  /** Of the server, 'YYYY-MM-DD': the clock of a work laptop may be wrong. */
  readonly today: () => string;
}

type Asked = Readonly<Record<string, JsonValue>>;

/** Path of an act of the handlers’ side of the wire. */
function handlingPath(act: string): string {
  return `/unseen/handling/${act}`;
}

/** The body of a handler’s request: signed, and good on this path only. */
export function signedAct(session: HandlerSession, act: string, asked: Asked) {
  const { organisation, keys, today } = session;
  const request = { ...asked, day: today() };
  return signRequest(keys.signing, { organisation, path: handlingPath(act), request });
}

/**
 * Asks as a handler, without a cookie.
 * @throws UnseenError the server’s code (`not-a-handler` once the key is retired), `connection-lost`, `strange-answer`
 */
export function askAsHandler<T>(session: HandlerSession, act: string, asked: Asked, schema: z.ZodType<T>): Promise<T> {
  return askUnseen(handlingPath(act), signedAct(session, act, asked), schema);
}

/** Fetches a chunk of ciphertext. That it is the one that was asked for is NOT checked. @throws UnseenError */
export function fetchChunk(
  session: HandlerSession,
  asked: { readonly concern: string; readonly number: number; readonly hash: string },
): Promise<Uint8Array> {
  return fetchUnseen(handlingPath('chunk'), signedAct(session, 'chunk', asked));
}
