import { companyCalendar } from '~/features/published/calendar/holidays.queries.server';
import { moderationClock, type ModerationClock } from '~/features/published/petitions/moderation-clock';
import { waitingPetitions, type WaitingPetition } from '~/features/published/petitions/moderation.queries.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { conflictOf, type Conflict } from './moderation-conflict';
import { moderatorsInOffice, sidesOf } from './moderation-conflicts.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'timeZone' | 'workingWeek'>;
}

/** A petition that waits, as one of the moderators sees it. */
export interface QueuedPetition extends WaitingPetition, ModerationClock {
  /** Why this moderator may not decide; null where they may. */
  readonly conflict: Conflict | null;
  /** How many moderators may. */
  readonly deciders: number;
}

/** Everything that waits for a moderator, most pressing first, as somebody who moderates sees it. Does NOT check that they do. */
export async function moderationQueue(
  { db, clock, settings }: Deps,
  { personNumber }: { readonly personNumber: string },
): Promise<QueuedPetition[]> {
  const [waiting, moderators, calendar] = await Promise.all([
    waitingPetitions(db),
    moderatorsInOffice(db),
    companyCalendar(db, settings),
  ]);
  const today = dayIn(settings.timeZone, clock.now());
  const sides = await sidesOf(
    db,
    waiting.map(({ id }) => id),
  );
  const me = moderators.find((each) => each.personNumber === personNumber);
  const queue = waiting.flatMap((petition) => {
    const side = sides.get(petition.id);
    if (!side) return [];
    const conflict = me ? conflictOf(me, side) : null;
    const deciders = moderators.filter((each) => conflictOf(each, side) === null).length;
    return [{ ...petition, ...moderationClock(calendar, petition, today), conflict, deciders }];
  });
  return queue.sort((a, b) => compare(a.dueDay, b.dueDay) || compare(a.sinceDay, b.sinceDay) || compare(a.id, b.id));
}

/** What waits and can be decided by no moderator that there is: administrators have to name another one. */
export async function undecidablePetitions(deps: Deps): Promise<readonly Pick<QueuedPetition, 'id' | 'state'>[]> {
  const queue = await moderationQueue(deps, { personNumber: '' });
  return queue.filter(({ deciders }) => deciders === 0).map(({ id, state }) => ({ id, state }));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
