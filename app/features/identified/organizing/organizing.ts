import { z } from 'zod';
import type { PetitionState } from '~/features/published/petitions/petition';
import { requestCodeSchema } from '../accounts/sign-in.schema';

/** Organizers of one petition by name, with those who are asked and have not answered. */
export const organizersPerPetition = 10;

/** States in which nothing is left to organize. */
const over: readonly PetitionState[] = ['lapsed', 'archived'];

/** Whether organizers may still come and go. */
export function takesOrganizers(state: PetitionState): boolean {
  return !over.includes(state);
}

/** A colleague by work address, as people sign in with it. */
export const inviteSchema = z.object({ email: requestCodeSchema.shape.email });

export type OrganizingErrorCode =
  | 'unknown-colleague'
  | 'already-organizes'
  | 'already-invited'
  | 'too-many-organizers'
  | 'decided-on-it'
  | 'nothing-to-organize'
  | 'no-invitation'
  | 'last-organizer';

/** A refusal by the rules of who organizes a petition. Routes map the code to a status and to words. */
export class OrganizingError extends Error {
  constructor(readonly code: OrganizingErrorCode) {
    super(code);
    this.name = 'OrganizingError';
  }
}
