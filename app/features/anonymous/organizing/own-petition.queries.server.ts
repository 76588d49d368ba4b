import { and, asc, count, desc, eq } from 'drizzle-orm';
import { pendingProposal } from '~/features/published/petitions/ending';
import type { PetitionState } from '~/features/published/petitions/petition';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { waitingOrganizerAct } from '~db/schema/anonymous-organizing';
import { moderationAct, petition, petitionUpdate } from '~db/schema/published';
import { mergeProposal, organizerAct, petitionEnding } from '~db/schema/published-organizing';

type WaitingAct = Pick<typeof waitingOrganizerAct.$inferSelect, 'number' | 'act' | 'body' | 'signature'>;

/** All that decides what an unknown organizer can do next; nothing of it is a number about people. */
export interface Situation {
  readonly state: PetitionState;
  readonly ended: boolean;
  /** Acts that were published; their numbers are dense. */
  readonly published: number;
  /** In the order of their numbers, which go on from there. */
  readonly waiting: readonly WaitingAct[];
  /** How many updates stand, and what the last one says. */
  readonly updates: number;
  readonly lastUpdate: string | null;
  /** Day of the rejection that was decided last; null where there is none. */
  readonly rejectedDay: string | null;
  readonly appealed: boolean;
}

/** @param id of a petition that stands */
export async function situationOf(
  tx: AnonymousDatabase,
  { id, state }: { readonly id: string; readonly state: PetitionState },
): Promise<Situation> {
  const [acts] = await tx.select({ published: count() }).from(organizerAct).where(eq(organizerAct.petitionId, id));
  const waiting = await tx
    .select()
    .from(waitingOrganizerAct)
    .where(eq(waitingOrganizerAct.petitionId, id))
    .orderBy(asc(waitingOrganizerAct.number));
  const [last] = await tx
    .select()
    .from(petitionUpdate)
    .where(eq(petitionUpdate.petitionId, id))
    .orderBy(desc(petitionUpdate.number))
    .limit(1);
  const [ending] = await tx.select().from(petitionEnding).where(eq(petitionEnding.petitionId, id));
  const decided = await tx
    .select({ act: moderationAct.act, day: moderationAct.day })
    .from(moderationAct)
    .where(eq(moderationAct.petitionId, id))
    .orderBy(asc(moderationAct.number));
  return {
    ...{ state, ended: ending !== undefined, published: acts?.published ?? 0, waiting },
    ...{ updates: last?.number ?? 0, lastUpdate: last?.body ?? null },
    rejectedDay: decided.findLast(({ act }) => act === 'reject')?.day ?? null,
    appealed: decided.some(({ act }) => act === 'appeal'),
  };
}

/** Petitions whose organizers have proposed to merge them into this one, and wait for an answer. */
export async function proposalsTo(
  tx: AnonymousDatabase,
  id: string,
): Promise<readonly { readonly petition: string; readonly title: string }[]> {
  const named = await tx
    .selectDistinct({ petition: mergeProposal.petitionId, title: petition.title })
    .from(mergeProposal)
    .innerJoin(petition, eq(petition.id, mergeProposal.petitionId))
    .where(eq(mergeProposal.intoId, id))
    .orderBy(asc(mergeProposal.petitionId));
  const waiting = [];
  for (const each of named) if ((await proposedTo(tx, each.petition)) === id) waiting.push(each);
  return waiting;
}

/** The petition that this one is to be merged into, if its organizers' proposal waits for an answer. */
export async function proposedTo(tx: AnonymousDatabase, id: string): Promise<string | null> {
  const steps = await tx
    .select()
    .from(mergeProposal)
    .where(eq(mergeProposal.petitionId, id))
    .orderBy(asc(mergeProposal.number));
  return pendingProposal(steps)?.intoId ?? null;
}

/** Whether a petition goes on: open, and not ended. */
export async function goesOn(tx: AnonymousDatabase, id: string): Promise<boolean> {
  const [row] = await tx
    .select({ ending: petitionEnding.petitionId })
    .from(petition)
    .leftJoin(petitionEnding, eq(petitionEnding.petitionId, petition.id))
    .where(and(eq(petition.id, id), eq(petition.state, 'open')));
  return row?.ending === null;
}
