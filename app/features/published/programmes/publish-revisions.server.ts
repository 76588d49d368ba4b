import { and, eq, inArray } from 'drizzle-orm';
import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { fromHex, toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { programme, programmeDocument, programmeRevision } from '~db/schema/published-programmes';
import { appendEntries } from '../ledger/append-entry.server';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { ProgrammeError, reviewKinds, type ProgrammeDocument } from './programme';
import { programmeDigest } from './programme-digest';
import { storedDocument } from './stored-document.server';

/** One programme as it is to stand. */
export interface Revision {
  readonly id: string;
  /** The revision that was looked at; 0 for a programme that is new here. */
  readonly base: number;
  /** Already parsed by `programmeDocumentSchema`. @param current null for a new programme */
  readonly document: (current: ProgrammeDocument | null) => ProgrammeDocument;
}

export interface RevisionsInput {
  readonly organisation: string;
  readonly revisions: readonly Revision[];
  readonly editorName: string;
  readonly reason: string;
  readonly day: string;
}

/**
 * Publishes revisions of programmes, with their ledger entries, all or none. Call it in a transaction. Does not check who
 * publishes. Of several at once on one programme the first stands.
 *
 * @throws ProgrammeError `unknown-programme`; `taken-id`; `stale-revision` if another revision is the newest by now;
 *   `unchanged`; `unknown-document` if a review names a document that this house does not hold
 */
export async function publishRevisions(tx: Database, input: RevisionsInput): Promise<void> {
  const entries: LedgerEntry[] = [];
  // In the order of their ids, so that two imports at once wait for each other rather than for ever.
  const revisions = [...input.revisions].sort((one, other) => (one.id < other.id ? -1 : 1));
  for (const revision of revisions) entries.push(await publishOne(tx, input, revision));
  await appendEntries(tx, entries);
}

async function publishOne(tx: Database, input: RevisionsInput, { id, base, document: change }: Revision) {
  const { organisation, editorName, reason, day } = input;
  const current = base === 0 ? null : await lockCurrent(tx, id, base);
  const document = change(current);
  if (current && encodeCanonicalJson(current) === encodeCanonicalJson(document))
    throw new ProgrammeError('unchanged', id);
  await requireDocuments(tx, id, document);
  const number = base + 1;
  if (current) {
    await tx.update(programme).set({ state: document.status, revision: number }).where(eq(programme.id, id));
  } else {
    const entered = await tx
      .insert(programme)
      .values({ id, state: document.status, revision: number, enteredDay: day })
      .onConflictDoNothing()
      .returning({ id: programme.id });
    if (entered.length === 0) throw new ProgrammeError('taken-id', id);
  }
  const digest = programmeDigest(organisation, id, number, document);
  await tx.insert(programmeRevision).values({ programmeId: id, number, day, document, digest, editorName, reason });
  return {
    v: 1,
    kind: 'programme',
    programme: id,
    revision: number,
    text: toHex(digest),
    state: document.status,
    author: editorName,
    reason,
    day,
  } satisfies LedgerEntry;
}

/** The newest document, its programme locked for the rest of the transaction. */
async function lockCurrent(tx: Database, id: string, base: number): Promise<ProgrammeDocument> {
  const [row] = await tx.select().from(programme).where(eq(programme.id, id)).for('no key update');
  if (!row) throw new ProgrammeError('unknown-programme', id);
  if (row.revision !== base) throw new ProgrammeError('stale-revision', id);
  const [newest] = await tx
    .select({ document: programmeRevision.document })
    .from(programmeRevision)
    .where(and(eq(programmeRevision.programmeId, id), eq(programmeRevision.number, base)));
  return storedDocument(newest?.document);
}

async function requireDocuments(tx: Database, id: string, { reviews }: ProgrammeDocument): Promise<void> {
  const named = new Set(reviewKinds.flatMap((kind) => reviews[kind]?.documents ?? []));
  if (named.size === 0) return;
  const held = await tx
    .select({ hash: programmeDocument.hash })
    .from(programmeDocument)
    .where(inArray(programmeDocument.hash, [...named].map(fromHex)));
  if (held.length !== named.size) throw new ProgrammeError('unknown-document', id);
}
