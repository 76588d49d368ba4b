import { and, count, eq, isNull } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { contradiction } from '~db/schema/published-statements';
import type { LedgerEntry } from '../ledger/ledger-entry';
import { randomId } from '../petitions/random-id.server';
import { quotableTexts } from '../statements/statement-parts';
import { placeOf } from '../statements/statement-places.queries.server';
import { revisionOf } from '../statements/statements.queries.server';
import {
  contradictionDigest,
  ContradictionError,
  contradictionsPerPetition,
  referenceName,
  standsIn,
  type Quoted,
} from './contradiction';
import type { Contradiction, Said } from './contradictions.queries.server';

export interface ContradictionInput {
  readonly petitionId: string;
  /** In the order in which they were chosen; quotes already parsed by `contradictionSchema`. */
  readonly sides: readonly [Quoted, Quoted];
  readonly words: string;
  /** On the company's calendar. */
  readonly day: string;
}

/**
 * What a link would say: the side that was said on the earlier day first. Changes nothing. NOT checked: who links.
 *
 * @throws ContradictionError `not-opened` for a petition that never opened; `unknown-revision`; `same-statement`;
 *   `not-of-the-petition` unless one of them answers this petition, was promised in its response, answers a question under it
 *   or was announced to all staff; `quote-not-there`; `already-linked`; `too-many-contradictions`
 */
export async function prepareContradiction(
  db: Database,
  { petitionId, sides, words, day }: ContradictionInput,
): Promise<Omit<Contradiction, 'id'>> {
  const [row] = await db
    .select({ openedDay: petition.openedDay, organizerName: petition.organizerName, title: petition.title })
    .from(petition)
    .where(eq(petition.id, petitionId));
  if (!row || row.openedDay === null) throw new ContradictionError('not-opened');
  const [one, other] = sides;
  if (one.kind === other.kind && one.id === other.id) throw new ContradictionError('same-statement');
  const [oneSaid, otherSaid] = [await saidBy(db, one, 0), await saidBy(db, other, 1)];
  const belonging = [await belongs(db, one, petitionId), await belongs(db, other, petitionId)];
  if (!belonging.includes(true)) throw new ContradictionError('not-of-the-petition');
  const sameDay = oneSaid.day === otherSaid.day;
  const inOrder = sameDay ? referenceName(one) < referenceName(other) : oneSaid.day < otherSaid.day;
  const [earlier, later] = inOrder ? [oneSaid, otherSaid] : [otherSaid, oneSaid];
  await refuseMore(db, petitionId, earlier, later);
  const { organizerName, title: petitionTitle } = row;
  return { petitionId, petitionTitle, earlier, later, words, organizerName, day, withdrawn: null };
}

/**
 * Links two statements that contradict each other, in public: word for word as they stand, under the name under which the
 * petition was started. Call it in a transaction, and append the entry that it returns last of all. Of several at once on
 * one petition each sees those before it. NOT checked: who links.
 *
 * @throws ContradictionError as {@link prepareContradiction}
 */
export async function linkContradiction(tx: Database, input: ContradictionInput): Promise<LedgerEntry> {
  const { petitionId, words, day } = input;
  await tx.select({ id: petition.id }).from(petition).where(eq(petition.id, petitionId)).for('no key update');
  const { earlier, later, organizerName } = await prepareContradiction(tx, input);
  const id = randomId();
  await tx.insert(contradiction).values({
    ...{ id, petitionId, words, organizerName, day },
    ...{ earlierKind: earlier.kind, earlierId: earlier.id, earlierRevision: earlier.revision },
    ...{ laterKind: later.kind, laterId: later.id, laterRevision: later.revision },
    ...{ earlierQuote: earlier.quote, laterQuote: later.quote },
  });
  return {
    ...{ v: 1, kind: 'contradiction', id, act: 'linked' },
    ...{ earlier: referenceName(earlier), later: referenceName(later) },
    ...{ text: toHex(contradictionDigest(earlier, later, words)), reason: '', author: organizerName, day },
  };
}

/** One side with its day and its author. */
async function saidBy(db: Database, quoted: Quoted, side: 0 | 1): Promise<Said> {
  const said = await revisionOf(db, quoted);
  if (!said) throw new ContradictionError('unknown-revision', side);
  if (!standsIn(quoted.quote, quotableTexts(said.kind, said.document))) {
    throw new ContradictionError('quote-not-there', side);
  }
  return { ...quoted, day: said.day, authorName: said.authorName };
}

async function belongs(db: Database, { kind, id }: Quoted, petitionId: string): Promise<boolean> {
  return kind === 'announcement' || (await placeOf(db, kind, id))?.petitionId === petitionId;
}

async function refuseMore(db: Database, petitionId: string, earlier: Quoted, later: Quoted): Promise<void> {
  const [all] = await db.select({ links: count() }).from(contradiction).where(eq(contradiction.petitionId, petitionId));
  if ((all?.links ?? 0) >= contradictionsPerPetition) throw new ContradictionError('too-many-contradictions');
  const same = await db
    .select({ id: contradiction.id })
    .from(contradiction)
    .where(
      and(
        eq(contradiction.petitionId, petitionId),
        isNull(contradiction.withdrawnDay),
        ...[eq(contradiction.earlierKind, earlier.kind), eq(contradiction.earlierId, earlier.id)],
        ...[eq(contradiction.laterKind, later.kind), eq(contradiction.laterId, later.id)],
        ...[eq(contradiction.earlierQuote, earlier.quote), eq(contradiction.laterQuote, later.quote)],
      ),
    );
  if (same.length > 0) throw new ContradictionError('already-linked');
}
