import { ed25519 } from '@noble/curves/ed25519.js';
import { fromHex, hashFields, toHex } from '../hash';
import { noteVerifier, readSignerKey } from './note';

/*
 * How the key of a ledger hands over to the next one (protocol 6): it signs the other's public key, and its number.
 */

/** A key that may sign checkpoints after the one before it. */
export interface NextKey {
  readonly organisation: string;
  /** 2 for the first that follows another. */
  readonly number: number;
  /** The new key, as a C2SP verifier key; its name is that of the ledger. */
  readonly key: string;
}

/** What the key in force signs to let the next one follow it. @param skey the key in force. @returns hex of 64 bytes. @throws NoteError */
export function signNextKey(next: NextKey, skey: string): string {
  return toHex(ed25519.sign(statement(next), readSignerKey(skey).seed));
}

/**
 * Whether the key in force signed for the next one.
 * @param signature attacker-controlled, as is `next`
 * @param before the key in force, as a C2SP verifier key
 */
export function isNextKey(next: NextKey, signature: string, before: string): boolean {
  if (!/^[0-9a-f]{128}$/.test(signature)) return false;
  try {
    if (noteVerifier(next.key).name !== noteVerifier(before).name) return false;
    return noteVerifier(before).verify(statement(next), fromHex(signature));
  } catch {
    return false;
  }
}

/** A key of the ledger as `GET /ledger/keys` and its entry have it; the signature is empty for the first. */
export interface ListedKey {
  readonly number: number;
  readonly key: string;
  readonly signature: string;
}

/** A list of keys that does not lead on from the one that is known. */
export class KeyChainError extends Error {
  override readonly name = 'KeyChainError';
  constructor(
    readonly code: 'unknown-key' | 'broken-chain',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The keys of a ledger from one that is known to the one in force: each but the first signed for by the one before it.
 * NOT checked: keys before the known one. Only the ledger's own entries vouch for them.
 * @param listed attacker-controlled
 * @param known C2SP verifier key that is trusted
 * @returns verifier keys, the known one first, the one in force last
 * @throws KeyChainError `unknown-key` where the list lacks it, `broken-chain`
 */
export function followKeys(organisation: string, known: string, listed: readonly ListedKey[]): string[] {
  const from = listed.findIndex(({ key }) => key === known);
  if (from < 0) throw new KeyChainError('unknown-key', 'The known key is not among them');
  const keys = [known];
  for (const [place, { number, key, signature }] of listed.entries()) {
    if (number !== place + 1) throw new KeyChainError('broken-chain', 'Keys are numbered from 1');
    if (place <= from) continue;
    if (!isNextKey({ organisation, number, key }, signature, keys.at(-1) as string)) {
      throw new KeyChainError('broken-chain', `Key ${String(number)} is not signed by the key before it`);
    }
    keys.push(key);
  }
  return keys;
}

function statement({ organisation, number, key }: NextKey): Uint8Array {
  return hashFields('ledger-key/v1', organisation, number, key);
}
