import { desc, eq, sql } from 'drizzle-orm';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import type { Database } from '~db/database';
import { publication } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import { newestRegisterId } from '../registers/newest-register.queries.server';
import { StatementError } from '../statements/statement';

export interface Offer {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly revision: number;
  /** 32 bytes, of the words that are to be chosen on. */
  readonly textDigest: Uint8Array;
  readonly day: string;
  /** Last day on which it can be chosen on. */
  readonly untilDay: string;
}

/**
 * Lets employees choose on something: pinned to the newest register when it is first offered, and to its newest words from
 * then on (protocol 11). What was chosen on earlier words stands. Call it in the transaction that publishes them.
 *
 * A choice is bound to the words that it was made on, so whoever changes them again and again would sort what comes in by
 * the minute. Between two publications they change at most once, and a revision that leaves them as they are is not named.
 *
 * @returns the register; null, and nothing is offered, where the house has none yet
 * @throws StatementError `changed-since-publication`
 */
export async function offerChoice(tx: Database, offer: Offer): Promise<number | null> {
  const registerId = await newestRegisterId(tx);
  if (registerId === null) return null;
  const same = sql`${choiceSubject.textDigest} = excluded.text_digest`;
  const [row] = await tx
    .insert(choiceSubject)
    .values({ ...offer, registerId, publication: await lastPublication(tx) })
    .onConflictDoUpdate({
      target: [choiceSubject.kind, choiceSubject.id],
      set: {
        revision: sql`case when ${same} then ${choiceSubject.revision} else excluded.revision end`,
        publication: sql`case when ${same} then ${choiceSubject.publication} else excluded.publication end`,
        textDigest: sql`excluded.text_digest`,
        untilDay: sql`excluded.until_day`,
      },
      setWhere: sql`${same} or ${choiceSubject.publication} < excluded.publication`,
    })
    .returning({ registerId: choiceSubject.registerId });
  if (!row) throw new StatementError('changed-since-publication');
  return row.registerId;
}

/** Number of the last publication that counts; 0 before the first. */
export async function lastPublication(tx: Database): Promise<number> {
  const [last] = await tx
    .select({ number: publication.number })
    .from(publication)
    .where(eq(publication.checkpointDone, true))
    .orderBy(desc(publication.number))
    .limit(1);
  return last?.number ?? 0;
}
