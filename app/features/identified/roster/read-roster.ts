import { CsvError, parse } from 'csv-parse';
import { parse as parseAtOnce } from 'csv-parse/sync';
import { pipeline, Readable } from 'node:stream';
import { checkUtf8 } from './check-utf8';
import { maxRosterRows, RosterError, type RosterLine } from './roster';
import { findColumns, type RosterColumns } from './roster-columns';
import { isBlankRecord, readRow, type RowRules } from './roster-row';

const delimiters = [',', ';', '\t'] as const;
type Delimiter = (typeof delimiters)[number];

/** Longest record. An unclosed quote would otherwise swallow the rest of the file. */
const maxRecordBytes = 64 * 1024;

/**
 * Reads a roster file (CSV, UTF-8) line by line: each person, or refusal in words, with its first line number.
 * Columns are found by their names; comma, semicolon or tab by which of them separates those names. Blank lines are
 * left out. Throws RosterError for what is wrong with the file as a whole: `empty-file`, `not-utf8`, `not-csv`,
 * `unknown-header`, `malformed`, `too-many-rows`. An attacker controls every byte; memory is bounded by chunk and
 * record, not by the file. Not checked here: duplicates, and what the roster holds already.
 */
export async function* readRoster(bytes: AsyncIterable<Uint8Array>, rules: RowRules): AsyncGenerator<RosterLine> {
  const { head, lineOfHeader, delimiter, rest } = await splitHeader(checkUtf8(bytes));
  let columns: RosterColumns | null = null;
  let rows = 0;
  for await (const { line, record } of readRecords(joined(head, rest), delimiter, lineOfHeader)) {
    if (isBlankRecord(record)) continue;
    if (columns === null) {
      columns = findColumns(record, line);
      continue;
    }
    rows += 1;
    if (rows > maxRosterRows)
      throw new RosterError('too-many-rows', `more than ${String(maxRosterRows)} people.`, line);
    yield { line, row: readRow(record, columns, rules) };
  }
  if (rows === 0) throw new RosterError('empty-file', 'There is nobody in this file: no line follows the header.');
}

interface Header {
  /** The file from the header on, as far as it has been read. */
  readonly head: Buffer;
  readonly lineOfHeader: number;
  readonly delimiter: Delimiter;
  readonly rest: AsyncIterator<Uint8Array>;
}

/** Reads up to the end of the first record that is not blank, and finds out what separates its columns. */
async function splitHeader(chunks: AsyncIterable<Uint8Array>): Promise<Header> {
  const rest = chunks[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let atEnd = false;
  while (!atEnd) {
    const next = await rest.next();
    if (next.done) atEnd = true;
    else head = Buffer.concat([head, next.value]);
    // The header cannot end before a line does.
    if (!next.done && head.length <= maxRecordBytes && !/[\r\n]/.test(Buffer.from(next.value).toString('latin1')))
      continue;
    const text = head.toString('utf8');
    const lead = /^(?:sep=(.)(?:\r\n|\n|\r))?(?:[\s,;]*(?:\r\n|\n|\r))?/.exec(text);
    const start = lead?.[0] ?? '';
    const lineOfHeader = countBreaks(start) + 1;
    const header = firstRecord(text.slice(start.length), atEnd);
    if (header !== null) {
      if (header.trim() === '') throw new RosterError('empty-file', 'The file is empty.');
      const named = delimiters.find((each) => each === lead?.[1]);
      const delimiter = named ?? detectDelimiter(header, lineOfHeader);
      return { head: head.subarray(Buffer.byteLength(start)), lineOfHeader, delimiter, rest };
    }
    if (head.length > maxRecordBytes) throw tooLong(lineOfHeader);
  }
  throw new RosterError('empty-file', 'The file is empty.');
}

/** Text up to the first line break outside quotes, or null where it does not end yet. */
function firstRecord(text: string, atEnd: boolean): string | null {
  let quoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text[index];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) return text.slice(0, index);
  }
  return atEnd ? text : null;
}

/** The separator under which the header names our columns; where none does, the one that occurs most, for its error. */
function detectDelimiter(header: string, line: number): Delimiter {
  const attempts = delimiters.map((delimiter) => {
    const cells = splitRecord(header, delimiter);
    return { delimiter, width: cells.length, known: isKnownHeader(cells, line) };
  });
  attempts.sort((one, other) => Number(other.known) - Number(one.known) || other.width - one.width);
  return attempts[0]?.delimiter ?? ',';
}

function isKnownHeader(cells: readonly string[], line: number): boolean {
  try {
    findColumns(cells, line);
    return true;
  } catch {
    return false;
  }
}

const csvOptions = (delimiter: Delimiter) => ({
  delimiter,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  relax_quotes: true,
  max_record_size: maxRecordBytes,
});

function splitRecord(text: string, delimiter: Delimiter): readonly string[] {
  try {
    const [record] = parseAtOnce(text, csvOptions(delimiter));
    return record ?? [];
  } catch {
    return [];
  }
}

interface CsvRecord {
  readonly line: number;
  readonly record: readonly string[];
}

async function* readRecords(bytes: AsyncIterable<Uint8Array>, delimiter: Delimiter, firstLine: number) {
  // Counted as records are parsed, not as they are read: an error drops what waits between.
  let line = firstLine;
  const onRecord = (record: string[]): CsvRecord => {
    const numbered = { line, record };
    line += 1;
    for (const value of record) line += countBreaks(value);
    return numbered;
  };
  // Both ends are destroyed when either fails, or when the reader stops early; errors surface in the loop below.
  const parser = pipeline(
    Readable.from(bytes),
    parse({ ...csvOptions(delimiter), on_record: onRecord as unknown as (record: string[]) => string[] }),
    () => undefined,
  );
  try {
    for await (const record of parser as AsyncIterable<CsvRecord>) yield record;
  } catch (error) {
    throw error instanceof CsvError ? malformed(error, line) : error;
  }
}

function malformed(error: CsvError, line: number): RosterError {
  if (error.code === 'CSV_MAX_RECORD_SIZE') return tooLong(line);
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return new RosterError('malformed', 'a quotation mark is opened here and never closed.', line);
  }
  return new RosterError('malformed', 'this line cannot be read as CSV.', line);
}

function tooLong(line: number): RosterError {
  return new RosterError(
    'malformed',
    'a line longer than 64 KB begins here. Perhaps a quotation mark is opened and not closed.',
    line,
  );
}

function countBreaks(text: string): number {
  if (!text.includes('\n') && !text.includes('\r')) return 0;
  return text.match(/\r\n|\n|\r/g)?.length ?? 0;
}

async function* joined(head: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head.length > 0) yield head;
  for (;;) {
    const next = await rest.next();
    if (next.done) return;
    yield next.value;
  }
}
