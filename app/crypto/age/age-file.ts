import { Decrypter, Encrypter } from 'age-encryption';
import { bytesOf, ByteReader, piecesOf, streamFrom, streamOf } from '../byte-stream';
import { AgeError } from './age-error';
import { isHybridRecipient } from './hybrid-key';

/*
 * Files in the age format (C2SP age, v1), by age-encryption. This module adds what a caller has to rely on: recipients of
 * one kind only, a bounded header, coded errors, and sources that are let go of when something fails.
 */

/** What opens a file: a whole identity, or the key of this one file, which a handler may pass on. */
export type Opener = { readonly identity: string } | { readonly fileKey: Uint8Array };

/** Room for about 40 hybrid recipients. Without a limit, a file without a line break would be read into memory whole. */
export const MAX_HEADER_BYTES = 65_536;
const FILE_KEY_BYTES = 16;
const PIECE_BYTES = 65_536;
const VERSION_LINE = 'age-encryption.org/v1\n';

/**
 * Encrypts to all recipients.
 * @param recipients `age1pq1…` all of them; or `age1…` (X25519) all of them
 * @throws AgeError `no-recipients`, `mixed-recipients` (what is encrypted to both kinds is no safer than the weaker one),
 *   `bad-key`
 */
export async function seal(plain: Uint8Array, recipients: readonly string[]): Promise<Uint8Array> {
  return encrypterFor(recipients).encrypt(plain);
}

/** As `seal`, in bounded memory. The answer fails where `plain` fails, with the same error. @throws AgeError */
export async function sealStream(
  plain: ReadableStream<Uint8Array>,
  recipients: readonly string[],
): Promise<ReadableStream<Uint8Array>> {
  return encrypterFor(recipients).encrypt(streamFrom(piecesOf(plain, PIECE_BYTES)));
}

/**
 * Decrypts a whole file.
 * @param ciphertext attacker-controlled; whoever has the recipients can make a file: that somebody in particular did is
 *   NOT checked
 * @throws AgeError `not-for-this-key`; `damaged` (changed, cut short, extended, reordered, not age; a wrong file key too);
 *   `bad-key`
 */
export async function open(ciphertext: Uint8Array, opener: Opener): Promise<Uint8Array> {
  return bytesOf(await openStream(streamOf(ciphertext), opener));
}

/**
 * As `open`, in bounded memory. What arrives has been checked, but that nothing is missing is known only when the stream
 * ends without an error: nothing may be done with a file before.
 * @throws AgeError for what the header shows; what the rest shows fails the answered stream. An error of `ciphertext` is
 *   passed on as it is
 */
export async function openStream(
  ciphertext: ReadableStream<Uint8Array>,
  opener: Opener,
): Promise<ReadableStream<Uint8Array>> {
  const decrypter = decrypterFor(opener);
  const source: Source = { bytes: new ByteReader(ciphertext), failure: null };
  try {
    const header = await readHeader(source);
    const plain = await decrypter.decrypt(streamFrom(remaining(source, header)));
    return streamFrom(checked(plain, source));
  } catch (error) {
    if (!source.failure) await source.bytes.cancel();
    throw asAgeError(error, source);
  }
}

/**
 * The key of one file, which opens this file and no other.
 * @param file all of it, or its beginning with the whole header
 * @returns 16 bytes
 * @throws AgeError as `open`
 */
export async function fileKeyOf(file: Uint8Array, identity: string): Promise<Uint8Array> {
  const decrypter = decrypterFor({ identity });
  try {
    return await decrypter.decryptHeader(file.subarray(0, headerLength(file.subarray(0, MAX_HEADER_BYTES))));
  } catch (error) {
    throw asAgeError(error);
  }
}

interface Source {
  readonly bytes: ByteReader;
  /** What the source itself failed with: nobody damaged a file because a connection broke. */
  failure: { readonly error: unknown } | null;
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0) throw new AgeError('no-recipients', 'A file is encrypted to somebody');
  const hybrid = recipients.filter((recipient) => recipient.startsWith('age1pq1'));
  if (hybrid.length > 0 && hybrid.length < recipients.length) {
    throw new AgeError('mixed-recipients', 'Hybrid recipients stand alone');
  }
  if (!hybrid.every(isHybridRecipient)) throw new AgeError('bad-key', 'Not a hybrid recipient');
  const encrypter = new Encrypter();
  try {
    for (const recipient of new Set(recipients)) {
      // Other kinds begin alike: age1tag1…, age1tagpq1….
      if (hybrid.length === 0 && !/^age1[02-9ac-hj-np-z]{58}$/.test(recipient)) throw new Error('another kind');
      encrypter.addRecipient(recipient);
    }
  } catch {
    throw new AgeError('bad-key', 'Not an age recipient');
  }
  return encrypter;
}

function decrypterFor(opener: Opener): Decrypter {
  const decrypter = new Decrypter();
  if ('fileKey' in opener) {
    const { fileKey } = opener;
    if (fileKey.length !== FILE_KEY_BYTES) throw new AgeError('bad-key', 'The key of a file has 16 bytes');
    decrypter.addIdentity({ unwrapFileKey: () => fileKey });
    return decrypter;
  }
  try {
    decrypter.addIdentity(opener.identity);
  } catch {
    throw new AgeError('bad-key', 'Not an age identity');
  }
  return decrypter;
}

async function readHeader(source: Source): Promise<{ header: Uint8Array; rest: Uint8Array }> {
  const start = new Uint8Array(MAX_HEADER_BYTES);
  let used = 0;
  while (used < start.length) {
    const piece = await next(source, start.length - used);
    if (piece === null) break;
    start.set(piece, used);
    used += piece.length;
    const length = findHeaderEnd(start.subarray(0, used));
    if (length !== null) return { header: start.slice(0, length), rest: start.slice(length, used) };
  }
  throw new AgeError('damaged', 'Not an age file');
}

/** The header as it stands at the beginning of a file. @throws AgeError `damaged` */
function headerLength(start: Uint8Array): number {
  const length = findHeaderEnd(start);
  if (length === null) throw new AgeError('damaged', 'Not an age file');
  return length;
}

/** How long the header is, its last line (`--- MAC`) included; null while that is missing. @throws AgeError `damaged` */
function findHeaderEnd(start: Uint8Array): number | null {
  const text = latin1(start);
  if (!VERSION_LINE.startsWith(text.slice(0, VERSION_LINE.length))) {
    throw new AgeError('damaged', 'Not an age file');
  }
  const mac = text.indexOf('\n--- ');
  const end = mac < 0 ? -1 : text.indexOf('\n', mac + 1);
  return end < 0 ? null : end + 1;
}

/** One character a byte, so that places in the text are places in the bytes. */
function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes);
}

async function next(source: Source, most: number): Promise<Uint8Array | null> {
  try {
    return await source.bytes.some(most);
  } catch (error) {
    source.failure = { error };
    throw error;
  }
}

async function* remaining(
  source: Source,
  { header, rest }: { header: Uint8Array; rest: Uint8Array },
): AsyncGenerator<Uint8Array, void, undefined> {
  let isOver = false;
  try {
    yield header;
    yield rest;
    for (let piece = await next(source, PIECE_BYTES); piece; piece = await next(source, PIECE_BYTES)) yield piece;
    isOver = true;
  } finally {
    if (!isOver && !source.failure) await source.bytes.cancel();
  }
}

async function* checked(
  plain: ReadableStream<Uint8Array>,
  source: Source,
): AsyncGenerator<Uint8Array, void, undefined> {
  try {
    yield* piecesOf(plain, PIECE_BYTES);
  } catch (error) {
    throw asAgeError(error, source);
  }
}

function asAgeError(error: unknown, source?: Source): unknown {
  if (source?.failure) return source.failure.error;
  if (error instanceof AgeError) return error;
  // The library's only words for it. Its tests, and ours with the official vectors, would notice others.
  const isForOthers = error instanceof Error && error.message.startsWith('no identity matched');
  return isForOthers
    ? new AgeError('not-for-this-key', 'The file is not encrypted to this key')
    : new AgeError('damaged', 'The file was changed, cut short or is not an age file');
}
