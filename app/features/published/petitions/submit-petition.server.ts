import { and, eq } from 'drizzle-orm';
import { petitionTextDigest } from '~/crypto/semaphore/statement';
import type { Database } from '~db/database';
import { petition } from '~db/schema/published';
import { PetitionError, transitions } from './petition';
import type { SubmittedPetition } from './petition.schema';
import { offerSponsoring } from './sponsoring.server';

/** Somebody's name as it stands in public, or the public key (32 bytes, Ed25519) of somebody who is not known. */
export type SubmittedBy = { readonly name: string } | { readonly key: Uint8Array };

/** How many sponsors a petition looks for, and the SHA-256 of the secret in the link that they get. */
export interface SponsorsWanted {
  readonly wanted: number;
  readonly link: Uint8Array;
}

export interface Submission {
  readonly id: string;
  /** Already parsed by `petitionSchema`. */
  readonly text: SubmittedPetition;
  readonly organizer: SubmittedBy;
  /** 0, or at least the floor. */
  readonly criticalMass: number;
  /** Path of the unit whose leadership is asked; null for the company's. */
  readonly askedUnit: string | null;
  /** Null where it goes to the moderators at once. */
  readonly sponsors: SponsorsWanted | null;
  /** Working days that moderators have. */
  readonly moderationDays: number;
  /** Today, UTC. */
  readonly day: string;
}

/**
 * Hands a new petition to the moderators, or first lets it look for sponsors. Works as either wing's role. Does not check who
 * submits, how many they have under way, nor the terms (`termsProblem` does).
 */
export async function submitPetition(tx: Database, submission: Submission): Promise<void> {
  const { id, text, organizer, criticalMass, askedUnit, sponsors, moderationDays, day } = submission;
  const columns = columnsOf(text);
  await tx.insert(petition).values({
    id,
    state: sponsors ? 'gathering' : 'waiting',
    ...columns,
    organizerName: 'name' in organizer ? organizer.name : '',
    organizerKey: 'key' in organizer ? organizer.key : null,
    ...{ criticalMass, askedUnit, moderationDays },
    sponsorsWanted: sponsors?.wanted ?? 0,
    sponsorLink: sponsors?.link ?? null,
    submittedDay: day,
  });
  if (sponsors) await offerSponsoring(tx, { petitionId: id, textDigest: columns.textDigest, day });
}

/** What may be said anew when a petition comes back to the moderators. */
export interface Resubmission extends Pick<Submission, 'id' | 'text' | 'day'> {
  /** As they were where left out. */
  readonly terms?: Pick<Submission, 'criticalMass' | 'askedUnit'>;
}

/**
 * Hands a petition that was sent back to the moderators once more, with its new text, under its old name. Sponsors are not
 * looked for again. Does not check who submits. @throws PetitionError `wrong-state` unless it was sent back
 */
export async function resubmitPetition(tx: Database, { id, text, day, terms }: Resubmission) {
  const { from, to } = transitions.resubmit;
  const changed = await tx
    .update(petition)
    .set({ state: to, ...columnsOf(text), ...terms, submittedDay: day })
    .where(and(eq(petition.id, id), eq(petition.state, from)))
    .returning({ id: petition.id });
  if (changed.length === 0) throw new PetitionError('wrong-state');
}

function columnsOf(text: SubmittedPetition) {
  const { title, demands, background, closesDay } = text;
  return { title, demands, background, closesDay, textDigest: petitionTextDigest({ title, demands, background }) };
}
