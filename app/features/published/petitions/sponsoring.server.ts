import { addDays } from '~/platform/clock';
import type { Database } from '~db/database';
import { choiceSubject } from '~db/schema/published-choices';
import { choosableDays } from '../choices/choice';
import { lastPublication } from '../choices/offer-choice.server';
import { newestRegisterId } from '../registers/newest-register.queries.server';

/** Sponsors sponsor the text as it was sent in: it cannot change while they are looked for. */
const onlyRevision = 1;

export interface SponsoringOffer {
  readonly petitionId: string;
  /** 32 bytes, of the petition's text (`petition-text/v1`). */
  readonly textDigest: Uint8Array;
  /** Today, UTC: sponsors are looked for until 60 days later. */
  readonly day: string;
}

/**
 * Lets employees sponsor a petition unseen (protocol 11): pinned to the newest register, once and for ever. A plain insert,
 * as the anonymous role may do no more.
 * @returns whether it is offered; not where the house has no register yet, until `settlePetitions` makes up for it
 */
export async function offerSponsoring(
  tx: Database,
  { petitionId, textDigest, day }: SponsoringOffer,
): Promise<boolean> {
  const registerId = await newestRegisterId(tx);
  if (registerId === null) return false;
  await tx.insert(choiceSubject).values({
    ...{ kind: 'sponsor', id: petitionId, registerId, revision: onlyRevision, textDigest, day },
    publication: await lastPublication(tx),
    untilDay: addDays(day, choosableDays.sponsor),
  });
  return true;
}
