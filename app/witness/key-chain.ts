import { isNextKey } from '~/crypto/tlog/next-key';
import { NoteError, noteVerifier } from '~/crypto/tlog/note';
import type { ListedKeys } from './house';

/**
 * Whether these keys follow each other: all of the ledger's name, numbered from 1, each but the first signed by the one before.
 * @param listed attacker-controlled
 */
export function isKeyChain({ organisation, keys }: ListedKeys): boolean {
  return keys.every(({ number, key, signature }, place) => {
    if (number !== place + 1 || !isKeyOf(`${organisation}/ledger`, key)) return false;
    const before = keys[place - 1];
    if (!before) return signature === '';
    return isNextKey({ organisation, number, key }, signature, before.key);
  });
}

function isKeyOf(origin: string, key: string): boolean {
  try {
    return noteVerifier(key).name === origin;
  } catch (error) {
    if (error instanceof NoteError) return false;
    throw error;
  }
}
