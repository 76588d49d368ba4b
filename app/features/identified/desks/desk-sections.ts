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
];

/** The pages that there are for a petition as it stands. */
export function sectionsFor(petition: DeskPetition): readonly DeskSection[] {
  return deskSections.filter(({ when }) => when(petition));
}
