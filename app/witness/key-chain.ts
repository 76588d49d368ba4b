import { followKeys, KeyChainError } from '~/crypto/tlog/next-key';
import { NoteError, noteVerifier } from '~/crypto/tlog/note';
import type { ListedKeys } from './house';

/**
 * Whether these keys follow each other: all of the ledger's name, numbered from 1, each but the first signed by the one before.
 * @param listed attacker-controlled
 */
export function isKeyChain({ organisation, keys }: ListedKeys): boolean {
  try {
    const [first] = keys;
    if (!first || first.signature !== '' || noteVerifier(first.key).name !== `${organisation}/ledger`) return false;
    followKeys(organisation, first.key, keys);
    return true;
  } catch (error) {
    if (error instanceof KeyChainError || error instanceof NoteError) return false;
    throw error;
  }
}
