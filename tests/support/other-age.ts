import { createCipheriv, createDecipheriv, createHash, createHmac, createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, hkdfSync, randomBytes } from 'node:crypto'; // prettier-ignore
import { createMlKem768 } from 'mlkem';

/*
 * Another implementation of hybrid age files, written from the specifications (C2SP age; X-Wing,
 * draft-connolly-cfrg-xwing-kem; HPKE, RFC 9180) on OpenSSL and another ML-KEM. It shares no code with what it tests.
 * Whole files in memory, no care for how errors look.
 */

const TAG = 16;
const CHUNK = 65_536;
const ascii = (text: string) => Buffer.from(text, 'latin1');
const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replace(/=+$/, '');

/** Reads a file with the 32 bytes that are behind an `AGE-SECRET-KEY-PQ-1…`. */
export async function readHybridFile(file: Uint8Array, seed: Uint8Array): Promise<Buffer> {
  const bytes = Buffer.from(file);
  const macLine = bytes.indexOf('\n--- ') + 1;
  const end = bytes.indexOf('\n', macLine) + 1;
  const lines = bytes.subarray(0, macLine).toString('latin1').trimEnd().split('\n');
  if (lines[0] !== 'age-encryption.org/v1') throw new Error('not an age file');
  for (let at = 1; at < lines.length; at += 2) {
    const [arrow, type, share] = (lines[at] ?? '').split(' ');
    if (arrow !== '->' || type !== 'mlkem768x25519' || share === undefined)
      throw new Error('another kind of recipient');
    const fileKey = await unwrap(Buffer.from(share, 'base64'), Buffer.from(lines[at + 1] ?? '', 'base64'), seed);
    if (!fileKey) continue;
    const mac = headerMac(fileKey, bytes.subarray(0, macLine + 3));
    if (`--- ${base64(mac)}\n` !== bytes.subarray(macLine, end).toString('latin1')) throw new Error('wrong MAC');
    return readPayload(bytes.subarray(end), fileKey);
  }
  throw new Error('not for this key');
}

/** The 1,216 bytes behind the `age1pq1…` of 32 bytes of seed. */
export async function hybridPublicKey(seed: Uint8Array): Promise<Buffer> {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const [publicKey] = (await createMlKem768()).deriveKeyPair(Uint8Array.from(expanded.subarray(0, 64)));
  return Buffer.concat([publicKey, rawPublic(createPublicKey(privateX25519(expanded.subarray(64))))]);
}

/** Writes a file for one hybrid key. @param publicKey the 1,216 bytes behind an `age1pq1…` */
export async function writeHybridFile(plain: Uint8Array, publicKey: Uint8Array): Promise<Buffer> {
  const fileKey = randomBytes(16);
  const { share, secret } = await encapsulate(publicKey);
  const { key, nonce } = hpke(secret);
  const header = ascii(
    `age-encryption.org/v1\n-> mlkem768x25519 ${base64(share)}\n${base64(encrypt(key, nonce, fileKey))}\n---`,
  );
  const payloadNonce = randomBytes(16);
  const payloadKey = Buffer.from(hkdfSync('sha256', fileKey, payloadNonce, 'payload', 32));
  const chunks = Math.max(1, Math.ceil(plain.length / CHUNK));
  const payload = Array.from({ length: chunks }, (_, index) =>
    encrypt(payloadKey, streamNonce(index, index === chunks - 1), plain.subarray(index * CHUNK, (index + 1) * CHUNK)),
  );
  return Buffer.concat([header, ascii(` ${base64(headerMac(fileKey, header))}\n`), payloadNonce, ...payload]);
}

function readPayload(payload: Buffer, fileKey: Buffer): Buffer {
  const key = Buffer.from(hkdfSync('sha256', fileKey, payload.subarray(0, 16), 'payload', 32));
  const sealed = payload.subarray(16);
  const chunks: Buffer[] = [];
  for (let at = 0, index = 0; at < sealed.length; at += CHUNK + TAG, index += 1) {
    const isLast = at + CHUNK + TAG >= sealed.length;
    chunks.push(decrypt(key, streamNonce(index, isLast), sealed.subarray(at, at + CHUNK + TAG)));
  }
  return Buffer.concat(chunks);
}

function headerMac(fileKey: Buffer, header: Buffer): Buffer {
  return createHmac('sha256', Buffer.from(hkdfSync('sha256', fileKey, '', 'header', 32)))
    .update(header)
    .digest();
}

function streamNonce(index: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

async function unwrap(share: Buffer, body: Buffer, seed: Uint8Array): Promise<Buffer | null> {
  const expanded = createHash('shake256', { outputLength: 96 }).update(seed).digest();
  const kem = await createMlKem768();
  const [, secretKey] = kem.deriveKeyPair(Uint8Array.from(expanded.subarray(0, 64)));
  const ss = kem.decap(Uint8Array.from(share.subarray(0, 1088)), secretKey);
  const own = privateX25519(expanded.subarray(64));
  const ephemeral = share.subarray(1088);
  const shared = diffieHellman({ privateKey: own, publicKey: publicX25519(ephemeral) });
  const { key, nonce } = hpke(combine(ss, shared, ephemeral, rawPublic(createPublicKey(own))));
  try {
    return decrypt(key, nonce, body);
  } catch {
    return null;
  }
}

async function encapsulate(publicKey: Uint8Array): Promise<{ share: Buffer; secret: Buffer }> {
  const [ciphertext, ss] = (await createMlKem768()).encap(publicKey.slice(0, 1184));
  const recipient = Buffer.from(publicKey.subarray(1184));
  const ephemeral = generateKeyPairSync('x25519');
  const shared = diffieHellman({ privateKey: ephemeral.privateKey, publicKey: publicX25519(recipient) });
  const share = rawPublic(ephemeral.publicKey);
  return { share: Buffer.concat([ciphertext, share]), secret: combine(ss, shared, share, recipient) };
}

/** X-Wing's combiner. */
function combine(ss: Uint8Array, shared: Buffer, ciphertext: Buffer, publicKey: Buffer): Buffer {
  return createHash('sha3-256')
    .update(Buffer.concat([ss, shared, ciphertext, publicKey, ascii('\\.//^\\')]))
    .digest();
}

/** RFC 9180, section 5.1, base mode: X-Wing, HKDF-SHA256, ChaCha20Poly1305. */
function hpke(sharedSecret: Buffer): { key: Buffer; nonce: Buffer } {
  const suite = Buffer.concat([ascii('HPKE'), Buffer.from('647a00010003', 'hex')]);
  const extract = (salt: Buffer, label: string, input: Buffer) =>
    createHmac('sha256', salt.length > 0 ? salt : Buffer.alloc(32))
      .update(Buffer.concat([ascii('HPKE-v1'), suite, ascii(label), input]))
      .digest();
  const expand = (prk: Buffer, label: string, info: Buffer, length: number) => {
    const labeled = Buffer.concat([Buffer.from([0, length]), ascii('HPKE-v1'), suite, ascii(label), info]);
    return createHmac('sha256', prk).update(Buffer.concat([labeled, Buffer.from([1])])).digest().subarray(0, length); // prettier-ignore
  };
  const none = Buffer.alloc(0);
  const info = ascii('age-encryption.org/mlkem768x25519');
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(none, 'psk_id_hash', none),
    extract(none, 'info_hash', info),
  ]);
  const secret = extract(sharedSecret, 'secret', none);
  return { key: expand(secret, 'key', context, 32), nonce: expand(secret, 'base_nonce', context, 12) };
}

function encrypt(key: Buffer, nonce: Buffer, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, nonce: Buffer, sealed: Buffer): Buffer {
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: TAG });
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
  return Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG)), decipher.final()]);
}

function privateX25519(raw: Buffer) {
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), raw]);
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
}

function publicX25519(raw: Buffer) {
  return createPublicKey({ key: Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), raw]), format: 'der', type: 'spki' }); // prettier-ignore
}

function rawPublic(key: ReturnType<typeof createPublicKey>): Buffer {
  return key.export({ format: 'der', type: 'spki' }).subarray(-32);
}
