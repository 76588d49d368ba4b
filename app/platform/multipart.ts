import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';

type BusboyInstance = InstanceType<typeof Busboy>;

const KiB = 1024;

/** Why a form with a file could not be taken. */
export class MultipartError extends Error {
  override readonly name = 'MultipartError';
  /** `not-a-form`: another content type, or not well formed. `no-file`: the field is missing or was left empty. */
  readonly code: 'not-a-form' | 'no-file' | 'too-large' | 'interrupted';

  constructor(code: MultipartError['code'], cause?: unknown) {
    super(code, { cause });
    this.code = code;
  }
}

export interface FileFieldOptions {
  /** Name of the file field; other files of the form are skipped. */
  readonly field: string;
  /** Largest file, in bytes. */
  readonly maxBytes: number;
}

/**
 * Hands the one file of a multipart form to `consume` while it arrives, without keeping it: the sender waits until what
 * was sent is used up. Where `consume` throws, the rest of the form is read and dropped first, so that a browser
 * which is still sending gets to see the answer. Everything in the request is attacker-controlled; the file's own name
 * and type are not looked at.
 *
 * @param consume is also given the other fields that came before the file, by name
 * @returns what `consume` gives; rejects with what it throws
 * @throws MultipartError
 */
export async function receiveFile<T>(
  request: Request,
  { field, maxBytes }: FileFieldOptions,
  consume: (bytes: AsyncIterable<Uint8Array>, fields: ReadonlyMap<string, string>) => Promise<T>,
): Promise<T> {
  const parser = createParser(request, maxBytes);
  let consumed: Promise<PromiseSettledResult<T>> | null = null;
  let file: Readable | null = null;
  const fields = new Map<string, string>();
  // Without a listener for them, the parser stops at the first field.
  parser.on('field', (name, value) => fields.set(name, value));
  parser.on('file', (name, stream, filename) => {
    // A browser sends an empty file field as a file without a name.
    if (consumed !== null || name !== field || !filename) {
      stream.on('error', () => undefined).resume();
      return;
    }
    file = stream;
    consumed = settle(begin(() => consume(contentOf(stream), fields))).finally(() =>
      stream.on('error', () => undefined).resume(),
    );
  });
  const sent = await settle(pipeline(Readable.fromWeb(request.body as WebStream), parser));
  if (sent.status === 'rejected') (file as Readable | null)?.destroy(interruption(sent.reason));
  const result = await (consumed as Promise<PromiseSettledResult<T>> | null);
  if (result?.status === 'rejected') throw result.reason;
  if (sent.status === 'rejected') throw interruption(sent.reason);
  if (result === null) throw new MultipartError('no-file');
  return result.value;
}

function createParser(request: Request, maxBytes: number): BusboyInstance {
  const contentType = request.headers.get('content-type') ?? '';
  if (request.body === null || !/^multipart\/form-data;/i.test(contentType)) throw new MultipartError('not-a-form');
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: {
        fileSize: maxBytes,
        files: 4,
        fields: 8,
        fieldSize: KiB,
        parts: 16,
        headerPairs: 32,
        headerSize: 8 * KiB,
      },
    });
  } catch (error) {
    throw new MultipartError('not-a-form', error);
  }
}

/** The bytes of a file. Whoever stops early leaves the stream whole, because the parser waits for its end. */
async function* contentOf(stream: BusboyFileStream): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) yield chunk as Uint8Array;
  if (stream.truncated) throw new MultipartError('too-large');
}

function interruption(reason: unknown): MultipartError {
  if (reason instanceof MultipartError) return reason;
  const name = reason instanceof Error ? reason.name : '';
  return new MultipartError(name === 'BodyTooLargeError' ? 'too-large' : 'interrupted', reason);
}

/** What throws at once rejects, as what throws later does. */
async function begin<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}

async function settle<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([promise]);
  return result;
}
