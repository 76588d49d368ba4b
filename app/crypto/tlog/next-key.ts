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

function statement({ organisation, number, key }: NextKey): Uint8Array {
  return hashFields('ledger-key/v1', organisation, number, key);
}
