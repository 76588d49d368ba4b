import { createHash, createPrivateKey, createPublicKey, hkdfSync, verify } from 'node:crypto';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { bech32 } from '@scure/base';
import { describe, expect, it } from 'vitest';
import { fileKeyOf, open } from '~/crypto/age/age-file';
import { isHybridRecipient } from '~/crypto/age/hybrid-key';
import { paddedSize } from '~/crypto/age/padding';
import { bytesOf, streamOf } from '~/crypto/byte-stream';
import { fromHex, toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { concernMessage, concernScope, corroborationMessage, corroborationScope, reduce, type Corroboration } from '~/crypto/semaphore/statement'; // prettier-ignore
import { wordsToEntropy } from '~/crypto/words';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { encodeManifest, parseManifest } from '~/features/anonymous/concerns/manifest';
import { encodeMessageContent, parseMessageContent } from '~/features/anonymous/concerns/message-content';
import { receiptOf } from '~/features/anonymous/concerns/receipt';
import { partStream, readPart } from '~/features/anonymous/concerns/sealed-part';
import { openRequest, signRequest } from '~/features/anonymous/concerns/signed-request';
import { handlerFingerprint, handlerKeys, handlerStatement } from '~/features/published/handlers/handler-key';
import { summaryStatement, summaryTextDigest } from '~/features/published/summaries/summary';
import { hybridPublicKey, readHybridFile } from '~tests/support/other-age';
import vectors from '~tests/vectors/concerns.json';

const { organisation, receipt, handler, padding, text, file, age, manifest, request, summary } = vectors;
const hex = (digits: string) => Buffer.from(digits, 'hex');
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Section 0 of the protocol as a stranger would write it from the page alone. */
function h(...fields: (string | Buffer)[]): string {
  const parts = fields.map((field) => (typeof field === 'string' ? Buffer.from(field, 'utf8') : field));
  return sha256(Buffer.concat(parts.flatMap((part) => [hex(part.length.toString(16).padStart(8, '0')), part])));
}
const says = (...fields: (string | Buffer)[]) => {
  const digest = h(...fields);
  return { digest, reduced: (BigInt(`0x${toHex(keccak_256(fromHex(digest)))}`) >> 8n).toString() };
};
const said = (value: bigint) => ({ digest: toHex(toBytes32(value)), reduced: reduce(value).toString() });

/** The public key of a seed, by OpenSSL. */
function publicKeyOf(seed: string): string {
  const der = Buffer.concat([hex('302e020100300506032b657004220420'), hex(seed)]);
  return createPublicKey(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }))
    .export({ format: 'der', type: 'spki' })
    .subarray(-32)
    .toString('hex');
}

function isSigned(publicKey: string, message: string, signature: Buffer): boolean {
  const der = Buffer.concat([hex('302a300506032b6570032100'), hex(publicKey)]);
  return verify(null, hex(message), createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
}

describe('the vectors of concerns, as a stranger computes them', () => {
  it('derive keys from words', async () => {
    for (const who of [receipt, handler]) {
      const derived = (info: string) => Buffer.from(hkdfSync('sha256', hex(who.entropy), '', info, 32)).toString('hex');
      expect(derived(who.signing.info)).toBe(who.signing.seed);
      expect(publicKeyOf(who.signing.seed)).toBe(who.signing.publicKey);
      expect(derived(who.age.info)).toBe(who.age.seed);
      expect(bech32.encodeFromBytes('AGE-SECRET-KEY-PQ-', hex(who.age.seed)).toUpperCase()).toBe(who.age.identity);
      const publicKey = await hybridPublicKey(hex(who.age.seed));
      expect(bech32.encode('age1pq', bech32.toWords(publicKey), false)).toBe(who.age.recipient);
    }
    const salt = hkdfSync('sha256', hex(receipt.entropy), '', receipt.filing.info, 32);
    expect(Buffer.from(salt).toString('hex')).toBe(receipt.filing.salt);
  });

  it('hash', () => {
    const digest = hex(manifest.digest);
    expect(h('concern-manifest/v1', organisation, manifest.text)).toBe(manifest.digest);
    expect(says('concern/v1', organisation, manifest.day, String(manifest.slot))).toEqual(manifest.scope);
    expect(says('concern-message/v1', digest)).toEqual(manifest.message);
    expect(h('concern-filing/v1', hex(receipt.filing.salt), digest)).toBe(manifest.filing);
    expect(h('handler-key/v1', organisation, hex(handler.signing.publicKey), handler.age.recipient)).toBe(handler.fingerprint); // prettier-ignore
    for (const act of ['added', 'retired'] as const) {
      const { name, by, day, digest: expected, signature } = handler[act];
      expect(h(`handler-${act}/v1`, organisation, hex(handler.fingerprint), name, hex(by), day)).toBe(expected);
      expect(isSigned(handler.signing.publicKey, expected, hex(signature))).toBe(true);
    }
    const { id, title, body, programme, field, textDigest } = summary;
    expect(h('summary-text/v1', title, body)).toBe(textDigest);
    expect(h('summary/v1', organisation, id, programme, field, hex(textDigest))).toBe(summary.statement);
    expect(h('summary/v1', organisation, id, '', '', hex(textDigest))).toBe(summary.ofNoProgramme);
    expect(says('corroborate/v1', organisation, id)).toEqual(summary.scope);
    for (const { choice, n, ...expected } of summary.messages)
      expect(says('corroboration/v1', hex(textDigest), choice, String(n))).toEqual(expected);
  });

  it('sign requests', () => {
    const { request: signed, key, signature } = request.body;
    expect(key).toBe(receipt.signing.publicKey);
    const message = h('request/v1', organisation, request.path, signed);
    expect(isSigned(key, message, Buffer.from(signature, 'base64url'))).toBe(true);
  });

  it('frame and pad', async () => {
    const frame = (header: string, body: Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(Buffer.byteLength(header));
      const used = Buffer.concat([length, Buffer.from(header), body]);
      return Buffer.concat([used, Buffer.alloc(16_384 - used.length)]);
    };
    const words = frame('{"type":"text","v":1}', Buffer.from(text.content));
    expect([words.length, words.subarray(0, 32).toString('hex'), sha256(words)]).toEqual([text.size, text.start, text.sha256]); // prettier-ignore
    const picture = frame(file.header, Buffer.alloc(77, file.bodyByte));
    expect([picture.length, sha256(picture)]).toEqual([file.size, file.sha256]);
    for (const who of [receipt, handler])
      expect((await readHybridFile(Buffer.from(age.file, 'base64'), hex(who.age.seed))).toString()).toBe(age.plain);
  });
});

describe('the vectors of concerns, as the code computes them', () => {
  it('derive keys from words', async () => {
    const mine = await receiptOf(wordsToEntropy(receipt.words));
    expect([toHex(mine.entropy), toHex(mine.concern), mine.identity, mine.recipient, toHex(mine.salt)]).toEqual([receipt.entropy, receipt.signing.publicKey, receipt.age.identity, receipt.age.recipient, receipt.filing.salt]); // prettier-ignore
    const theirs = await handlerKeys(wordsToEntropy(handler.words));
    expect([toHex(theirs.signing.publicKey), theirs.identity, theirs.recipient]).toEqual([handler.signing.publicKey, handler.age.identity, handler.age.recipient]); // prettier-ignore
    expect(handlerFingerprint(organisation, theirs.signing.publicKey, theirs.recipient)).toBe(handler.fingerprint);
    for (const act of ['added', 'retired'] as const) {
      const { name, by, day, digest, signature } = handler[act];
      const statement = handlerStatement({ organisation, act, fingerprint: handler.fingerprint, name, by, day });
      expect([toHex(statement), toHex(theirs.signing.sign(statement))]).toEqual([digest, signature]);
    }
    expect([receipt, handler].map(({ age: { recipient } }) => isHybridRecipient(recipient))).toEqual([true, true]);
  });

  it('hash', () => {
    const digest = manifestDigest(organisation, manifest.text);
    expect(encodeManifest(parseManifest(manifest.text))).toBe(manifest.text);
    expect(toHex(digest)).toBe(manifest.digest);
    expect(said(concernScope(organisation, manifest.day, manifest.slot))).toEqual(manifest.scope);
    expect(said(concernMessage(digest))).toEqual(manifest.message);
    expect(toHex(filingDigest(fromHex(receipt.filing.salt), digest))).toBe(manifest.filing);
    const { id, programme, field } = summary;
    const textDigest = summaryTextDigest(summary);
    expect(toHex(textDigest)).toBe(summary.textDigest);
    expect(toHex(summaryStatement({ organisation, id, programme, field, textDigest }))).toBe(summary.statement);
    expect(toHex(summaryStatement({ organisation, id, programme: null, field: null, textDigest }))).toBe(summary.ofNoProgramme); // prettier-ignore
    expect(said(corroborationScope(organisation, id))).toEqual(summary.scope);
    for (const { choice, n, ...expected } of summary.messages)
      expect(said(corroborationMessage(textDigest, choice as Corroboration, n))).toEqual(expected);
  });

  it('sign and open requests', async () => {
    const { signing } = await receiptOf(fromHex(receipt.entropy));
    const place = { organisation, path: request.path };
    const opened = openRequest(request.body, place);
    expect(toHex(opened.key)).toBe(receipt.signing.publicKey);
    const again = signRequest(signing, { ...place, request: opened.request as { day: string } });
    expect(again).toEqual(request.body);
  });

  it('frame, pad and open', async () => {
    for (const [size, padded] of Object.entries(padding)) expect(paddedSize(Number(size))).toBe(padded);
    const content = new TextEncoder().encode(text.content);
    expect(encodeMessageContent(parseMessageContent(content))).toEqual(content);
    const plain = await bytesOf(partStream({ v: 1, type: 'text' }, content, content.length));
    expect([plain.length, sha256(plain)]).toEqual([text.size, text.sha256]);
    const { header } = await readPart(streamOf(plain));
    expect(header).toEqual({ v: 1, type: 'text' });
    const picture = { v: 1, type: 'file', name: 'Büro 7.jpg', mediaType: 'image/jpeg', size: 77 } as const;
    const filePlain = await bytesOf(partStream(picture, new Uint8Array(77).fill(file.bodyByte), 77));
    expect([filePlain.length, sha256(filePlain)]).toEqual([file.size, file.sha256]);
    const sealed = Uint8Array.from(Buffer.from(age.file, 'base64'));
    for (const {
      age: { identity },
    } of [receipt, handler])
      // prettier-ignore
      expect(new TextDecoder().decode(await open(sealed, { identity }))).toBe(age.plain);
    expect(toHex(await fileKeyOf(sealed, handler.age.identity))).toBe(age.fileKey);
    expect(new TextDecoder().decode(await open(sealed, { fileKey: fromHex(age.fileKey) }))).toBe(age.plain);
  });
});
