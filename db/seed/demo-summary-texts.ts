import { base32nopad } from '@scure/base';
import { hashFields } from '~/crypto/hash';
import type { Corroboration } from '~/crypto/semaphore/statement';
import type { FieldName } from '~/features/published/programmes/programme-fields';
import type { DemoDay } from './demo-petitions';
import { demoProgrammeIds } from './demo-programmes';

/** A summary that one of the demo's handlers published, and what colleagues said of it on which day. */
export interface DemoSummary {
  readonly id: string;
  readonly name: string;
  readonly day: DemoDay;
  readonly programme: string;
  readonly field: FieldName;
  readonly title: string;
  readonly body: string;
  /** In this order, colleagues who have said nothing yet. */
  readonly said: readonly (readonly [day: DemoDay, choice: Corroboration, colleagues: number])[];
}

const stories: readonly Omit<DemoSummary, 'id'>[] = [
  // Borne out by enough: it is on leadership's desk. One colleague's other word waits for two more like it.
  {
    name: 'breaks',
    day: -12,
    programme: demoProgrammeIds.activity,
    field: 'collected',
    title: 'Screens were recorded during breaks, after it was said to have stopped',
    body:
      'Several colleagues, in more than one team, found that the activity programme went on recording while they were on a break, ' +
      'and on days after the pause had been announced.\n\n' +
      'What they have in common: the recorder was running although its sign in the menu bar was off. ' +
      'We have asked those who run the programme for the log of its pauses, and have not got it yet.',
    said: [
      [-11, 'me-too', 3],
      [-10, 'saw-it', 2],
      [-9, 'contradicts', 1],
      [-7, 'saw-it', 2],
      [-4, 'me-too', 1],
    ],
  },
  // Two have said something: nobody sees a number before there are three.
  {
    name: 'supervisors',
    day: -4,
    programme: demoProgrammeIds.calls,
    field: 'readers',
    title: 'Supervisors listened to calls of people who are not on their team',
    body:
      'More than one colleague in support was told things about a call of theirs by a supervisor of another team, who can only have heard the recording.\n\n' +
      'The register of programmes says that supervisors hear the calls of their own team.',
    said: [[-2, 'saw-it', 2]],
  },
];

/** The summaries of the demo company. */
export const demoSummaries: readonly DemoSummary[] = stories.map((story) => ({
  ...story,
  id: base32nopad.encode(hashFields('demo-summary/v1', story.name).slice(0, 16)).toLowerCase(),
}));
