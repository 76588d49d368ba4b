import { and, asc, eq, inArray, min } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { publicStates } from '~/features/published/petitions/petition';
import { statementKindWords } from '~/features/published/statements/statement-words';
import { formatDay } from '~/ui/days';
import type { IdentifiedDatabase } from '~db/identified-client';
import { enrolment, petitionOrganizer, registerPlace } from '~db/schema/identified';
import { leaderHolder, statementAuthor } from '~db/schema/identified-answers';
import { handlerHolder } from '~db/schema/identified-handlers';
import { petition } from '~db/schema/published';
import { statementRevision } from '~db/schema/published-statements';

/** Something that everybody may read and that is this person's. */
export interface PublicFact {
  readonly what: 'petition' | 'statement' | 'leader' | 'handler' | 'place' | 'key';
  /** As people would name it. */
  readonly words: string;
  /** Whether everybody reads the name beside it; otherwise only the wing of people knows whose it is. */
  readonly named: boolean;
  /** A path of this site; null where there is no page of it. */
  readonly path: string | null;
}

/**
 * What the courtyard holds of a person, as far as the wing of people knows that it is theirs. NOT among it: names that stand in
 * the ledger as text (who held an office, who moderated), and whatever was signed or said unseen, which nothing here knows.
 */
export async function publicAbout(
  db: IdentifiedDatabase,
  { personNumber }: { readonly personNumber: string },
): Promise<readonly PublicFact[]> {
  const [petitions, statements, leaders, handlers, places, keys] = await Promise.all([
    petitionsOf(db, personNumber),
    db
      .select({ kind: statementRevision.kind, id: statementRevision.id, day: min(statementRevision.day) })
      .from(statementAuthor)
      .innerJoin(
        statementRevision,
        and(
          eq(statementRevision.kind, statementAuthor.kind),
          eq(statementRevision.id, statementAuthor.id),
          eq(statementRevision.revision, statementAuthor.revision),
        ),
      )
      .where(eq(statementAuthor.personNumber, personNumber))
      .groupBy(statementRevision.kind, statementRevision.id)
      .orderBy(asc(statementRevision.kind), asc(min(statementRevision.day)), asc(statementRevision.id)),
    db.select().from(leaderHolder).where(eq(leaderHolder.personNumber, personNumber)),
    db.select().from(handlerHolder).where(eq(handlerHolder.personNumber, personNumber)),
    db
      .select()
      .from(registerPlace)
      .where(eq(registerPlace.personNumber, personNumber))
      .orderBy(asc(registerPlace.registerId)),
    db.select().from(enrolment).where(eq(enrolment.personNumber, personNumber)).orderBy(asc(enrolment.generation)),
  ]);
  const shortOf = (bytes: Uint8Array) => `${toHex(bytes).slice(0, 16)}…`;
  return [
    ...petitions.map(({ id, title }): PublicFact => ({
      what: 'petition',
      words: title,
      named: true,
      path: `/petitions/${id}`,
    })),
    ...statements.map(({ kind, id, day }): PublicFact => ({
      what: 'statement',
      words: `${statementKindWords[kind]}, ${day === null ? id : formatDay(day)}`,
      named: true,
      path: `/statements/${kind}/${id}`,
    })),
    ...leaders.map(({ leaderId }): PublicFact => ({
      what: 'leader',
      words: 'What you answer for',
      named: true,
      path: `/answers/leaders/${leaderId}`,
    })),
    ...handlers.map(({ fingerprint }): PublicFact => ({
      what: 'handler',
      words: shortOf(fingerprint),
      named: true,
      path: '/handlers',
    })),
    ...keys.map(({ identityCommitment }): PublicFact => ({
      what: 'key',
      words: shortOf(identityCommitment),
      named: false,
      path: null,
    })),
    ...places.map(({ registerId, leafIndex }): PublicFact => ({
      what: 'place',
      words: `Register ${String(registerId)}, place ${String(leafIndex)}`,
      named: false,
      path: null,
    })),
  ];
}

/** Those that everybody may read by now. */
async function petitionsOf(db: IdentifiedDatabase, personNumber: string) {
  const own = db
    .select({ id: petitionOrganizer.petitionId })
    .from(petitionOrganizer)
    .where(eq(petitionOrganizer.personNumber, personNumber));
  return db
    .select({ id: petition.id, title: petition.title })
    .from(petition)
    .where(and(inArray(petition.id, own), inArray(petition.state, [...publicStates])))
    .orderBy(asc(petition.id));
}
