import type { DeskView } from '~/features/published/petitions/petition-page.queries.server';

/** What of a petition decides which of its desk's pages there are. */
export type DeskPetition = Pick<DeskView, 'id' | 'state' | 'openedDay'>;

/** One page of an organizer's desk beside the petition's own. */
export interface DeskSection {
  readonly href: (petitionId: string) => string;
  readonly title: string;
  /** One sentence: what one comes there for. */
  readonly hint: string;
  /** Whether there is something to do there for a petition in this state. */
  readonly when: (petition: DeskPetition) => boolean;
}

const ofPetition = (page: string) => (petitionId: string) => `/in/desk/organizer/${petitionId}/${page}`;

/** In the order in which a petition's life needs them. */
export const deskSections: readonly DeskSection[] = [
  {
    href: ofPetition('appeal'),
    title: 'Ask another moderator',
    hint: 'Where a petition was rejected, one appeal can be made, and read again.',
    when: ({ state }) => state === 'rejected' || state === 'appealed',
  },
  {
    href: ofPetition('sponsors'),
    title: 'Sponsors',
    hint: 'The link to pass on, and what happens once there are enough.',
    when: ({ state }) => state === 'gathering',
  },
  {
    href: ofPetition('share'),
    title: 'Print and share',
    hint: 'A poster, a flyer and a picture with the seal, and a frame for your intranet.',
    when: ({ openedDay }) => openedDay !== null,
  },
  {
    href: ofPetition('contradictions'),
    title: 'Statements that contradict each other',
    hint: 'Put two things that leadership said side by side, word for word.',
    when: ({ openedDay }) => openedDay !== null,
  },
  {
    href: ofPetition('organizers'),
    title: 'Who organizes it',
    hint: 'Ask colleagues to organize it with you, or hand it over to them.',
    when: ({ state }) => state !== 'lapsed' && state !== 'archived',
  },
  {
    href: ofPetition('ending'),
    title: 'End it or merge it',
    hint: 'Retire it with a reason, or merge it with another one that asks for the same.',
    when: ({ state }) => state === 'open',
  },
];

/** The pages that there are for a petition as it stands. */
export function sectionsFor(petition: DeskPetition): readonly DeskSection[] {
  return deskSections.filter(({ when }) => when(petition));
}
