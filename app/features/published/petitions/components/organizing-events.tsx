import type { ReactNode } from 'react';
import { Link } from '~/ui/link';
import type { PetitionOrganizing } from '../organizing.queries.server';

/** One thing that organizers did, for the timeline. */
export interface OrganizingEvent {
  readonly key: string;
  readonly day: string;
  readonly what: ReactNode;
}

const mergeWords = {
  proposed: 'Its organizers proposed to merge it into',
  agreed: 'It was agreed to merge it into',
  declined: 'The organizers would rather not have it merged into',
} as const;

/** What organizers did with a petition beside what they wrote, oldest first within each kind. */
export function organizingEvents({ changes, merging, ending, merged }: PetitionOrganizing): OrganizingEvent[] {
  return [
    ...changes.map(({ number, act, name, day }) => ({
      ...{ key: `organizer-${String(number)}`, day },
      what: act === 'added' ? `${name} became an organizer.` : `${name} left it to the other organizers.`,
    })),
    ...merging.map(({ number, act, intoId, intoTitle, day }) => ({
      ...{ key: `merge-${String(number)}`, day },
      what: (
        <>
          {mergeWords[act]} <Link to={`/petitions/${intoId}`}>{intoTitle}</Link>.
        </>
      ),
    })),
    ...merged.map(({ id, title, day }) => ({
      ...{ key: `merged-${id}`, day },
      what: (
        <>
          <Link to={`/petitions/${id}`}>{title}</Link> was merged into it.
        </>
      ),
    })),
    ...(ending?.how === 'retired' ? [{ key: 'ended', day: ending.day, what: 'Its organizers retired it.' }] : []),
  ];
}
