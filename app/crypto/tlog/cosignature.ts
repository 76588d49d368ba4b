import { ed25519 } from '@noble/curves/ed25519.js';
import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { isSignature, readNote, type NoteKeyPair, type NoteSigner, type NoteVerifier } from './note';
import { KEY_TYPES, keyPair, NoteError, readSignerKey, readVerifierKey } from './note-key';

/*
 * Cosignatures of witnesses (C2SP tlog-cosignature, Ed25519): the statement that at this time the checkpoint was the
 * largest state of the ledger that the witness had seen, and that it continued all it had seen before. The signature is
 * eight bytes of time, in seconds, most significant first, and 64 bytes over
 *
 *   cosignature/v1
 *   time <seconds>
 *   text of the checkpoint
 */

const SIGNATURE_BYTES = 72;
const MAX_TIME = Number.MAX_SAFE_INTEGER;

/** Who cosigned, when by its own clock (POSIX seconds), and the line that says so, without its newline. */
export interface Cosignature {
  readonly name: string;
  readonly time: number;
  readonly line: string;
}

/** Makes the key of a witness from 32 random bytes. @param name `works-council.example/w`. @throws NoteError */
export function witnessKeyPair(name: string, seed: Uint8Array): NoteKeyPair {
  return keyPair(name, seed, KEY_TYPES.cosignature);
}

/**
 * What checks the cosignatures of a witness, for `openNote` and `openCheckpoint`.
 * NOT checked: its time, and that what it signed is a checkpoint.
 * @throws NoteError `bad-key`, `bad-name`
 */
export function cosignatureVerifier(vkey: string): NoteVerifier {
  const { name, keyHash, publicKey } = readVerifierKey(vkey, KEY_TYPES.cosignature);
  return {
    name,
    keyHash,
    verify(text, signature) {
      const time = readTime(signature);
      return time !== null && isSignature(signature.subarray(8), signedMessage(time, text), publicKey);
    },
  };
}

/**
 * What cosigns at a time.
 * NOT checked: consistency with what this witness signed before. That is the witness's whole work.
 * @param time POSIX seconds
 * @throws NoteError `bad-key`, `bad-name`; RangeError for no time
 */
export function cosignatureSigner(skey: string, time: number): NoteSigner {
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError('not a number of seconds');
  const { seed, ...key } = readSignerKey(skey, KEY_TYPES.cosignature);
  return {
    ...key,
    sign: (text) => concatBytes(encodeTime(time), ed25519.sign(signedMessage(time, text), seed)),
  };
}

/**
 * The cosignatures of these witnesses on a note, each once.
 * NOT checked: that the ledger itself signed (`openCheckpoint`).
 * @param note attacker-controlled
 * @throws NoteError `malformed`, `bad-text`, `wrong-signature` where one of a known witness is wrong
 */
export function readCosignatures(note: string, witnesses: readonly NoteVerifier[]): Cosignature[] {
  const { text, signatures } = readNote(note);
  const bytes = utf8ToBytes(text);
  const found = new Map<NoteVerifier, Cosignature>();
  for (const { name, hash, signature, line } of signatures) {
    const witness = witnesses.find((known) => known.name === name && known.keyHash === hash);
    if (!witness || found.has(witness)) continue;
    const time = readTime(signature);
    if (time === null || !witness.verify(bytes, signature)) {
      throw new NoteError('wrong-signature', 'A cosignature is not valid');
    }
    found.set(witness, { name, time, line });
  }
  return [...found.values()];
}

function signedMessage(time: number, text: Uint8Array): Uint8Array {
  return concatBytes(utf8ToBytes(`cosignature/v1\ntime ${String(time)}\n`), text);
}

function encodeTime(time: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return bytes;
}

function readTime(signature: Uint8Array): number | null {
  if (signature.length !== SIGNATURE_BYTES) return null;
  const time = new DataView(signature.buffer, signature.byteOffset, signature.length).getBigUint64(0);
  return time <= BigInt(MAX_TIME) ? Number(time) : null;
}
