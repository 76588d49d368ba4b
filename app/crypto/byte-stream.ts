/*
 * Streams of bytes in Node and in browsers, with bounded memory: nothing is read before it is asked for. Not every browser
 * can iterate a stream or make one from a generator, so both are done here.
 */

/** A stream of what the generator yields; empty pieces are left out. Cancelling the stream ends the generator. */
export function streamFrom(pieces: AsyncGenerator<Uint8Array, void, undefined>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const { done, value } = await pieces.next();
          if (done) {
            controller.close();
            return;
          }
          if (value.length > 0) {
            controller.enqueue(value);
            return;
          }
        }
      },
      async cancel() {
        await pieces.return();
      },
    },
    { highWaterMark: 0 },
  );
}

/** A stream of these bytes. */
export function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>({
    start(controller) {
      if (bytes.length > 0) controller.enqueue(bytes);
      controller.close();
    },
  });
}

/** What the stream gives, in pieces of at most `most` bytes. Where the reader stops early, the stream is cancelled. */
export async function* piecesOf(
  stream: ReadableStream<Uint8Array>,
  most: number,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  let isOver = false;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length; at += most) yield value.subarray(at, at + most);
    }
    isOver = true;
  } catch (error) {
    isOver = true;
    throw error;
  } finally {
    if (!isOver) await reader.cancel();
    reader.releaseLock();
  }
}

/** All bytes of a stream in one. Its length is NOT limited here. */
export async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

/** Takes a stream in portions of any wished length. */
export class ByteReader {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  #held: Uint8Array = new Uint8Array();

  constructor(stream: ReadableStream<Uint8Array>) {
    this.#reader = stream.getReader();
  }

  /** The next bytes, as many as have arrived but at most `most`; null at the end of the stream. */
  async some(most: number): Promise<Uint8Array | null> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#reader.read();
      if (done) return null;
      this.#held = value;
    }
    const taken = this.#held.subarray(0, most);
    this.#held = this.#held.subarray(taken.length);
    return taken;
  }

  /** The next `length` bytes; fewer only where the stream ends. */
  async take(length: number): Promise<Uint8Array> {
    const taken = new Uint8Array(length);
    let used = 0;
    while (used < length) {
      const piece = await this.some(length - used);
      if (piece === null) return taken.subarray(0, used);
      taken.set(piece, used);
      used += piece.length;
    }
    return taken;
  }

  /** Lets go of the stream. */
  async cancel(): Promise<void> {
    await this.#reader.cancel();
  }
}
