import { z } from 'zod';
import { paddedSize } from '~/crypto/age/padding';
import { ByteReader } from '~/crypto/byte-stream';
import { wings } from '../database';
import { BackupError } from './backup-error';

/*
 * What is inside of one encrypted file: frames of `u8 sort || u32 length || bytes`, most significant byte first, then zeros up
 * to a padded size, so that whoever stores it does not read from its length how much waits.
 *
 *   header, then for each table: table, rows (any number of times), counted; then end.
 */
const sorts = { header: 1, table: 2, rows: 3, counted: 4, end: 5 } as const;
const HEAD_BYTES = 5;
/** No frame is longer: a file cannot make its reader take more memory. */
const MAX_FRAME_BYTES = 1024 * 1024;
const ZEROS = new Uint8Array(65_536);

const header = z.strictObject({
  format: z.literal('round-robin/backup-wing/v1'),
  backup: z.string(),
  wing: z.enum(wings),
});
export type WingHeader = z.infer<typeof header>;

const tableHeader = z.strictObject({ table: z.string(), columns: z.array(z.string()) });
const counted = z.strictObject({ rows: z.number().int().nonnegative() });

/** One table of a wing's file, while it is written. */
export interface WrittenTable {
  readonly table: string;
  readonly columns: readonly string[];
  /** PostgreSQL's binary COPY format. */
  readonly pieces: AsyncIterable<Uint8Array>;
  readonly rows: () => number;
}

/** The bytes of one wing's file before they are encrypted. */
export async function* writeWingFile(
  head: WingHeader,
  tables: AsyncIterable<WrittenTable>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let size = 0;
  const count = (bytes: Uint8Array) => {
    size += bytes.length;
    return bytes;
  };
  yield count(frame(sorts.header, json(head)));
  for await (const { table, columns, pieces, rows } of tables) {
    yield count(frame(sorts.table, json({ table, columns })));
    for await (const piece of gathered(pieces)) yield count(frame(sorts.rows, piece));
    yield count(frame(sorts.counted, json({ rows: rows() })));
  }
  yield count(frame(sorts.end, new Uint8Array()));
  for (let rest = paddedSize(size) - size; rest > 0; rest -= ZEROS.length) yield ZEROS.subarray(0, rest);
}

/** One table of a wing's file, while it is read. `pieces` must be read to their end before anything else. */
export interface ReadTable {
  readonly table: string;
  readonly columns: readonly string[];
  readonly pieces: AsyncGenerator<Uint8Array, void, undefined>;
  /** How many rows the file says there are; known once `pieces` are at their end. */
  readonly rows: () => number;
}

/**
 * Reads what `writeWingFile` wrote; gives its header and then table for table.
 * @throws BackupError `wrong-file` for anything else, what follows the end included
 */
export async function readWingFile(
  bytes: ReadableStream<Uint8Array>,
): Promise<{ header: WingHeader; tables: AsyncGenerator<ReadTable, void, undefined> }> {
  const reader = new ByteReader(bytes);
  return { header: parse(header, await readFrame(reader, [sorts.header])), tables: readTables(reader) };
}

async function* readTables(reader: ByteReader): AsyncGenerator<ReadTable, void, undefined> {
  for (;;) {
    const next = await readFrame(reader, [sorts.table, sorts.end]);
    if (next.sort === sorts.end) break;
    let rows: number | null = null;
    const pieces = async function* () {
      for (;;) {
        const piece = await readFrame(reader, [sorts.rows, sorts.counted]);
        if (piece.sort === sorts.counted) {
          rows = parse(counted, piece).rows;
          return;
        }
        yield piece.bytes;
      }
    };
    yield {
      ...parse(tableHeader, next),
      pieces: pieces(),
      rows: () => {
        if (rows === null) throw new BackupError('wrong-file', 'a table was not read to its end');
        return rows;
      },
    };
  }
  for (let rest = await reader.some(ZEROS.length); rest; rest = await reader.some(ZEROS.length)) {
    if (rest.some((byte) => byte !== 0)) throw new BackupError('wrong-file', 'something follows the end of the file');
  }
}

interface Frame {
  readonly sort: number;
  readonly bytes: Uint8Array;
}

async function readFrame(reader: ByteReader, allowed: readonly number[]): Promise<Frame> {
  const head = await reader.take(HEAD_BYTES);
  if (head.length < HEAD_BYTES) throw new BackupError('wrong-file', 'the file ends too early');
  const view = new DataView(head.buffer, head.byteOffset);
  const [sort, length] = [view.getUint8(0), view.getUint32(1)];
  if (!allowed.includes(sort) || length > MAX_FRAME_BYTES)
    throw new BackupError('wrong-file', 'the file holds something else than a wing of a backup');
  const bytes = await reader.take(length);
  if (bytes.length < length) throw new BackupError('wrong-file', 'the file ends too early');
  return { sort, bytes };
}

function frame(sort: number, bytes: Uint8Array): Uint8Array {
  const framed = new Uint8Array(HEAD_BYTES + bytes.length);
  const view = new DataView(framed.buffer);
  view.setUint8(0, sort);
  view.setUint32(1, bytes.length);
  framed.set(bytes, HEAD_BYTES);
  return framed;
}

/** PostgreSQL gives row by row: some hundred bytes, or a piece of a file of many megabytes. */
async function* gathered(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let held: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < ZEROS.length) continue;
    yield* cut(Buffer.concat(held));
    held = [];
    size = 0;
  }
  if (size > 0) yield* cut(Buffer.concat(held));
}

function* cut(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += MAX_FRAME_BYTES) yield bytes.subarray(at, at + MAX_FRAME_BYTES);
}

const json = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

function parse<T>(type: z.ZodType<T>, { bytes }: Frame): T {
  try {
    return type.parse(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    throw new BackupError('wrong-file', 'the file holds something else than a wing of a backup');
  }
}
