import { handlerFingerprint, handlerKeys, type HandlerKeys } from './handler-key';

/** Both keys of a handler, and the name that they have in public. */
export interface OpenHandlerKeys extends HandlerKeys {
  readonly fingerprint: string;
}

/** @param entropy the 16 bytes of a handler's twelve words. @throws RangeError for another length */
export async function openHandlerKeys(organisation: string, entropy: Uint8Array): Promise<OpenHandlerKeys> {
  const keys = await handlerKeys(entropy);
  return { ...keys, fingerprint: handlerFingerprint(organisation, keys.signing.publicKey, keys.recipient) };
}
