import { and, eq } from 'drizzle-orm';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { PetitionError, transitions } from './petition';
import type { SubmittedPetition } from './petition.schema';

export interface Submission {
  readonly id: string;
  /** Already parsed by `petitionSchema`. */
  readonly text: SubmittedPetition;
  readonly organizerName: string;
  readonly criticalMass: number;
  /** Today, UTC. */
  readonly day: string;
}

/** Hands a new petition to the moderators. Does not check who submits, nor how many they have under way. */
export async function submitPetition(tx: Database, { id, text, organizerName, criticalMass, day }: Submission) {
  await tx.insert(petition).values({
    id,
    state: 'waiting',
    ...columnsOf(text),
    organizerName,
    criticalMass,
    submittedDay: day,
  });
}

/**
 * Hands a petition that was sent back to the moderators once more, with its new text, under its old name.
 * Does not check who submits. @throws PetitionError `wrong-state` unless it was sent back
 */
export async function resubmitPetition(tx: Database, { id, text, day }: Pick<Submission, 'id' | 'text' | 'day'>) {
  const { from, to } = transitions.resubmit;
  const changed = await tx
    .update(petition)
    .set({ state: to, ...columnsOf(text), submittedDay: day })
    .where(and(eq(petition.id, id), eq(petition.state, from)))
    .returning({ id: petition.id });
  if (changed.length === 0) throw new PetitionError('wrong-state');
}

function columnsOf(text: SubmittedPetition) {
  const { title, demands, background, closesDay } = text;
  return { title, demands, background, closesDay, textDigest: petitionTextDigest({ title, demands, background }) };
}
