import { asc, count, desc, inArray, sql } from 'drizzle-orm';
import type { Database } from '~db/database';
import { checkpoint, publication } from '~db/schema/published';
import { cosignature, ledgerContradiction, ledgerWitness } from '~db/schema/published-ledger';
import type { LedgerWitness } from './ledger-witness';

/** A witness with the largest checkpoint that it cosigned. */
export interface WatchingWitness extends LedgerWitness {
  readonly last: { readonly size: number; readonly at: string } | null;
  /** How many checkpoints it cosigned. */
  readonly cosigned: number;
}

/** A checkpoint and who saw it. */
export interface CheckpointLine {
  readonly size: number;
  readonly publication: number;
  /** Of its publication. */
  readonly day: string;
  readonly note: string;
  readonly cosignedBy: readonly { readonly witness: string; readonly at: string }[];
}

export interface Contradiction {
  /** As the ledger's key signed it, with all lines that came with it. */
  readonly note: string;
  /** Names of the witnesses that cosigned it, or nothing. */
  readonly reportedBy: string;
  readonly day: string;
}

/** All witnesses there ever were, in the order in which they came. */
export function ledgerWitnesses(db: Database): Promise<LedgerWitness[]> {
  return db.select().from(ledgerWitness).orderBy(asc(ledgerWitness.addedDay), asc(ledgerWitness.name));
}

/** The same with what each of them saw last. */
export async function watchingWitnesses(db: Database): Promise<WatchingWitness[]> {
  const all = await ledgerWitnesses(db);
  const last = await db
    .selectDistinctOn([cosignature.witness], { ...pick, size: cosignature.size })
    .from(cosignature)
    .orderBy(cosignature.witness, desc(cosignature.size));
  const counts = await db
    .select({ witness: cosignature.witness, cosigned: count() })
    .from(cosignature)
    .groupBy(cosignature.witness);
  return all.map((witness) => {
    const seen = last.find((each) => each.witness === witness.name);
    const cosigned = counts.find((each) => each.witness === witness.name)?.cosigned ?? 0;
    return { ...witness, last: seen ? { size: seen.size, at: seen.at.toISOString() } : null, cosigned };
  });
}

const pick = { witness: cosignature.witness, at: cosignature.witnessedAt };

/** The newest checkpoints, newest first, with who cosigned each. */
export async function newestCheckpoints(db: Database, limit: number): Promise<CheckpointLine[]> {
  const rows = await db
    .select({
      size: checkpoint.size,
      publication: checkpoint.publication,
      note: checkpoint.note,
      day: publication.day,
    })
    .from(checkpoint)
    .innerJoin(publication, sql`${publication.number} = ${checkpoint.publication}`)
    .orderBy(desc(checkpoint.size))
    .limit(limit);
  const sizes = rows.map(({ size }) => size);
  const seen =
    sizes.length === 0
      ? []
      : await db
          .select({ ...pick, size: cosignature.size })
          .from(cosignature)
          .where(inArray(cosignature.size, sizes))
          .orderBy(cosignature.witness);
  return rows.map((row) => ({
    ...row,
    cosignedBy: seen
      .filter(({ size }) => size === row.size)
      .map(({ witness, at }) => ({ witness, at: at.toISOString() })),
  }));
}

/** Everything that was handed in against the ledger and holds, oldest first. */
export function ledgerContradictions(db: Database): Promise<Contradiction[]> {
  return db
    .select({
      note: ledgerContradiction.note,
      reportedBy: ledgerContradiction.reportedBy,
      day: ledgerContradiction.day,
    })
    .from(ledgerContradiction)
    .orderBy(asc(ledgerContradiction.day), asc(ledgerContradiction.digest));
}

/** How many there are: what every page asks. */
export async function contradictionsStanding(db: Database): Promise<number> {
  const [row] = await db.select({ standing: count() }).from(ledgerContradiction);
  return row?.standing ?? 0;
}
