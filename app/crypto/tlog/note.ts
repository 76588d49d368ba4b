import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { fromHex, toHex } from '../hash';

/*
 * Signed notes with Ed25519 signatures, as C2SP signed-note describes and golang.org/x/mod/sumdb/note does them:
 *
 *   text, ending in a newline
 *   (empty line)
 *   — key-name base64(4 bytes of key hash, 64 bytes of signature)        one or more
 */

const ED25519 = 1;
const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;

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

/** What checks signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyHash: string;
  /** Whether the 64 bytes are this key's signature of the text. */
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** What signs with one key. Ed25519 is deterministic: the same text gives the same note. */
export interface NoteSigner {
  readonly name: string;
  readonly keyHash: string;
  sign(text: Uint8Array): Uint8Array;
}

/** Both halves of a new key in their text encodings; the first is secret. */
export interface NoteKeyPair {
  /** `PRIVATE+KEY+name+hash+base64` */
  skey: string;
  /** `name+hash+base64` */
  vkey: string;
}

/**
 * Makes a key from 32 bytes of seed, which must be random.
 * @param name of whom signs, such as `example.org/ledger`: no blanks, no plus sign
 * @throws NoteError `bad-name`, `bad-key`
 */
export function noteKeyPair(name: string, seed: Uint8Array): NoteKeyPair {
  if (seed.length !== 32) throw new NoteError('bad-key', 'The seed of a key has 32 bytes');
  const publicKey = ed25519.getPublicKey(seed);
  const hash = keyHash(checkName(name), publicKey);
  return {
    skey: `PRIVATE+KEY+${name}+${hash}+${encodeKey(seed)}`,
    vkey: `${name}+${hash}+${encodeKey(publicKey)}`,
  };
}

/** Reads `name+hash+base64`. @throws NoteError `bad-key`, `bad-name` */
export function noteVerifier(vkey: string): NoteVerifier {
  const { name, hash, key } = readKey(vkey);
  if (keyHash(name, key) !== hash) throw new NoteError('bad-key', 'The hash of the key is another');
  return {
    name,
    keyHash: hash,
    verify(text, signature) {
      try {
        // zip215 off: exactly the signatures that RFC 8032 and other implementations accept.
        return ed25519.verify(signature, text, key, { zip215: false });
      } catch {
        return false;
      }
    },
  };
}

/** Reads `PRIVATE+KEY+name+hash+base64`. @throws NoteError `bad-key`, `bad-name` */
export function noteSigner(skey: string): NoteSigner {
  const { seed, ...key } = readSignerKey(skey);
  return { ...key, sign: (text) => ed25519.sign(text, seed) };
}

/** What a secret key says, for those who sign with another implementation. @throws NoteError `bad-key`, `bad-name` */
export function readSignerKey(skey: string): { name: string; keyHash: string; seed: Uint8Array } {
  const prefix = 'PRIVATE+KEY+';
  if (!skey.startsWith(prefix)) throw new NoteError('bad-key', 'Not the text encoding of a signing key');
  const { name, hash, key } = readKey(skey.slice(prefix.length));
  if (keyHash(name, ed25519.getPublicKey(key)) !== hash)
    throw new NoteError('bad-key', 'The hash of the key is another');
  return { name, keyHash: hash, seed: key };
}

/**
 * Signs a text.
 * @param text ends in a newline; no control characters besides newlines
 * @returns the whole note
 * @throws NoteError `bad-text`, `malformed` without a signer
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  const bytes = checkText(text);
  if (signers.length === 0) throw new NoteError('malformed', 'A note is signed by somebody');
  const lines = signers.map((signer) => {
    const signature = concatBytes(fromHex(signer.keyHash), signer.sign(bytes));
    return `— ${checkName(signer.name)} ${base64.encode(signature)}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

/**
 * Opens a note: its text is to be believed only because known keys signed it.
 * Signatures of unknown keys are skipped; a wrong one of a known key refuses the whole note.
 *
 * @param note attacker-controlled
 * @returns the text, with its last newline, and the names of the known keys that signed, each once
 * @throws NoteError `malformed`, `bad-text`, `wrong-signature`, `unsigned` (by no known key)
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): { text: string; signedBy: string[] } {
  if (note.length > MAX_BYTES) throw new NoteError('malformed', 'A note is not that long');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) throw new NoteError('malformed', 'Not a signed note');
  const text = note.slice(0, cut + 1);
  const bytes = checkText(text);
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new NoteError('malformed', 'A note has at most 100 signatures');
  const signedBy = new Map<NoteVerifier, string>();
  for (const line of lines) {
    const { name, hash, signature } = readSignature(line);
    const verifier = verifiers.find((known) => known.name === name && known.keyHash === hash);
    if (!verifier || signedBy.has(verifier)) continue;
    if (!verifier.verify(bytes, signature)) throw new NoteError('wrong-signature', 'A signature is not valid');
    signedBy.set(verifier, name);
  }
  if (signedBy.size === 0) throw new NoteError('unsigned', 'No known key signed the note');
  return { text, signedBy: [...signedBy.values()] };
}

function readSignature(line: string): { name: string; hash: string; signature: Uint8Array } {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new NoteError('malformed', 'Not a signature line');
  const bytes = decode(encoded, 'malformed');
  if (bytes.length < 5) throw new NoteError('malformed', 'A signature is too short');
  return { name: checkName(name), hash: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
}

function readKey(encoded: string): { name: string; hash: string; key: Uint8Array } {
  // The key's own base64 may contain plus signs, the name may not.
  const [, name, hash, text] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/u.exec(encoded) ?? [];
  if (name === undefined || hash === undefined || text === undefined) {
    throw new NoteError('bad-key', 'Not the text encoding of a key');
  }
  const bytes = decode(text, 'bad-key');
  if (bytes.length !== 33 || bytes[0] !== ED25519) throw new NoteError('bad-key', 'Not an Ed25519 key');
  return { name: checkName(name), hash, key: bytes.subarray(1) };
}

function encodeKey(key: Uint8Array): string {
  return base64.encode(concatBytes(Uint8Array.of(ED25519), key));
}

function keyHash(name: string, publicKey: Uint8Array): string {
  return toHex(sha256(concatBytes(utf8ToBytes(`${name}\n`), Uint8Array.of(ED25519), publicKey)).subarray(0, 4));
}

function checkName(name: string): string {
  if (!/^[^\s+\p{C}]+$/u.test(name)) throw new NoteError('bad-name', 'A key name has neither blanks nor plus signs');
  return name;
}

function checkText(text: string): Uint8Array {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!text.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u.test(text)) {
    throw new NoteError('bad-text', 'A signed text ends in a newline and has no other control characters');
  }
  return utf8ToBytes(text);
}

function decode(encoded: string, code: 'malformed' | 'bad-key'): Uint8Array {
  try {
    return base64.decode(encoded);
  } catch {
    throw new NoteError(code, 'Not base64');
  }
}
