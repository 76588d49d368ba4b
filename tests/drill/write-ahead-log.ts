import type { DrillHouse } from './house';
import { accountsIn, type LoggedPlace, type Subject } from './evidence';
import type { Dump } from './dumps';

const pageBytes = 8192;
const segmentBytes = 16n * 1024n * 1024n;

interface Found {
  /** Place in the log: address of the page, then place in it. */
  readonly page: bigint;
  readonly at: number;
  readonly place: LoggedPlace;
}

/**
 * Where accounts and subjects stand in the write-ahead log, as far as the server still keeps it, in the order in which they
 * were written. Raw bytes are searched, as the server comes without a reader of its log; what is cut by the end of a page is
 * missed. Segments that wait to be used again still hold older pages: each page says where it belongs.
 */
export async function readWriteAheadLog(
  house: Pick<DrillHouse, 'ask' | 'logBegan'>,
  dumps: readonly Dump[],
  subjects: readonly Subject[],
): Promise<{ places: LoggedPlace[]; bytes: number }> {
  const needles = new Map<string, LoggedPlace>();
  for (const [account, person] of accountsIn(dumps)) needles.set(Buffer.from(account).toString('latin1'), { person });
  for (const { id } of subjects) needles.set(Buffer.from(id, 'hex').toString('latin1'), { subject: id });
  const search = searcherOf([...needles.keys()].map((text) => Buffer.from(text, 'latin1')));
  const segments = await house.ask<{ name: string }>(
    `select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$' order by name`,
  );
  const found: Found[] = [];
  let bytes = 0;
  for (const { name } of segments) {
    // Others share the database server: segments whose pages are older than the drill hold nothing of it.
    const [head] = await house.ask<{ page: Uint8Array }>(
      `select pg_read_binary_file('pg_wal/${name}', 8, 8, true) as page`,
    );
    const first = Buffer.from(head?.page ?? []);
    if (first.length < 8 || first.readBigUInt64LE() + segmentBytes <= house.logBegan) continue;
    const [row] = await house.ask<{ content: Uint8Array }>(
      `select pg_read_binary_file('pg_wal/${name}', true) as content`,
    );
    const content = Buffer.from(row?.content ?? []);
    bytes += content.length;
    search(content, (at, text) => {
      const place = needles.get(text);
      const start = at - (at % pageBytes);
      if (place) found.push({ page: content.readBigUInt64LE(start + 8), at: at % pageBytes, place });
    });
  }
  found.sort((one, other) => (one.page === other.page ? one.at - other.at : one.page < other.page ? -1 : 1));
  return { places: found.map(({ place }) => place), bytes };
}

/** Finds every occurrence of any of the needles (at least 4 bytes each) in one pass. */
function searcherOf(needles: readonly Buffer[]): (content: Buffer, each: (at: number, text: string) => void) => void {
  const byStart = new Map<number, Buffer[]>();
  const starts = new Uint8Array(65_536);
  for (const needle of needles) {
    const start = needle.readUInt32LE(0);
    byStart.set(start, [...(byStart.get(start) ?? []), needle]);
    starts[start & 0xffff] = 1;
  }
  return (content, each) => {
    for (let at = 0; at + 4 <= content.length; at += 1) {
      if (starts[(content[at] ?? 0) | ((content[at + 1] ?? 0) << 8)] === 0) continue;
      for (const needle of byStart.get(content.readUInt32LE(at)) ?? []) {
        if (content.compare(needle, 0, needle.length, at, Math.min(at + needle.length, content.length)) === 0)
          each(at, needle.toString('latin1'));
      }
    }
  };
}
