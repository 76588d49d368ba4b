import { and, asc, desc, gte, lt, sql } from 'drizzle-orm';
import { decodeEntry, EntryError } from '~/crypto/tlog/entry';
import { TILE_WIDTH } from '~/crypto/tlog/tile-path';
import type { Database } from '~db/database';
import { checkpoint, ledgerEntry } from '~db/schema/published';

/** Bytes of one proof: eight coordinates. */
export const proofBytes = 256;

/** The membership proofs of one bundle of entries. */
export interface ProofBundle {
  readonly bytes: Uint8Array;
  /** Whether all of them are there; where one is not, 256 zeros stand for it. */
  readonly complete: boolean;
}

/**
 * The proofs that the entries of a bundle name, in the order of the entries, 256 bytes each (protocol 13).
 * @param bundle.number counted from 0 @param bundle.width how many of its entries, 1 to 256
 * @returns null where the newest checkpoint does not cover all of these entries
 */
export async function proofBundle(
  db: Database,
  { number, width }: { readonly number: number; readonly width: number },
): Promise<ProofBundle | null> {
  const [newest] = await db.select({ size: checkpoint.size }).from(checkpoint).orderBy(desc(checkpoint.size)).limit(1);
  const first = number * TILE_WIDTH;
  if (!newest || first + width > newest.size) return null;
  const entries = await db
    .select({ bytes: ledgerEntry.bytes })
    .from(ledgerEntry)
    .where(and(gte(ledgerEntry.index, first), lt(ledgerEntry.index, first + width)))
    .orderBy(asc(ledgerEntry.index));
  const wanted = entries.flatMap(({ bytes }) => wantedProof(bytes) ?? []);
  const proofs = await storedProofs(db, wanted);
  const bytes = new Uint8Array(wanted.length * proofBytes);
  let complete = true;
  for (const place of wanted.keys()) {
    const proof = proofs.get(place);
    if (proof?.length === proofBytes) bytes.set(proof, place * proofBytes);
    else complete = false;
  }
  return { bytes, complete };
}

/** What a proof is kept under. */
interface WantedProof {
  readonly kind: string;
  readonly id: string;
  readonly nullifier: string;
  readonly n: number;
}

/** The field in which each kind of act names what it is about. */
const subjects: Readonly<Record<string, string>> = {
  signature: 'petition',
  withdrawal: 'petition',
  corroboration: 'summary',
  verdict: 'id',
  witness: 'id',
  support: 'id',
  unit: 'pledge',
  'signer-unit': 'petition',
};

/** Null for an entry that names no proof. What is no entry names none: whoever audits finds it by its leaf. */
function wantedProof(bytes: Uint8Array): WantedProof | null {
  const entry = readEntry(bytes);
  if (!entry) return null;
  const kind = String(entry['kind']);
  const subject = Object.hasOwn(subjects, kind) ? subjects[kind] : undefined;
  if (subject === undefined) return null;
  return { kind, id: String(entry[subject]), nullifier: String(entry['nullifier']), n: Number(entry['n'] ?? 0) };
}

function readEntry(bytes: Uint8Array): Readonly<Record<string, unknown>> | null {
  try {
    return decodeEntry(bytes);
  } catch (error) {
    if (error instanceof EntryError) return null;
    throw error;
  }
}

/** By place in `wanted`. Each is one look into a primary key, whatever the tables hold. */
async function storedProofs(db: Database, wanted: readonly WantedProof[]): Promise<ReadonlyMap<number, Uint8Array>> {
  if (wanted.length === 0) return new Map();
  const rows = await db.execute<{ place: number; proof: Uint8Array | null }>(sql`
    select (w.place - 1)::int as place, coalesce(s.proof, c.proof, h.proof, u.proof) as proof
    from rows from (
      json_to_recordset(${JSON.stringify(wanted)}::json) as (kind text, id text, nullifier text, n int)
    ) with ordinality as w (kind, id, nullifier, n, place)
    left join lateral (
      select proof from published.signature
      where petition_id = w.id and nullifier = decode(w.nullifier, 'hex') and n = w.n limit 1
    ) s on w.kind in ('signature', 'withdrawal')
    left join lateral (
      select proof from published.corroboration
      where summary_id = w.id and nullifier = decode(w.nullifier, 'hex') and n = w.n limit 1
    ) c on w.kind = 'corroboration'
    left join lateral (
      select proof from published.choice
      where kind = w.kind and subject_id = w.id and nullifier = decode(w.nullifier, 'hex') and n = w.n limit 1
    ) h on w.kind in ('verdict', 'witness', 'support', 'sponsor')
    left join lateral (
      select proof from published.disclosed_unit
      where kind = case w.kind when 'unit' then 'witness' else 'signature' end
        and subject_id = w.id and nullifier = decode(w.nullifier, 'hex') limit 1
    ) u on w.kind in ('unit', 'signer-unit')`);
  return new Map(rows.flatMap(({ place, proof }) => (proof ? [[place, proof] as const] : [])));
}
