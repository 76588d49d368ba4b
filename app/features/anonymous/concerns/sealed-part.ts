import { z } from 'zod';
import { paddedSize } from '~/crypto/age/padding';
import { ByteReader, piecesOf, streamFrom, streamOf } from '~/crypto/byte-stream';
import { decodeCanonicalJson, encodeCanonicalJson } from '~/crypto/canonical-json';
import { fileDigest, toHex } from '~/crypto/hash';
import { chunkBytes, maxTextPartBytes } from './manifest';
import { sealedFile } from './message-content';

/*
 * What is inside the ciphertext of a part (protocol 7):
 *
 *   u32 big endian: length of the header || header, canonical JSON || body || zeros up to `paddedSize`
 */

const maxHeaderBytes = 4_096;
const pieceBytes = 65_536;

const partHeader = z.discriminatedUnion('type', [
  z.strictObject({ v: z.literal(1), type: z.literal('text') }),
  z.strictObject({ v: z.literal(1), type: z.literal('file'), ...sealedFile }),
]);

/** What a part is. The text says nothing of its length: it ends where the zeros begin. */
export type PartHeader = Readonly<z.infer<typeof partHeader>>;

/** Content of a part that is not as it should be. */
export class PartError extends Error {
  override readonly name = 'PartError';
  constructor(readonly code: 'malformed' | 'wrong-size') {
    super(`Not the content of a part: ${code}`);
  }
}

/**
 * The padded content of a part, ready to be sealed.
 * @param size length of `body` in bytes
 * @throws PartError; where `body` turns out longer or shorter than `size`, the stream fails with `wrong-size`
 */
export function partStream(
  header: PartHeader,
  body: ReadableStream<Uint8Array> | Uint8Array,
  size: number,
): ReadableStream<Uint8Array> {
  const start = startOf(header);
  if (header.type === 'file' && header.size !== size) throw new PartError('wrong-size');
  const stream = body instanceof Uint8Array ? streamOf(body) : body;
  return streamFrom(padded(start, stream, size, header.type));
}

/**
 * Reads the content of a part from what was decrypted.
 * @param plain attacker-controlled: whoever wrote to us
 * @returns what it is, and its body. A file's body ends without an error only if nothing is missing and what follows it is
 *   zeros up to the padded size, and nothing else: before that, nothing may be done with it
 * @throws PartError, or what `plain` fails with
 */
export async function readPart(
  plain: ReadableStream<Uint8Array>,
): Promise<{ header: PartHeader; body: ReadableStream<Uint8Array> }> {
  const reader = new ByteReader(plain);
  try {
    const { header, startBytes } = await readHeader(reader);
    const body =
      header.type === 'file'
        ? streamFrom(fileBody(reader, header.size, startBytes))
        : streamOf(await textBody(reader, startBytes));
    return { header, body };
  } catch (error) {
    if (error instanceof PartError) await reader.cancel();
    throw error;
  }
}

/**
 * Cuts ciphertext into chunks and hands over one after the other, waiting each time.
 * @returns what the manifest says of this part
 */
export async function chunked(
  ciphertext: ReadableStream<Uint8Array>,
  each: (chunk: Uint8Array, hash: string) => Promise<void>,
): Promise<{ size: number; chunks: string[] }> {
  const reader = new ByteReader(ciphertext);
  const chunks: string[] = [];
  let size = 0;
  try {
    for (let chunk = await reader.take(chunkBytes); chunk.length > 0; chunk = await reader.take(chunkBytes)) {
      const hash = toHex(await fileDigest(chunk));
      await each(chunk, hash);
      chunks.push(hash);
      size += chunk.length;
    }
    return { size, chunks };
  } catch (error) {
    await reader.cancel().catch(() => undefined);
    throw error;
  }
}

function startOf(header: PartHeader): Uint8Array {
  const checked = partHeader.safeParse(header);
  if (!checked.success) throw new PartError('malformed');
  const json = new TextEncoder().encode(encodeCanonicalJson(checked.data));
  const start = new Uint8Array(4 + json.length);
  new DataView(start.buffer).setUint32(0, json.length, false);
  start.set(json, 4);
  return start;
}

async function* padded(
  start: Uint8Array,
  body: ReadableStream<Uint8Array>,
  size: number,
  type: PartHeader['type'],
): AsyncGenerator<Uint8Array, void, undefined> {
  yield start;
  let [given, last] = [0, 0];
  for await (const piece of piecesOf(body, pieceBytes)) {
    given += piece.length;
    last = piece.at(-1) ?? last;
    if (given > size) throw new PartError('wrong-size');
    yield piece;
  }
  // A text that ended in a zero could not be told from its padding.
  if (given !== size || (type === 'text' && last === 0)) throw new PartError('wrong-size');
  const used = start.length + size;
  for (let left = paddedSize(used) - used; left > 0; left -= pieceBytes)
    yield new Uint8Array(Math.min(left, pieceBytes));
}

async function readHeader(reader: ByteReader): Promise<{ header: PartHeader; startBytes: number }> {
  const prefix = await reader.take(4);
  if (prefix.length < 4) throw new PartError('malformed');
  const length = new DataView(prefix.buffer, prefix.byteOffset).getUint32(0, false);
  if (length > maxHeaderBytes) throw new PartError('malformed');
  const bytes = await reader.take(length);
  if (bytes.length < length) throw new PartError('malformed');
  const checked = partHeader.safeParse(jsonOf(bytes));
  if (!checked.success) throw new PartError('malformed');
  return { header: checked.data, startBytes: 4 + length };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return decodeCanonicalJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new PartError('malformed');
  }
}

async function* fileBody(
  reader: ByteReader,
  size: number,
  startBytes: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  let isOver = false;
  try {
    for (let left = size; left > 0;) {
      const piece = await reader.some(Math.min(left, pieceBytes));
      if (piece === null) throw new PartError('wrong-size');
      left -= piece.length;
      yield piece;
    }
    let zeros = paddedSize(startBytes + size) - startBytes - size;
    for (let piece = await reader.some(pieceBytes); piece; piece = await reader.some(pieceBytes)) {
      zeros -= piece.length;
      if (zeros < 0 || piece.some((byte) => byte !== 0)) throw new PartError('wrong-size');
    }
    if (zeros > 0) throw new PartError('wrong-size');
    isOver = true;
  } finally {
    if (!isOver) await reader.cancel().catch(() => undefined);
  }
}

async function textBody(reader: ByteReader, startBytes: number): Promise<Uint8Array> {
  const rest = await reader.take(maxTextPartBytes);
  const size = rest.findLastIndex((byte) => byte !== 0) + 1;
  const isWhole = (await reader.some(1)) === null && rest.length === paddedSize(startBytes + size) - startBytes;
  if (!isWhole || size === 0) throw new PartError('wrong-size');
  return rest.slice(0, size);
}
