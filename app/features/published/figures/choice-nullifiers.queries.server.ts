import { and, desc, eq, sql } from 'drizzle-orm';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import type { PublishedDatabase } from '~db/published-client';
import { publication } from '~db/schema/published';
import { choiceSubject, choiceTally } from '~db/schema/published-choices';
import { choicesOf } from '../choices/choice';
import { nullifierPages, type NullifiersVersion } from './nullifier-pages.server';

/*
 * The published nullifiers of one thing that is chosen on, as bytes: what a device finds with what its key chose. One
 * record a nullifier, sorted by nullifier, without a header:
 *
 *   32 bytes  nullifier, most significant first
 *    2 bytes  the number n of its last published act, and one more, most significant first
 *    1 byte   the choice of that act: its place in `choicesOf` its kind
 *    4 bytes  edition of the register that it was proved with, most significant first
 */

/** Something that is chosen on. */
interface Subject {
  readonly kind: ChoiceKind;
  readonly id: string;
}

const actsOf = (kind: ChoiceKind) => ({
  table: sql`published.choice`,
  subject: sql`kind = ${kind} and subject_id`,
  columns: sql`choice, edition`,
  record: sql`nullifier || int2send((n + 1)::int2)
    || set_byte('\\x00'::bytea, 0, array_position(string_to_array(${choicesOf[kind].join(' ')}, ' '), choice) - 1)
    || int4send(edition)`,
});

/** The version of a file: all counts on one thing name the last publication that changed one of them. */
export async function choiceNullifiersVersion(
  db: PublishedDatabase,
  { kind, id }: Subject,
): Promise<NullifiersVersion> {
  const [row] = await db
    .select({ publication: choiceTally.publication, covered: publication.checkpointDone })
    .from(choiceSubject)
    .leftJoin(choiceTally, and(eq(choiceTally.kind, choiceSubject.kind), eq(choiceTally.subjectId, choiceSubject.id)))
    .leftJoin(publication, eq(publication.number, choiceTally.publication))
    .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)))
    .orderBy(desc(choiceTally.publication))
    .limit(1);
  if (!row) return { kind: 'unknown' };
  if (row.publication === null) return { kind: 'published', publication: 0 };
  return row.covered ? { kind: 'published', publication: row.publication } : { kind: 'under-way' };
}

/**
 * The file's bytes, page by page, in constant memory.
 * @param version that the reader was told
 * @throws NullifiersChangedError after the last page, where a publication came in between
 */
export function choiceNullifiers(db: PublishedDatabase, subject: Subject, version: number): AsyncGenerator<Uint8Array> {
  const versionNow = () => choiceNullifiersVersion(db, subject);
  return nullifierPages(db, actsOf(subject.kind), { id: subject.id, version, versionNow });
}
