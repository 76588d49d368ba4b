import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { toHex } from '../hash';

/*
 * Keys that sign notes, in the text encodings of C2SP signed-note: `name+hash+base64(type || public key)`, and with
 * `PRIVATE+KEY+` before and the seed instead of the public key where it is secret. The type says what is signed.
 */

/** What a key signs: the text itself, or, as witnesses do, a time and the text (C2SP tlog-cosignature). */
export const KEY_TYPES = { note: 0x01, cosignature: 0x04 } as const;
export type KeyType = (typeof KEY_TYPES)[keyof typeof KEY_TYPES];

/** Why a note or key is not accepted. */
export class NoteError extends Error {
  override readonly name = 'NoteError';
  constructor(
    readonly code: 'bad-name' | 'bad-key' | 'bad-text' | 'malformed' | 'unsigned' | 'wrong-signature',
    message: string,
  ) {
    super(message);
  }
}

/** Both halves of a new key in their text encodings; the first is secret. */
export interface NoteKeyPair {
  /** `PRIVATE+KEY+name+hash+base64` */
  skey: string;
  /** `name+hash+base64` */
  vkey: string;
}

/** What a public key says of itself; the hash is what signature lines name it by. */
export interface VerifierKey {
  readonly name: string;
  /** Eight hexadecimal characters. */
  readonly keyHash: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** Both halves of the key of a seed of 32 bytes. @throws NoteError `bad-name`, `bad-key` */
export function keyPair(name: string, seed: Uint8Array, type: KeyType): NoteKeyPair {
  if (seed.length !== 32) throw new NoteError('bad-key', 'The seed of a key has 32 bytes');
  const publicKey = ed25519.getPublicKey(seed);
  const hash = hashOfKey(checkName(name), publicKey, type);
  return {
    skey: `PRIVATE+KEY+${name}+${hash}+${encodeKey(seed, type)}`,
    vkey: `${name}+${hash}+${encodeKey(publicKey, type)}`,
  };
}

/** Reads `name+hash+base64` of a key of this type. @throws NoteError `bad-key`, `bad-name` */
export function readVerifierKey(vkey: string, type: KeyType): VerifierKey {
  const { name, hash, key } = readKey(vkey, type);
  if (hashOfKey(name, key, type) !== hash) throw new NoteError('bad-key', 'The hash of the key is another');
  return { name, keyHash: hash, publicKey: key };
}

/** What a secret key says, for those who sign. @throws NoteError `bad-key`, `bad-name` */
export function readSignerKey(
  skey: string,
  type: KeyType = KEY_TYPES.note,
): { name: string; keyHash: string; seed: Uint8Array; vkey: string } {
  const prefix = 'PRIVATE+KEY+';
  if (!skey.startsWith(prefix)) throw new NoteError('bad-key', 'Not the text encoding of a signing key');
  const { name, hash, key } = readKey(skey.slice(prefix.length), type);
  const { vkey } = keyPair(name, key, type);
  if (!vkey.startsWith(`${name}+${hash}+`)) throw new NoteError('bad-key', 'The hash of the key is another');
  return { name, keyHash: hash, seed: key, vkey };
}

/** A name that a key may have. @throws NoteError `bad-name` */
export function checkName(name: string): string {
  if (!/^[^\s+\p{C}]+$/u.test(name)) throw new NoteError('bad-name', 'A key name has neither blanks nor plus signs');
  return name;
}

function readKey(encoded: string, type: KeyType): { name: string; hash: string; key: Uint8Array } {
  // The key's own base64 may contain plus signs, the name may not.
  const [, name, hash, text] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(encoded) ?? [];
  if (name === undefined || hash === undefined || text === undefined) {
    throw new NoteError('bad-key', 'Not the text encoding of a key');
  }
  const bytes = decode(text);
  if (bytes.length !== 33 || bytes[0] !== type) throw new NoteError('bad-key', 'Not an Ed25519 key of this type');
  return { name: checkName(name), hash, key: bytes.subarray(1) };
}

function encodeKey(key: Uint8Array, type: KeyType): string {
  return base64.encode(concatBytes(Uint8Array.of(type), key));
}

function hashOfKey(name: string, publicKey: Uint8Array, type: KeyType): string {
  return toHex(sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(type), publicKey)).subarray(0, 4));
}

function decode(encoded: string): Uint8Array {
  try {
    return base64.decode(encoded);
  } catch {
    throw new NoteError('bad-key', 'Not base64');
  }
}
