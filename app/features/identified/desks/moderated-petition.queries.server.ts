import { companyCalendar } from '~/features/published/calendar/holidays.queries.server';
import { comparePetitions, type ComparedLine } from '~/features/published/petitions/compare-petitions';
import { moderationClock, type ModerationClock } from '~/features/published/petitions/moderation-clock';
import { moderatedStates, waitingSince } from '~/features/published/petitions/moderation.queries.server';
import type { PetitionState } from '~/features/published/petitions/petition';
import { petitionRecord, type PetitionRecord } from '~/features/published/petitions/petition-page.queries.server';
import { comparedStates } from '~/features/published/petitions/similar-petitions';
import { similarToPetition } from '~/features/published/petitions/similar-petitions.queries.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import type { Conflict } from './moderation-conflict';
import { moderationConflict } from './moderation-conflicts.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'workingWeek'>;
}

/** A petition that may ask for the same, and how it differs. */
export interface ComparedPetition {
  readonly id: string;
  readonly title: string;
  readonly state: PetitionState;
  /** Where a moderator reads it. */
  readonly href: string;
  readonly lines: readonly ComparedLine[];
}

/** A petition as somebody who moderates reads it. */
export interface ModeratedPetition {
  readonly petition: PetitionRecord;
  /** Null where it waits for nobody. */
  readonly clock: ModerationClock | null;
  readonly conflict: Conflict | null;
  readonly similar: readonly ComparedPetition[];
}

const sideBySide = 3;

/** What moderators may know of beside everything that was open: what waits, too. Not what still looks for sponsors. */
const known: readonly PetitionState[] = [...comparedStates, ...moderatedStates, 'accepted'];

/** Null where there is no such petition, or it has not come to the moderators. Does NOT check that whoever reads moderates. */
export async function moderatedPetition(
  { db, clock, settings }: Deps,
  { petitionId, personNumber }: { readonly petitionId: string; readonly personNumber: string },
): Promise<ModeratedPetition | null> {
  const petition = await petitionRecord(db, petitionId);
  if (!petition || unsent.includes(petition.state)) return null;
  const [waiting, calendar, conflict, near] = await Promise.all([
    waitingSince(db, petitionId),
    companyCalendar(db, settings),
    moderationConflict(db, { petitionId, personNumber }),
    similarToPetition(db, petition.text, { limit: sideBySide, except: petitionId, among: known }),
  ]);
  const similar = await Promise.all(near.map(({ id }) => petitionRecord(db, id)));
  return {
    petition,
    clock: waiting && moderationClock(calendar, waiting, dayIn(settings.timeZone, clock.now())),
    conflict,
    similar: similar.flatMap((other) => (other ? [comparedWith(petition, other)] : [])),
  };
}

/** What nobody but its organizer and those with the link may read. */
const unsent: readonly PetitionState[] = ['gathering', 'lapsed'];

function comparedWith(petition: PetitionRecord, other: PetitionRecord): ComparedPetition {
  const { id, state, text } = other;
  const waits = moderatedStates.some((each) => each === state);
  return {
    ...{ id, state, title: text.title },
    href: waits ? `/in/desk/moderation/${id}` : `/petitions/${id}`,
    lines: comparePetitions(petition.text, text),
  };
}
