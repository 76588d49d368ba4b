import { asc, eq } from 'drizzle-orm';
import { dayOf } from '~/platform/clock';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingPetition } from '~db/schema/anonymous-organizing';
import { moderationAct, petition } from '~db/schema/published';
import { petitionEnding } from '~db/schema/published-organizing';
import { inTransaction } from '~db/transaction';
import { ConcernError } from '../concerns/concern-error';
import { openSigned, type SignedPlace } from '../concerns/open-signed';
import { shareActions } from '../publication/action-lock.server';
import type { OrganizingDeps } from './accept-organizer-act.server';
import { organizerActs } from './organizer-acts';
import { OrganizingError } from './organizing-error';
import { noPetition, readRequest, type OwnPetition, type OwnPetitionAnswer } from './own-petition.schema';
import { proposalsTo, proposedTo, situationOf } from './own-petition.queries.server';
import { isPossible, lastDayToAppeal } from './possible-acts.server';

/** Path that the request is signed for. */
export const readPath = '/unseen/organizing/read';

/**
 * Where the petition of an organizer's words stands, asked by its key. Reading leaves no trace.
 * @param body attacker-controlled JSON
 * @throws OrganizingError `malformed`, `bad-signature`, `wrong-day`
 */
export function readOwnPetition(deps: OrganizingDeps, body: unknown): Promise<OwnPetitionAnswer> {
  const { organisation } = deps.settings;
  const now = deps.clock.now();
  const key = keyOf(body, { organisation, path: readPath, now });
  return inTransaction(deps.db, async (tx) => {
    await shareActions(tx);
    const [stands] = await tx.select().from(petition).where(eq(petition.organizerKey, key));
    if (stands) return publishedPetition(tx, stands, dayOf(now));
    const [waits] = await tx.select().from(waitingPetition).where(eq(waitingPetition.organizerKey, key));
    return waits ? onItsWay(waits) : noPetition;
  });
}

function keyOf(body: unknown, place: SignedPlace): Uint8Array {
  try {
    return openSigned(body, readRequest, place).key;
  } catch (error) {
    if (!(error instanceof ConcernError)) throw error;
    const { code } = error;
    throw new OrganizingError(code === 'bad-signature' || code === 'wrong-day' ? code : 'malformed', null, {
      cause: error,
    });
  }
}

function onItsWay(row: typeof waitingPetition.$inferSelect): OwnPetition {
  const { id, title, demands, background, closesDay, criticalMass, askedUnit, sponsorsWanted } = row;
  return {
    ...{ state: 'on-its-way', petition: id, title, demands, background, closesDay, criticalMass, askedUnit },
    ...{ sponsorsWanted, submittedDay: null, openedDay: null, closedDay: null, moderation: [], waiting: [], next: 1 },
    ...{ possible: [], appealUntil: null, proposals: [], proposedTo: null, ending: null },
  };
}

async function publishedPetition(
  tx: AnonymousDatabase,
  row: typeof petition.$inferSelect,
  today: string,
): Promise<OwnPetition> {
  const { id, state, title, demands, background, closesDay, criticalMass, askedUnit, sponsorsWanted } = row;
  const { submittedDay, openedDay, closedDay } = row;
  const situation = await situationOf(tx, row);
  const decided = await tx
    .select()
    .from(moderationAct)
    .where(eq(moderationAct.petitionId, id))
    .orderBy(asc(moderationAct.number));
  const [ending] = await tx.select().from(petitionEnding).where(eq(petitionEnding.petitionId, id));
  const proposals = await proposalsTo(tx, id);
  const possible = organizerActs
    .filter((act) => isPossible(act, situation, today))
    .filter((act) => proposals.length > 0 || (act !== 'agree-merge' && act !== 'decline-merge'));
  const { rejectedDay } = situation;
  return {
    ...{ state, petition: id, title, demands, background, closesDay, criticalMass, askedUnit, sponsorsWanted },
    ...{ submittedDay, openedDay, closedDay, possible },
    moderation: decided.map(({ act, reasonCode: reason, reasonText: words, moderatorName: moderator, day }) => ({
      ...{ act, reason, words, moderator, day },
    })),
    waiting: situation.waiting.map(({ number, act, body }) => ({ number, act, body })),
    next: situation.published + situation.waiting.length + 1,
    appealUntil: possible.includes('appeal') && rejectedDay !== null ? lastDayToAppeal(rejectedDay) : null,
    proposals: [...proposals],
    proposedTo: await proposedTo(tx, id),
    ending: ending ? { how: ending.how, into: ending.intoId, reason: ending.reason } : null,
  };
}
