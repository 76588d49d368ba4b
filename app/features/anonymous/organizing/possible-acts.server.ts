import { lastAppealDay } from '~/features/published/petitions/appeal-petition.server';
import { updatesPerPetition, type PetitionState } from '~/features/published/petitions/petition';
import { addDays } from '~/platform/clock';
import type { OrganizerActKind } from './organizer-acts';

/** What of a petition decides which acts its unknown organizer can do. */
export interface Standing {
  readonly state: PetitionState;
  /** Retired, or merged. */
  readonly ended: boolean;
  readonly waiting: readonly { readonly act: OrganizerActKind }[];
  /** Updates that stand. */
  readonly updates: number;
  readonly rejectedDay: string | null;
  readonly appealed: boolean;
}

/** The last day on which an unknown organizer can appeal: the publication that brings the appeal has to be in time as well. */
export const lastDayToAppeal = (rejectedDay: string): string => addDays(lastAppealDay(rejectedDay), -1);

/**
 * Whether an act can be done now, given what waits already. Of acts that change where a petition stands one can wait, so that
 * none finds another petition than its organizer saw. @param today 'YYYY-MM-DD' (UTC)
 */
export function isPossible(act: OrganizerActKind, standing: Standing, today: string): boolean {
  const { state, ended, waiting, updates, rejectedDay, appealed } = standing;
  const waits = (...acts: OrganizerActKind[]) => waiting.some((each) => acts.includes(each.act));
  const goesOn = state === 'open' && !ended && !waits('retire', 'agree-merge');
  switch (act) {
    case 'update': {
      const coming = waiting.filter((each) => each.act === 'update').length;
      return (state === 'open' || state === 'closed') && updates + coming < updatesPerPetition;
    }
    case 'appeal':
      return (
        state === 'rejected' &&
        !appealed &&
        !waits('appeal') &&
        rejectedDay !== null &&
        today <= lastDayToAppeal(rejectedDay)
      );
    case 'resubmit':
      return state === 'sent-back' && !waits('resubmit');
    case 'retire':
      return goesOn && !waits('propose-merge');
    case 'propose-merge':
      return goesOn && !waits('propose-merge');
    case 'agree-merge':
    case 'decline-merge':
      return goesOn && !waits('agree-merge', 'decline-merge');
  }
}
