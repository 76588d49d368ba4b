import { and, asc, eq } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { statementRevision } from '~db/schema/published-statements';
import { changedParts, partsSaid, type ChangedPart, type StatementPart } from './statement-parts';
import type { StatementKind } from './statement';
import { revisionsOf } from './statements.queries.server';

/** A revision as its page tells it: what it says for the first, what it changes for each later one. */
export interface ToldRevision {
  readonly revision: number;
  readonly authorName: string;
  readonly reason: string;
  readonly day: string;
  /** Hex; as the ledger has it. */
  readonly digest: string;
  /** Only of the first: what it said. */
  readonly said: readonly StatementPart[];
  /** Of each later one; null where it was not compared. */
  readonly changes: readonly ChangedPart[] | null;
}

/** Revisions that are compared for one page, each with the one before: comparing takes some time. */
export const comparedAtOnce = 10;

/**
 * Everything that a statement ever said, newest first; empty where there is none.
 * @param upTo the last of those that are compared; null for the newest
 */
export async function statementHistory(
  db: Database,
  kind: StatementKind,
  id: string,
  upTo: number | null = null,
): Promise<ToldRevision[]> {
  const [revisions, digests] = await Promise.all([
    revisionsOf(db, kind, id),
    db
      .select({ revision: statementRevision.revision, digest: statementRevision.digest })
      .from(statementRevision)
      .where(and(eq(statementRevision.kind, kind), eq(statementRevision.id, id)))
      .orderBy(asc(statementRevision.revision)),
  ]);
  const last = Math.min(upTo ?? revisions.length, revisions.length);
  const told = revisions.map((each, index): ToldRevision => {
    const before = revisions[index - 1];
    const { revision, authorName, reason, day } = each;
    return {
      ...{ revision, authorName, reason, day },
      digest: toHex(digests[index]?.digest ?? new Uint8Array()),
      said: before ? [] : partsSaid(each),
      changes: before && isCompared(revision, last) ? changedParts(before, each) : before ? null : [],
    };
  });
  return told.reverse();
}

function isCompared(revision: number, last: number): boolean {
  return revision <= last && revision > last - comparedAtOnce;
}
