import { openStream, type Opener } from '~/crypto/age/age-file';
import { piecesOf, streamFrom } from '~/crypto/byte-stream';
import { fileDigest, toHex } from '~/crypto/hash';
import { chunkBytes } from './manifest';
import type { MessageContent } from './message-content';
import { readPart } from './sealed-part';

/** A file of a message: what its text says of it, and where its ciphertext is. */
export interface SealedFile {
  readonly listed: MessageContent['files'][number];
  /** SHA-256 of its chunks in hex, in order: from the message's manifest. */
  readonly chunks: readonly string[];
}

/** A file that is not what its message says. */
export class OpenFileError extends Error {
  override readonly name = 'OpenFileError';
  readonly code = 'damaged';
}

const pieceBytes = 65_536;

/**
 * Fetches and decrypts a file in bounded memory: what is done goes into Blobs, which browsers keep outside the page.
 * @param fetchChunk attacker-controlled: every chunk is compared with its hash
 * @param onOpened share of the file, 0 to 1
 * @returns only once all of it is there and nothing is left over
 * @throws OpenFileError, AgeError, PartError, and what `fetchChunk` throws
 */
export async function openFile(
  { listed, chunks }: SealedFile,
  opener: Opener,
  fetchChunk: (hash: string) => Promise<Uint8Array>,
  onOpened: (share: number) => void = () => undefined,
): Promise<Blob> {
  const plain = await openStream(streamFrom(checkedChunks(chunks, fetchChunk)), opener);
  const { header, body } = await readPart(plain);
  const { name, mediaType, size } = listed;
  const isListed =
    header.type === 'file' && header.name === name && header.mediaType === mediaType && header.size === size;
  if (!isListed) {
    await body.cancel();
    throw new OpenFileError('Another file than the message lists');
  }
  const blobs: Blob[] = [];
  let gathered: Uint8Array<ArrayBuffer>[] = [];
  let [waiting, read] = [0, 0];
  for await (const piece of piecesOf(body, pieceBytes)) {
    // Never written to again, so the Blob's own copy is the only one.
    gathered.push(piece as Uint8Array<ArrayBuffer>);
    waiting += piece.length;
    read += piece.length;
    if (waiting < chunkBytes) continue;
    blobs.push(new Blob(gathered));
    gathered = [];
    waiting = 0;
    onOpened(read / size);
  }
  // A neutral type: whatever somebody sends, no browser shall run or show it by itself.
  return new Blob([...blobs, ...gathered], { type: 'application/octet-stream' });
}

async function* checkedChunks(
  chunks: readonly string[],
  fetchChunk: (hash: string) => Promise<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const hash of chunks) {
    const chunk = await fetchChunk(hash);
    if (toHex(await fileDigest(chunk)) !== hash) throw new OpenFileError('Not the chunk that was asked for');
    yield chunk;
  }
}
