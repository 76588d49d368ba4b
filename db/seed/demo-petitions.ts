import { base32nopad } from '@scure/base';
import { hashFields } from '~/crypto/hash';
import type { PetitionText } from '~/features/published/petitions/petition';
import type { ResponseText } from '~/features/published/responses/response';
import { demoUnit } from './demo-roster';
import { demoTexts, demoResponse, demoUpdates } from './demo-texts';

/** A day of the demo's past (negative) or future, counted from the day on which the demo starts for the first time. */
export type DemoDay = number;

export interface DemoDecision {
  readonly day: DemoDay;
  readonly reasonCode: string;
  readonly words: string;
}

/** The story of one petition. It comes to everything that it shows by way of the house's own acts and publications. */
export interface DemoPetition {
  readonly id: string;
  readonly name: keyof typeof demoTexts;
  readonly organizer: string;
  readonly text: PetitionText;
  readonly submitted: DemoDay;
  readonly closes: DemoDay;
  /** What the moderator decided; null while it waits. An accepted one opens with that day's publication. */
  readonly decision: DemoDecision | null;
  /** What its organizer said against a rejection, and what the other moderator decided then. */
  readonly appeal: { readonly day: DemoDay; readonly words: string; readonly decision: DemoDecision } | null;
  /** How many colleagues signed on which day, and how many took it back. */
  readonly signed: readonly (readonly [day: DemoDay, colleagues: number])[];
  readonly withdrawn: readonly (readonly [day: DemoDay, colleagues: number])[];
  /** Which unit colleagues name with their signature, by the one that they work in: their own, or one above it. */
  readonly named: Readonly<Record<string, string>>;
  readonly updates: readonly { readonly day: DemoDay; readonly body: string }[];
  readonly response: { readonly day: DemoDay; readonly text: ResponseText } | null;
}

/** When how many colleagues enrolled a key. */
export const demoEnrolments: readonly (readonly [day: DemoDay, colleagues: number])[] = [
  [-240, 20],
  [-60, 15],
  [-30, 10],
  [-5, 2],
];

/** Share of the roster that obliges leadership to answer, as the administrator has set it: 18 of 60. */
export const demoThresholdPercent = 30;

const accepted = (day: DemoDay) => ({ day, reasonCode: 'meets-the-rules', words: '' });

type Story = Pick<DemoPetition, 'name' | 'organizer' | 'submitted' | 'closes' | 'decision'> &
  Partial<Pick<DemoPetition, 'appeal' | 'signed' | 'withdrawn' | 'named' | 'updates' | 'response'>>;

const stories: readonly Story[] = [
  // Long closed, never reached its threshold: archived by now.
  {
    name: 'rota',
    organizer: 'Kwame Osei',
    submitted: -238,
    closes: -200,
    decision: accepted(-237),
    signed: [[-236, 3], [-233, 4], [-228, 3], [-220, 2]], // prettier-ignore
  },
  // Answered, each demand in another way.
  {
    name: 'reviews',
    organizer: 'Tomasz Baran',
    submitted: -58,
    closes: -28,
    decision: accepted(-57),
    signed: [[-56, 6], [-55, 5], [-54, 4], [-52, 3], [-50, 3], [-46, 2], [-40, 2]], // prettier-ignore
    updates: [{ day: -45, body: demoUpdates.reviews }],
    response: { day: -31, text: demoResponse },
  },
  // Closed with its threshold reached: the answer is overdue.
  {
    name: 'readers',
    organizer: 'Priya Deshmukh',
    submitted: -57,
    closes: -20,
    decision: accepted(-56),
    signed: [[-54, 4], [-53, 5], [-51, 3], [-48, 4], [-45, 3], [-41, 3], [-36, 2], [-29, 1]], // prettier-ignore
  },
  // Closed without reaching its threshold.
  {
    name: 'canteen',
    organizer: 'Fatou Diallo',
    submitted: -50,
    closes: -18,
    decision: accepted(-49),
    signed: [[-48, 3], [-46, 2], [-43, 2], [-39, 1], [-30, 1]], // prettier-ignore
  },
  // Closed under its critical mass: what had been signed is deleted.
  {
    name: 'dogs',
    organizer: 'Jonas Fischer',
    submitted: -42,
    closes: -12,
    decision: accepted(-41),
    signed: [[-40, 1], [-35, 1]], // prettier-ignore
  },
  // Reached its threshold and waits for its answer.
  {
    name: 'shifts',
    organizer: 'Ingrid Bakken',
    submitted: -20,
    closes: 45,
    decision: accepted(-19),
    signed: [[-18, 4], [-17, 3], [-16, 3], [-15, 2], [-14, 3], [-13, 2], [-11, 2], [-9, 2], [-6, 1], [-2, 1]], // prettier-ignore
    named: {
      [demoUnit('Operations / Warehouse')]: demoUnit('Operations / Warehouse'),
      [demoUnit('Engineering / Storage')]: demoUnit('Engineering'),
    },
    updates: [{ day: -10, body: demoUpdates.shifts }],
  },
  // Open, and on its way.
  {
    name: 'keystrokes',
    organizer: 'Oona Organizer',
    submitted: -15,
    closes: 75,
    decision: accepted(-14),
    signed: [[-13, 3], [-12, 2], [-11, 1], [-10, 2], [-8, 1], [-7, 2], [-5, 1], [-4, 2], [-2, 2], [-1, 1]], // prettier-ignore
    withdrawn: [[-3, 1]],
    updates: [
      { day: -9, body: demoUpdates.keystrokesFirst },
      { day: -3, body: demoUpdates.keystrokesSecond },
    ],
  },
  // Just opened: two signatures wait for a third before anybody sees a number.
  {
    name: 'badges',
    organizer: 'Chiara Conti',
    submitted: -3,
    closes: 60,
    decision: accepted(-2),
    signed: [[-1, 2]],
  },
  {
    name: 'parking',
    organizer: 'Bao Tran',
    submitted: -10,
    closes: 20,
    decision: {
      day: -9,
      reasonCode: 'single-case',
      words:
        'This is about one person’s parking space. The facilities desk can settle it, and the works council helps if it does not. ' +
        'A petition about how parking spaces are given out would be welcome.',
    },
    appeal: {
      day: -8,
      words: 'It is my space today and somebody else’s tomorrow. Everybody who works late is meant.',
      decision: {
        day: -5,
        reasonCode: 'reason-holds',
        words:
          'The text asks for one space to be given back to one person, and people would sign that text. What the appeal speaks of ' +
          'is worth a petition: please write it for everybody who works late.',
      },
    },
  },
  {
    name: 'phones',
    organizer: 'Oona Organizer',
    submitted: -6,
    closes: 60,
    decision: {
      day: -4,
      reasonCode: 'unclear',
      words:
        'Please say what leadership is to do: pay for a second phone, allow work accounts on private ones, or something else?',
    },
  },
];

/** The petitions of the demo company, in the order in which they came in. */
export const demoPetitions: readonly DemoPetition[] = stories
  .map(petitionOf)
  .sort((one, other) => one.submitted - other.submitted);

/** The one that came in last, after the last publication, and waits for a moderator. */
export const lastPetition: DemoPetition = petitionOf({
  name: 'meetings',
  organizer: 'Erin Employee',
  submitted: -1,
  closes: 90,
  decision: null,
});

function petitionOf(story: Story): DemoPetition {
  const nothing = { appeal: null, signed: [], withdrawn: [], named: {}, updates: [], response: null };
  return { ...nothing, ...story, id: demoPetitionId(story.name), text: demoTexts[story.name] };
}

/** In the form of the random id of any petition. */
function demoPetitionId(name: string): string {
  return base32nopad.encode(hashFields('demo-petition/v1', name).slice(0, 16)).toLowerCase();
}
