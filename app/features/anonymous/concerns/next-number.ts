import { toHex } from '~/crypto/hash';

interface Numbered {
  readonly number: number;
  /** Fingerprint of the handler who wrote it; null for the reporter. */
  readonly handler: Uint8Array | null;
  readonly complete: boolean;
}

/**
 * The number that the next message of a sender must have: that of an unfinished one of theirs, which it replaces; else one
 * more than any. Numbers of messages that were never finished are not used again.
 * @param messages all of one concern, notes and unfinished ones included
 * @param sender fingerprint of a handler; null for the reporter
 */
export function nextNumber(messages: readonly Numbered[], sender: Uint8Array | null): number {
  const name = (handler: Uint8Array | null) => (handler ? toHex(handler) : null);
  const unfinished = messages.find(({ complete, handler }) => !complete && name(handler) === name(sender));
  return unfinished?.number ?? Math.max(-1, ...messages.map(({ number }) => number)) + 1;
}
