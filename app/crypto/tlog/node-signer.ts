import { createPrivateKey, sign } from 'node:crypto';
import { concatBytes } from '@noble/hashes/utils.js';
import { fromHex } from '../hash';
import { readSignerKey, type NoteSigner } from './note';

/** What PKCS #8 puts before the 32 bytes of an Ed25519 seed (RFC 8410). */
const PKCS8_PREFIX = fromHex('302e020100300506032b657004220420');

/**
 * `noteSigner` for servers: the same notes, ten times as fast, as Node's own Ed25519 signs. A receipt is signed for every
 * accepted signature, so this counts.
 * @throws NoteError `bad-key`, `bad-name`
 */
export function nodeNoteSigner(skey: string): NoteSigner {
  const { seed, ...names } = readSignerKey(skey);
  const der = Buffer.from(concatBytes(PKCS8_PREFIX, seed));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return { ...names, sign: (text) => new Uint8Array(sign(null, text, key)) };
}
