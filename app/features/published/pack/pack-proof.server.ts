import { and, asc, gte, lt, sql } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { openCheckpoint } from '~/crypto/tlog/checkpoint';
import { encodeEntry } from '~/crypto/tlog/entry';
import { openTree, type LedgerTree } from '~/crypto/tlog/ledger-tree';
import { noteVerifier } from '~/crypto/tlog/note';
import type { Database } from '~db/database';
import { ledgerEntry } from '~db/schema/published';
import { entryIndex } from '../ledger/entry-index.queries.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { tileBytes } from '../ledger/ledger-files.queries.server';
import type { PublishedRange } from '../petitions/published-ranges.queries.server';
import { proofBytes } from '../public-data/proofs.queries.server';
import type { EditionDocument } from '../registers/edition-document';
import { editionEntry } from '../registers/edition-entry';
import { fromHex } from '~/crypto/hash';
import type { PackFacts } from './pack-facts';

/** How many acts are read at once. */
const pageSize = 1_000;

/** An entry of the ledger that stands alone, with the way to the ledger root (`verifyRange` with one leaf). */
export interface ProvedEntry {
  readonly index: number;
  /** Its very bytes, as text. */
  readonly entry: string;
  /** Hex. */
  readonly proof: readonly string[];
}

/** Acts of one publication, which stand side by side. */
export interface ProvedRange extends PublishedRange {
  readonly proof: readonly string[];
}

/** The ledger under a signed checkpoint, read from the database. @throws NoteError, CheckpointError where it is not signed by one of the keys */
export function ledgerUnder(db: Database, note: string, keys: readonly string[]): LedgerTree {
  const { size, root } = openCheckpoint(note, keys.map(noteVerifier));
  return openTree({ size, root, tile: async (level, number, width) => {
    const bytes = await tileBytes(db, { level, number, width });
    if (!bytes) throw new RangeError('a tile under the checkpoint is not there');
    return bytes;
  } }); // prettier-ignore
}

/** Where the acts of each publication stand, each range with its proof. */
export async function provedRanges(tree: LedgerTree, ranges: readonly PublishedRange[]): Promise<ProvedRange[]> {
  const proved: ProvedRange[] = [];
  for (const range of ranges)
    proved.push({ ...range, proof: (await tree.range(range.first, range.entries)).map(toHex) });
  return proved;
}

/** The entries that say what was signed and from when on: the petition's opening, and its critical mass where it has one. */
export async function petitionEntries(
  db: Database,
  tree: LedgerTree,
  { petition }: PackFacts,
  ranges: readonly PublishedRange[],
): Promise<ProvedEntry[]> {
  const { id, textDigest, register, closes, criticalMass, threshold, opened } = petition;
  const [first] = ranges;
  const entries: LedgerEntry[] = [
    {
      ...{ v: 1, kind: 'petition-opened', petition: id, text: textDigest, register: register ?? 0, closes },
      ...{ criticalMass, threshold: threshold ?? 0, day: opened },
    },
    ...(criticalMass > 0 && first ? [{ v: 1, kind: 'critical-mass', petition: id, day: first.day } as const] : []),
  ];
  return provedEntries(db, tree, entries);
}

/** The entries of editions, by which a group root is in the ledger. */
export function editionEntries(
  db: Database,
  tree: LedgerTree,
  editions: readonly EditionDocument[],
): Promise<ProvedEntry[]> {
  const entries = editions.map(({ register, edition: number, size, live, groupRoot, rosterSize, units, day }) =>
    editionEntry({ registerId: register, number, size, live, groupRoot: fromHex(groupRoot), rosterSize, unitsFile: units, day }),
  ); // prettier-ignore
  return provedEntries(db, tree, entries);
}

/** Entries that a checkpoint covers; what the ledger does not have under it is left out. */
async function provedEntries(db: Database, tree: LedgerTree, entries: readonly LedgerEntry[]): Promise<ProvedEntry[]> {
  const proved: ProvedEntry[] = [];
  for (const entry of entries) {
    const index = await entryIndex(db, entry);
    if (index === null || index >= tree.size) continue;
    const proof = (await tree.range(index, 1)).map(toHex);
    proved.push({ index, entry: new TextDecoder().decode(encodeEntry(entry)), proof });
  }
  return proved;
}

/**
 * The acts of some ranges as they stand in the ledger, one a line, page by page.
 * @param sees told of each edition that an act names
 */
export async function* actLines(
  db: Database,
  ranges: readonly PublishedRange[],
  sees: (edition: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const entries of actPages(db, ranges)) {
    for (const { edition } of entries.map(readAct)) sees(edition);
    yield Buffer.concat(entries.flatMap((bytes) => [bytes, newline]));
  }
}

const newline = Buffer.from('\n');

/** The membership proofs of the same acts in the same order, 256 bytes each; zeros for one that is not there. */
export async function* actProofs(
  db: Database,
  petitionId: string,
  ranges: readonly PublishedRange[],
): AsyncGenerator<Uint8Array> {
  for await (const entries of actPages(db, ranges)) {
    const wanted = JSON.stringify(entries.map(readAct).map(({ nullifier, n }) => ({ nullifier, n })));
    const rows = await db.execute<{ place: number; proof: Uint8Array | null }>(sql`
      select (w.place - 1)::int as place, s.proof
      from rows from (json_to_recordset(${wanted}::json) as (nullifier text, n int)) with ordinality as w (nullifier, n, place)
      join lateral (
        select proof from published.signature
        where petition_id = ${petitionId} and nullifier = decode(w.nullifier, 'hex') and n = w.n limit 1
      ) s on true`);
    const bytes = new Uint8Array(entries.length * proofBytes);
    for (const { place, proof } of rows) if (proof?.length === proofBytes) bytes.set(proof, place * proofBytes);
    yield bytes;
  }
}

async function* actPages(db: Database, ranges: readonly PublishedRange[]): AsyncGenerator<Uint8Array[]> {
  for (const { first, entries } of ranges) {
    for (let from = first; from < first + entries; from += pageSize) {
      const to = Math.min(from + pageSize, first + entries);
      const rows = await db
        .select({ bytes: ledgerEntry.bytes })
        .from(ledgerEntry)
        .where(and(gte(ledgerEntry.index, from), lt(ledgerEntry.index, to)))
        .orderBy(asc(ledgerEntry.index));
      if (rows.length !== to - from) throw new RangeError('an entry under the checkpoint is not there');
      yield rows.map(({ bytes }) => bytes);
    }
  }
}

/** Our own entry, in its one spelling. */
function readAct(bytes: Uint8Array): { nullifier: string; n: number; edition: number } {
  return JSON.parse(Buffer.from(bytes).toString('utf8')) as { nullifier: string; n: number; edition: number };
}
