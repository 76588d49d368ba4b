import { sql } from 'drizzle-orm';
import type { ChoiceKind } from '~/crypto/semaphore/statement';
import type { Database } from '~db/database';
import { choiceSubject } from '~db/schema/published-choices';
import { newestRegisterId } from '../registers/newest-register.queries.server';

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
 * @returns the register; null, and nothing is offered, where the house has none yet
 */
export async function offerChoice(tx: Database, offer: Offer): Promise<number | null> {
  const registerId = await newestRegisterId(tx);
  if (registerId === null) return null;
  const [row] = await tx
    .insert(choiceSubject)
    .values({ ...offer, registerId })
    .onConflictDoUpdate({
      target: [choiceSubject.kind, choiceSubject.id],
      set: {
        revision: sql`excluded.revision`,
        textDigest: sql`excluded.text_digest`,
        untilDay: sql`excluded.until_day`,
      },
    })
    .returning({ registerId: choiceSubject.registerId });
  return row?.registerId ?? null;
}
