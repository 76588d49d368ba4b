import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64 } from '@scure/base';
import { fromHex, toHex } from '../hash';
import { checkName, KEY_TYPES, keyPair, NoteError, readSignerKey, readVerifierKey, type NoteKeyPair } from './note-key';

export { NoteError, readSignerKey, type NoteKeyPair } from './note-key';

/*
 * Signed notes with Ed25519 signatures, as C2SP signed-note describes and golang.org/x/mod/sumdb/note does them:
 *
 *   text, ending in a newline
 *   (empty line)
 *   — key-name base64(4 bytes of key hash, signature)        one or more
 */

const MAX_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_LINE = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/;

/** What checks signatures of one key. */
export interface NoteVerifier {
  readonly name: string;
  readonly keyHash: string;
  /** Whether the bytes are this key's signature of the text: 64, or 72 of a witness. */
  verify(text: Uint8Array, signature: Uint8Array): boolean;
}

/** What signs with one key. Ed25519 is deterministic: the same text gives the same note. */
export interface NoteSigner {
  readonly name: string;
  readonly keyHash: string;
  /** The public half. */
  readonly vkey: string;
  sign(text: Uint8Array): Uint8Array;
}

/** A line below the text of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Key hash, eight hexadecimal characters. */
  readonly hash: string;
  readonly signature: Uint8Array;
  /** The whole line, without its newline. */
  readonly line: string;
}

/**
 * Makes a key from 32 bytes of seed, which must be random.
 * @param name of whom signs, such as `example.org/ledger`: no blanks, no plus sign
 * @throws NoteError `bad-name`, `bad-key`
 */
export function noteKeyPair(name: string, seed: Uint8Array): NoteKeyPair {
  return keyPair(name, seed, KEY_TYPES.note);
}

/** Reads `name+hash+base64`. @throws NoteError `bad-key`, `bad-name` */
export function noteVerifier(vkey: string): NoteVerifier {
  const { name, keyHash, publicKey } = readVerifierKey(vkey, KEY_TYPES.note);
  return { name, keyHash, verify: (text, signature) => isSignature(signature, text, publicKey) };
}

/** Reads `PRIVATE+KEY+name+hash+base64`. @throws NoteError `bad-key`, `bad-name` */
export function noteSigner(skey: string): NoteSigner {
  const { seed, ...key } = readSignerKey(skey);
  return { ...key, sign: (text) => ed25519.sign(text, seed) };
}

/** Whether it is an Ed25519 signature, exactly as RFC 8032 and other implementations accept them. */
export function isSignature(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
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
  const { text, signatures } = readNote(note);
  const bytes = utf8ToBytes(text);
  const signedBy = new Map<NoteVerifier, string>();
  for (const { name, hash, signature } of signatures) {
    const verifier = verifiers.find((known) => known.name === name && known.keyHash === hash);
    if (!verifier || signedBy.has(verifier)) continue;
    if (!verifier.verify(bytes, signature)) throw new NoteError('wrong-signature', 'A signature is not valid');
    signedBy.set(verifier, name);
  }
  if (signedBy.size === 0) throw new NoteError('unsigned', 'No known key signed the note');
  return { text, signedBy: [...signedBy.values()] };
}

/**
 * Takes a note apart. NOT checked: any signature.
 * @param note attacker-controlled
 * @throws NoteError `malformed`, `bad-text`, `bad-name`
 */
export function readNote(note: string): { text: string; signatures: NoteSignature[] } {
  if (note.length > MAX_BYTES) throw new NoteError('malformed', 'A note is not that long');
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0 || !note.endsWith('\n')) throw new NoteError('malformed', 'Not a signed note');
  const text = note.slice(0, cut + 1);
  checkText(text);
  const lines = note.slice(cut + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw new NoteError('malformed', 'A note has at most 100 signatures');
  return { text, signatures: lines.map(readSignature) };
}

function readSignature(line: string): NoteSignature {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw new NoteError('malformed', 'Not a signature line');
  const bytes = decode(encoded);
  if (bytes.length < 5) throw new NoteError('malformed', 'A signature is too short');
  return { name: checkName(name), hash: toHex(bytes.subarray(0, 4)), signature: bytes.subarray(4), line };
}

function checkText(text: string): Uint8Array {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  if (!text.endsWith('\n') || /[\u0000-\u0009\u000b-\u001f\p{Surrogate}]/u.test(text)) {
    throw new NoteError('bad-text', 'A signed text ends in a newline and has no other control characters');
  }
  return utf8ToBytes(text);
}

function decode(encoded: string): Uint8Array {
  try {
    return base64.decode(encoded);
  } catch {
    throw new NoteError('malformed', 'Not base64');
  }
}
