import { sealStream } from '~/crypto/age/age-file';
import { streamFrom } from '~/crypto/byte-stream';
import type { Manifest } from './manifest';
import { encodeMessageContent, type MessageContent } from './message-content';
import type { KeptChunk } from './outbox';
import { chunked, partStream, type PartHeader } from './sealed-part';

/** A cleaned file as it will be sent. */
export interface FileToSend {
  readonly bytes: Blob;
  readonly name: string;
  readonly mediaType: string;
}

export interface MessageToPack {
  /** Without its list of files, which is made here. */
  readonly content: Omit<MessageContent, 'files'>;
  readonly files: readonly FileToSend[];
  /** Everybody who is to read it; hybrid, all of them. */
  readonly recipients: readonly string[];
}

/** What the manifest says of it, and every chunk once. */
export interface PackedMessage {
  readonly parts: Manifest['parts'];
  readonly chunks: readonly KeptChunk[];
}

const sliceBytes = 1_048_576;

/**
 * Pads and encrypts a message part by part, in bounded memory, and hands over every chunk of ciphertext (protocol 7).
 * @param keep waits until a chunk is kept
 * @param onPacked share of the bytes, 0 to 1
 * @throws ContentError `too-long`, AgeError, what `keep` throws, and DOMException where a file can no longer be read
 */
export async function packMessage(
  { content, files, recipients }: MessageToPack,
  keep: (hash: string, chunk: Uint8Array) => Promise<void>,
  onPacked: (share: number) => void = () => undefined,
): Promise<PackedMessage> {
  const listed = files.map(({ bytes, name, mediaType }, index) => ({
    part: index + 1,
    name,
    mediaType,
    size: bytes.size,
  }));
  const text = encodeMessageContent({ ...content, files: listed });
  const all = files.reduce((sum, { bytes }) => sum + bytes.size, 0) + text.length;
  let done = 0;
  const packed: { size: number; chunks: string[] }[] = [];
  const chunks: KeptChunk[] = [];
  const pack = async (header: PartHeader, body: ReadableStream<Uint8Array> | Uint8Array, size: number) => {
    const sealed = await sealStream(partStream(header, body, size), recipients);
    packed.push(
      await chunked(sealed, async (chunk, hash) => {
        await keep(hash, chunk);
        chunks.push({ hash, size: chunk.length });
      }),
    );
  };
  await pack({ v: 1, type: 'text' }, text, text.length);
  done += text.length;
  onPacked(done / all);
  for (const { bytes, name, mediaType } of files) {
    const body = slicesOf(bytes, (length) => {
      done += length;
      onPacked(done / all);
    });
    await pack({ v: 1, type: 'file', name, mediaType, size: bytes.size }, streamFrom(body), bytes.size);
  }
  return { parts: packed, chunks };
}

/** A file piece by piece; not every browser streams a Blob without reading far ahead. */
async function* slicesOf(file: Blob, onRead: (length: number) => void): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < file.size; at += sliceBytes) {
    const slice = new Uint8Array(await file.slice(at, at + sliceBytes).arrayBuffer());
    onRead(slice.length);
    yield slice;
  }
}
