import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { fromHex, toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { programme, programmeDocument, programmeRevision } from '~db/schema/published-programmes';
import { reviewKinds, type ProgrammeDocument, type ProgrammeRevision, type ProgrammeState } from './programme';
import { storedDocument } from './stored-document.server';

/** A programme in its newest state. */
export interface CurrentProgramme {
  readonly id: string;
  readonly revision: number;
  readonly day: string;
  readonly enteredDay: string;
  readonly document: ProgrammeDocument;
  /** Hex; what the ledger says of this revision. */
  readonly digest: string;
}

const newest = and(eq(programmeRevision.programmeId, programme.id), eq(programmeRevision.number, programme.revision));

const currentColumns = {
  id: programme.id,
  revision: programme.revision,
  day: programmeRevision.day,
  enteredDay: programme.enteredDay,
  document: programmeRevision.document,
  digest: programmeRevision.digest,
};

type CurrentRow = Omit<CurrentProgramme, 'document' | 'digest'> & { document: unknown; digest: Uint8Array };

function currentOf({ document, digest, ...row }: CurrentRow): CurrentProgramme {
  return { ...row, document: storedDocument(document), digest: toHex(digest) };
}

/** Every programme in its newest state, what runs first, by name. */
export async function currentProgrammes(
  db: Database,
  state: ProgrammeState | null = null,
): Promise<CurrentProgramme[]> {
  const rows = await db
    .select(currentColumns)
    .from(programme)
    .innerJoin(programmeRevision, newest)
    .where(state === null ? undefined : eq(programme.state, state))
    .orderBy(
      sql`array_position(array['active', 'announced', 'paused', 'ended'], ${programme.state})`,
      sql`${programmeRevision.document}->>'name'`,
      asc(programme.id),
    );
  return rows.map(currentOf);
}

/** One programme in its newest state, or null. */
export async function currentProgramme(db: Database, id: string): Promise<CurrentProgramme | null> {
  const [row] = await db
    .select(currentColumns)
    .from(programme)
    .innerJoin(programmeRevision, newest)
    .where(eq(programme.id, id));
  return row ? currentOf(row) : null;
}

/** Ids and names, for forms that let one be chosen. */
export async function programmeNames(db: Database): Promise<{ id: string; name: string }[]> {
  const programmes = await currentProgrammes(db);
  return programmes.map(({ id, document }) => ({ id, name: document.name }));
}

export interface PublishedRevision extends ProgrammeRevision {
  /** Hex; what the ledger says of it. */
  readonly digest: string;
}

/** Every revision of a programme, oldest first; empty where there is no such programme. */
export async function programmeRevisions(db: Database, id: string): Promise<PublishedRevision[]> {
  const rows = await db
    .select()
    .from(programmeRevision)
    .where(eq(programmeRevision.programmeId, id))
    .orderBy(asc(programmeRevision.number));
  return rows.map(({ number, document, digest, editorName, reason, day }) => ({
    revision: number,
    document: storedDocument(document),
    digest: toHex(digest),
    author: editorName,
    reason,
    day,
  }));
}

/** What a review document is called and how long it is, by its hash in hex. */
export interface ReviewDocument {
  readonly hash: string;
  readonly title: string;
  readonly mediaType: string;
  readonly bytes: number;
}

const describedColumns = {
  hash: programmeDocument.hash,
  title: programmeDocument.title,
  mediaType: programmeDocument.mediaType,
  bytes: sql<number>`octet_length(${programmeDocument.bytes})`,
};

/** The documents that the reviews of these name. */
export async function reviewDocuments(
  db: Database,
  documents: readonly Pick<ProgrammeDocument, 'reviews'>[],
): Promise<ReviewDocument[]> {
  const named = new Set(
    documents.flatMap(({ reviews }) => reviewKinds.flatMap((kind) => reviews[kind]?.documents ?? [])),
  );
  if (named.size === 0) return [];
  const rows = await db
    .select(describedColumns)
    .from(programmeDocument)
    .where(inArray(programmeDocument.hash, [...named].map(fromHex)))
    .orderBy(programmeDocument.title);
  return rows.map(({ hash, ...row }) => ({ ...row, hash: toHex(hash) }));
}

/** All documents that this house holds, published or not: for the desk at which they are chosen. */
export async function heldDocuments(db: Database): Promise<ReviewDocument[]> {
  const rows = await db.select(describedColumns).from(programmeDocument).orderBy(programmeDocument.title);
  return rows.map(({ hash, ...row }) => ({ ...row, hash: toHex(hash) }));
}
