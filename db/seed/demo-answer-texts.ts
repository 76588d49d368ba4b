import { base32nopad } from '@scure/base';
import { hashFields } from '~/crypto/hash';
import type { Choice } from '~/crypto/semaphore/statement';
import type { PledgeDocument } from '~/features/published/pledges/pledge';
import type { ResponseText } from '~/features/published/responses/response';
import type { DemoDay } from './demo-petitions';
import { demoResponse } from './demo-texts';

/** In the form of any random name: what proofs are made for has the same one in every demo. */
const demoId = (name: string): string =>
  base32nopad.encode(hashFields('demo-answer/v1', name).slice(0, 16)).toLowerCase();

/** What leadership says to all staff. */
export const demoAnnouncements = {
  controlled: {
    day: -52,
    title: 'How recordings for product training are kept',
    body: 'Several of you asked who can read what the activity program records. The recordings are tightly controlled: they are open to the six people of the training team and to nobody else, and every look at them is written down.',
  },
  answered: {
    day: -31,
    title: 'Recordings and performance reviews: our answer',
    body: 'We have answered the petition “Keep recordings of our work out of performance reviews”, demand by demand. You find the answer below the petition, with what we pledge. Whether it answers what was asked is for you to judge, there and unseen.',
  },
} as const;

/** The response to the petition on reviews once it was put right. */
export const revisedResponse: ResponseText & { readonly day: DemoDay; readonly reason: string } = {
  day: -20,
  reason:
    'Our first answer said nothing of what came out on the day after it: the recordings stood open to more people than we had told you.',
  body: `${demoResponse.body}

We also have to put right what we told you before. Access lists were misconfigured: for eleven weeks the recordings could be opened by everybody in the company. That is closed, and what was read is being found out.`,
  items: demoResponse.items,
};

export const contradictionWords =
  'All staff were told that six people could read the recordings. At that time everybody could.';

/** What leadership asks the organizer of the petition on shifts, and what she answers. */
export const demoClarification = {
  asked: -12,
  question:
    'Your first demand says “at least three weeks before it begins”. Does a shift plan for four weeks begin with its first shift, or may each week of it be published on its own, three weeks ahead?',
  answered: -11,
  answer:
    'Each week on its own is fine. What matters is that nobody learns on Thursday what they do on Monday: any shift should be known three weeks before it is worked.',
} as const;

/** A change of a pledge: whatever of it is named here becomes another. */
interface PledgeStep {
  readonly day: DemoDay;
  readonly status: PledgeDocument['status'];
  readonly evidence: PledgeDocument['evidence'];
  readonly reason: string;
}

export interface DemoPledge extends Pick<PledgeDocument, 'text' | 'howSeen' | 'witnessed'> {
  readonly id: string;
  readonly name: string;
  readonly due: DemoDay;
  readonly milestones: readonly { readonly text: string; readonly day: DemoDay }[];
  readonly steps: readonly PledgeStep[];
}

/** On which day the pledges are made. */
export const pledgesMade: DemoDay = -30;

const pledges: readonly Omit<DemoPledge, 'id'>[] = [
  {
    name: 'guidelines',
    text: 'Notes for reviews that hold figures about “active hours” are written anew.',
    howSeen: 'Whoever leads a team confirms it in writing, and everybody can ask to see their own notes.',
    witnessed: 'is-there',
    due: -12,
    milestones: [{ text: 'Both teams have handed in their notes', day: -22 }],
    steps: [
      {
        day: -24,
        status: 'in-progress',
        evidence: [],
        reason: 'Both teams have begun.',
      },
      {
        day: -14,
        status: 'kept',
        evidence: [
          {
            title: 'What human resources found in both teams',
            url: 'https://intranet.tidewater.example/reviews/notes',
          },
        ],
        reason: 'All fourteen notes have been written anew, and the works council has seen them.',
      },
    ],
  },
  {
    name: 'requests',
    text: 'Everybody can ask what was recorded about them in the last ninety days, and gets it within two weeks.',
    howSeen: 'There is a form for it on the intranet, and requests are answered within two weeks.',
    witnessed: 'is-there',
    due: -4,
    milestones: [
      { text: 'The form is there', day: -18 },
      { text: 'The first requests are answered', day: -4 },
    ],
    steps: [
      {
        day: -19,
        status: 'in-progress',
        evidence: [],
        reason: 'The form is being tried out by the works council.',
      },
    ],
  },
  {
    name: 'recorder',
    text: 'The recorder is switched off on every laptop but those of the two teams that look for the fault.',
    howSeen: 'Its sign in the corner of the screen is gone, and it is not in the list of running programs.',
    witnessed: 'stops',
    due: 21,
    milestones: [
      { text: 'Off in Operations', day: -9 },
      { text: 'Off in Engineering', day: 12 },
    ],
    steps: [
      {
        day: -16,
        status: 'in-progress',
        evidence: [],
        reason: 'The first laptops in Operations have it switched off.',
      },
    ],
  },
];

export const demoPledges: readonly DemoPledge[] = pledges.map((pledge) => ({ ...pledge, id: demoId(pledge.name) }));

/** What colleagues choose unseen on which day, each group colleagues who have said nothing on this thing yet. */
interface Said {
  readonly day: DemoDay;
  readonly choice: Choice;
  readonly colleagues: number;
  /** The unit that they are of and disclose. */
  readonly unit?: string;
}

/** On the answer to each demand of the petition on reviews. */
export const demoVerdicts: readonly (readonly Said[])[] = [
  [
    { day: -28, choice: 'answered', colleagues: 5 },
    { day: -28, choice: 'partly', colleagues: 1 },
  ],
  [
    { day: -28, choice: 'partly', colleagues: 4 },
    { day: -27, choice: 'not', colleagues: 1 },
    { day: -27, choice: 'answered', colleagues: 1 },
  ],
  [
    { day: -28, choice: 'not', colleagues: 6 },
    { day: -27, choice: 'answered', colleagues: 1 },
  ],
];

/** On the pledge that the recorder is switched off. */
export const demoWitnesses: readonly Said[] = [
  { day: -13, choice: 'not-done', colleagues: 3 },
  { day: -8, choice: 'not-done', colleagues: 4, unit: 'Tidewater Instruments / Operations / Warehouse' },
  { day: -8, choice: 'done', colleagues: 3, unit: 'Tidewater Instruments / Operations / Support' },
  { day: -2, choice: 'done', colleagues: 2 },
];

export interface DemoQuestion {
  readonly id: string;
  readonly name: string;
  readonly asked: DemoDay;
  readonly body: string;
  /** What the moderator decided; null while it waits. */
  readonly decision: { readonly day: DemoDay; readonly reasonCode: string; readonly words: string } | null;
  readonly support: readonly Said[];
  readonly answer: { readonly day: DemoDay; readonly body: string } | null;
}

const questions: readonly Omit<DemoQuestion, 'id'>[] = [
  {
    name: 'who-read',
    asked: -19,
    body: 'Were the recordings read by anybody outside the training team in those eleven weeks, and will those whose words were read be told?',
    decision: { day: -18, reasonCode: 'meets-the-rules', words: '' },
    support: [
      { day: -17, choice: 'support', colleagues: 5 },
      { day: -10, choice: 'support', colleagues: 2 },
    ],
    answer: {
      day: -9,
      body: 'Yes. Seventeen people outside the team opened them, nine of them in Finance, by mistake as far as we can tell. Everybody whose recordings were among those is being written to this month, with what was read.',
    },
  },
  {
    name: 'instruments',
    asked: -19,
    body: 'How long will the two teams that look for the fault go on being recorded, and who decides that it is found?',
    decision: { day: -18, reasonCode: 'meets-the-rules', words: '' },
    support: [{ day: -17, choice: 'support', colleagues: 4 }],
    answer: null,
  },
  {
    name: 'hr-lead',
    asked: -15,
    body: 'Why is the person in human resources who put the figures into our notes still there?',
    decision: {
      day: -14,
      reasonCode: 'personal-attack',
      words:
        'It is about one person rather than about what was done. A question how such figures came into the notes is welcome.',
    },
    support: [],
    answer: null,
  },
  {
    name: 'archive',
    asked: -1,
    body: 'When will the archived recordings that cannot be searched by person be deleted?',
    decision: null,
    support: [],
    answer: null,
  },
];

export const demoQuestions: readonly DemoQuestion[] = questions.map((each) => ({ ...each, id: demoId(each.name) }));
