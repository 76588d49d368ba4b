import type { Quoted } from '~/features/published/contradictions/contradiction';
import type { Contradiction } from '~/features/published/contradictions/contradictions.queries.server';
import { linkContradiction, prepareContradiction } from '~/features/published/contradictions/link-contradiction.server';
import { withdrawContradiction } from '~/features/published/contradictions/withdraw-contradiction.server';
import { appendEntry } from '~/features/published/ledger/append-entry.server';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import { dayIn } from '~/platform/zoned-time';
import type { IdentifiedDatabase } from '~db/identified-client';
import { inTransaction } from '~db/transaction';
import { DeskError, type Actor } from './desk';
import { organizes } from './organizer.queries.server';

interface Deps {
  readonly db: IdentifiedDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
}

interface Link {
  readonly actor: Actor;
  readonly petitionId: string;
  /** Already parsed by `contradictionSchema`. */
  readonly sides: readonly [Quoted, Quoted];
  readonly words: string;
}

/**
 * What a link would say, refused wherever linking would be. Changes nothing.
 * @throws DeskError `not-organizer`
 * @throws ContradictionError as {@link prepareContradiction}
 */
export async function previewOwnContradiction(
  { db, clock, settings }: Deps,
  { actor, petitionId, ...link }: Link,
): Promise<Contradiction> {
  if (!(await organizes(db, { petitionId, personNumber: actor.personNumber }))) throw new DeskError('not-organizer');
  const day = dayIn(settings.timeZone, clock.now());
  return { id: 'as-it-would-stand', ...(await prepareContradiction(db, { petitionId, ...link, day })) };
}

/**
 * An organizer says, on their petition, that two statements contradict each other.
 * @throws DeskError `not-organizer`
 * @throws ContradictionError as {@link linkContradiction}
 */
export function linkOwnContradiction(
  { db, clock, settings }: Deps,
  { actor, petitionId, ...link }: Link,
): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) throw new DeskError('not-organizer');
    const day = dayIn(settings.timeZone, clock.now());
    await appendEntry(tx, await linkContradiction(tx, { petitionId, ...link, day }));
  });
}

/**
 * An organizer takes back what was linked on their petition, with a reason that everybody can read.
 * @param input.reason already parsed by `withdrawalSchema`
 * @throws DeskError `not-organizer`
 * @throws ContradictionError as {@link withdrawContradiction}
 */
export function withdrawOwnContradiction(
  { db, clock, settings }: Deps,
  { actor, petitionId, id, reason }: { actor: Actor; petitionId: string; id: string; reason: string },
): Promise<void> {
  return inTransaction(db, async (tx) => {
    if (!(await organizes(tx, { petitionId, personNumber: actor.personNumber }))) throw new DeskError('not-organizer');
    const day = dayIn(settings.timeZone, clock.now());
    await appendEntry(tx, await withdrawContradiction(tx, { petitionId, id, reason, day }));
  });
}
