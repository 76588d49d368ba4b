import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { statementRevision } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { statementDigest, StatementError, type StatementDocuments, type StatementKind } from './statement';
import { newestRevision } from './statements.queries.server';

export interface RevisionInput<K extends StatementKind> {
  readonly kind: K;
  readonly id: string;
  /** The revision that was looked at; 0 for a statement that is new. */
  readonly base: number;
  /** Already parsed by the schema of its kind. */
  readonly document: StatementDocuments[K];
  /** As it will stand in public. */
  readonly authorName: string;
  /** Why it is revised; empty for the first revision, and only for that. */
  readonly reason: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * Publishes a revision of a statement beside the earlier ones, which stand. The one way in which leadership's words become
 * public or change. Call it in a transaction, and append the entry that it returns last of all. Of several at once on one
 * statement the first stands. NOT checked: who publishes, and what its kind demands of it.
 *
 * @throws StatementError `stale-revision` if another revision is the newest by now; `unchanged`; `no-reason`
 */
export async function publishRevision<K extends StatementKind>(
  tx: Database,
  { kind, id, base, document, authorName, reason, day }: RevisionInput<K>,
): Promise<LedgerEntry> {
  const current = await newestRevision(tx, kind, id);
  if ((current?.revision ?? 0) !== base) throw new StatementError('stale-revision');
  if (current && encodeCanonicalJson(current.document) === encodeCanonicalJson(document)) {
    throw new StatementError('unchanged');
  }
  if ((base === 0) !== (reason === '')) throw new StatementError('no-reason');
  const revision = base + 1;
  const digest = statementDigest(kind, id, revision, document);
  const stands = await tx
    .insert(statementRevision)
    .values({ kind, id, revision, document, digest, authorName, reason, day })
    .onConflictDoNothing()
    .returning({ id: statementRevision.id });
  if (stands.length === 0) throw new StatementError('stale-revision');
  return { v: 1, kind, id, revision, text: toHex(digest), author: authorName, reason, day };
}
