import { isUtf8 } from 'node:buffer';
import { RosterError } from './roster';

const advice = 'Please export it again as “CSV UTF-8”.';

/**
 * Passes the bytes of a file through, without a byte order mark, as long as they are UTF-8.
 * Throws RosterError: `not-utf8` with the line, `not-csv` for a spreadsheet or other binary file.
 * Holds one chunk at a time.
 */
export async function* checkUtf8(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const lines = new LineCounter();
  let tail: Uint8Array = new Uint8Array();
  let started = false;
  for await (const chunk of withWholeStart(chunks)) {
    if (!started) refuseOtherFormats(chunk);
    const body = started ? chunk : withoutMark(chunk);
    started = true;
    const bytes = tail.length > 0 ? Buffer.concat([tail, body]) : body;
    if (!decodes(() => decoder.decode(body, { stream: true }))) throw notUtf8(lines.lineOfFirstError(bytes));
    const whole = bytes.length - unfinishedLength(bytes);
    tail = Buffer.from(bytes.subarray(whole));
    const complete = bytes.subarray(0, whole);
    lines.add(complete);
    if (complete.length > 0) yield complete;
  }
  if (!decodes(() => decoder.decode())) throw notUtf8(lines.lineOfFirstError(tail));
}

/** Chunks, the first of them with at least the four bytes that tell formats apart (or the whole file). */
async function* withWholeStart(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let start: Uint8Array | null = new Uint8Array();
  for await (const chunk of chunks) {
    if (start === null) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < 4) continue;
    yield start;
    start = null;
  }
  if (start !== null && start.length > 0) yield start;
}

function refuseOtherFormats(bytes: Uint8Array): void {
  const starts = (...expected: number[]) => expected.every((byte, index) => bytes[index] === byte);
  if (starts(0xff, 0xfe) || starts(0xfe, 0xff)) {
    throw new RosterError('not-utf8', `the file is UTF-16, not UTF-8. ${advice}`, 1);
  }
  if (starts(0x50, 0x4b, 0x03, 0x04) || starts(0xd0, 0xcf, 0x11, 0xe0)) {
    throw new RosterError('not-csv', `This is a spreadsheet, not a CSV file. ${advice}`);
  }
  if (bytes.subarray(0, 4).includes(0)) {
    throw new RosterError('not-utf8', `the file holds zero bytes, as UTF-16 does, and is not UTF-8. ${advice}`, 1);
  }
}

function withoutMark(bytes: Uint8Array): Uint8Array {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

function decodes(decode: () => string): boolean {
  try {
    decode();
    return true;
  } catch {
    return false;
  }
}

/** How many bytes at the end begin a character that goes on in the next chunk: 0 to 3. The bytes are UTF-8 so far. */
function unfinishedLength(bytes: Uint8Array): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length++) {
    const byte = bytes[bytes.length - length] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return length < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length : 0;
  }
  return 0;
}

function notUtf8(line: number): RosterError {
  return new RosterError('not-utf8', `this line holds bytes that are not UTF-8 (Latin-1, perhaps). ${advice}`, line);
}

/** Counts lines that end in LF, CRLF or CR, as an editor numbers them. */
class LineCounter {
  #finished = 0;
  #endedInReturn = false;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) {
      if (byte === 0x0d || (byte === 0x0a && !this.#endedInReturn)) this.#finished += 1;
      this.#endedInReturn = byte === 0x0d;
    }
  }

  lineOfFirstError(bytes: Uint8Array): number {
    let start = 0;
    for (let index = 0; index < bytes.length; index++) {
      const byte = bytes[index];
      if (byte !== 0x0d && byte !== 0x0a) continue;
      if (!isUtf8(bytes.subarray(start, index))) break;
      this.add(bytes.subarray(start, index + 1));
      start = index + 1;
    }
    return this.#finished + 1;
  }
}
