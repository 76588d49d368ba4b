import type { CloseReason } from '~/features/anonymous/concerns/conversation.schema';
import type { MessageContent } from '~/features/anonymous/concerns/message-content';
import { demoProgrammeIds } from './demo-programmes';
import type { DemoDay } from './demo-petitions';

/** What happens to a concern after it was raised: somebody writes, or a handler does something. */
export type DemoConcernStep = { readonly day: DemoDay } & (
  | { readonly reporter: string }
  | { readonly reply: string; readonly by: 0 | 1 }
  | { readonly note: string; readonly by: 0 | 1 }
  | { readonly read: true; readonly by: 0 | 1 }
  | { readonly assign: 0 | 1 }
  | { readonly labels: readonly string[] }
  | { readonly state: 'in-review' | 'answered' }
  | { readonly closed: CloseReason }
);

export interface DemoConcern {
  readonly name: string;
  readonly day: DemoDay;
  readonly programme: string | null;
  readonly content: Pick<MessageContent, 'kind' | 'programmeField' | 'answers' | 'text'>;
  /** A text file that goes with it. */
  readonly file?: { readonly name: string; readonly text: string };
  readonly steps: readonly DemoConcernStep[];
}

const where = (answer: string) => ({ question: 'Where?', answer });
const since = (answer: string) => ({ question: 'Since when?', answer });
const affected = (answer: string) => ({ question: 'Who is affected?', answer });
const wish = (answer: string) => ({ question: 'What should happen?', answer });

/** Concerns of the demo's past, told so that nobody could say by whom. */
export const demoConcerns: readonly DemoConcern[] = [
  {
    name: 'open tables',
    day: -36,
    programme: demoProgrammeIds.activity,
    content: {
      kind: 'access',
      programmeField: 'readers',
      text: 'The recording of our laptops is paused, and yet what was recorded can still be read by far more people than the register says. I looked for a table of my own in the data catalogue and found the one with everybody’s prompts beside it. It opened. I closed it again, but I was not asked for a reason and I did not have to be anybody in particular.',
      answers: [
        where('The data catalogue, under “workplace analytics”.'),
        since('At least since the summer.'),
        affected('Everybody whose laptop is recorded.'),
        wish('Close it, find out who has read it, and tell those whose data it is.'),
      ],
    },
    file: { name: 'text-1.txt', text: 'workplace_analytics.prompts_v3\n  owner: (none)\n  readers: all-employees\n  rows: not shown\n' }, // prettier-ignore
    steps: [
      { day: -35, read: true, by: 0 },
      { day: -35, assign: 0 },
      { day: -35, labels: ['Access', 'Security told'] },
      { day: -35, reply: 'Thank you. We have seen the same and told security today. Did you see whether the table can also be exported?', by: 0 }, // prettier-ignore
      { day: -33, reporter: 'Yes, there is a button for it. I did not press it.' },
      { day: -32, note: 'Security confirms: the group “all-employees” was on it since the migration. They keep the access log for us.', by: 0 }, // prettier-ignore
      { day: -20, state: 'in-review' },
      { day: -12, reply: 'The table is closed since this morning. Security is going through the log of who opened it, and those whose prompts were read will be told. We keep this open until that is done.', by: 0 }, // prettier-ignore
    ],
  },
  {
    name: 'calls kept',
    day: -38,
    programme: demoProgrammeIds.calls,
    content: {
      kind: 'retention',
      programmeField: 'retention',
      text: 'Support calls are said to be deleted after thirty days. In quality meetings we still listen to calls from last winter.',
      answers: [
        affected('Callers, and everybody who answers calls.'),
        wish('Delete what is too old, and say why it was not.'),
      ],
    },
    steps: [
      { day: -37, read: true, by: 1 },
      { day: -37, assign: 1 },
      { day: -36, labels: ['Retention'] },
      { day: -30, reply: 'We asked the owner of the programme. A second copy was made for training and never deleted. It will be, and the page of the programme will say so.', by: 1 }, // prettier-ignore
      { day: -30, state: 'answered' },
      { day: -27, reporter: 'Thank you. I will listen whether it is true.' },
      { day: -24, closed: 'resolved' },
    ],
  },
  {
    name: 'scanner breaks',
    day: -17,
    programme: demoProgrammeIds.scanners,
    content: {
      kind: 'purpose',
      programmeField: 'purpose',
      text: 'The register says that the location of the hand scanners is no longer recorded. Somebody still adds up how long each of us stands still, and it is used when shifts are handed out.',
      answers: [where('The large warehouse.'), affected('All pickers on the late shift.'), wish('Stop it.')],
    },
    steps: [
      { day: -15, read: true, by: 1 },
      { day: -15, labels: ['Works council'] },
      { day: -14, assign: 1 },
      { day: -14, reply: 'Thank you for telling us. To look into it we need to know how you noticed. Did somebody show you figures, or did you hear of them? Say only what you want to say.', by: 1 }, // prettier-ignore
      { day: -13, state: 'in-review' },
    ],
  },
  {
    name: 'exempt floors',
    day: -11,
    programme: demoProgrammeIds.activity,
    content: {
      kind: 'exemption',
      programmeField: 'exemptions',
      text: 'Directors were told that their laptops are not recorded. Nobody else was told that this is possible, and a colleague who asked for it got no answer at all.',
      answers: [since('Since the programme began.'), wish('Say who is exempt and how one asks for it.')],
    },
    steps: [],
  },
  {
    name: 'asked in review',
    day: -9,
    programme: demoProgrammeIds.activity,
    content: {
      kind: 'retaliation',
      programmeField: null,
      text: 'In a performance review somebody was shown how many minutes their keyboard had been still. It had been promised that this would never happen. They do not dare to say anything, so I do.',
      answers: [affected('One person that I know of; others were surely shown the same.'), wish('That it counts for nothing, and that it stops.')], // prettier-ignore
    },
    steps: [
      { day: -4, read: true, by: 0 },
      { day: -4, labels: ['Access', 'Reviews', 'Urgent'] },
    ],
  },
  {
    name: 'badge lists',
    day: -6,
    programme: null,
    content: {
      kind: 'collection',
      programmeField: null,
      text: 'There are lists in the printer room of who came in when, by name. I do not know which programme they belong to.',
      answers: [where('Second floor.')],
    },
    steps: [],
  },
  {
    name: 'no review',
    day: -3,
    programme: demoProgrammeIds.activity,
    content: {
      kind: 'no-review',
      programmeField: 'privacy-review',
      text: 'The register says that the privacy review is under way. I was told that it has not begun, because nobody was named for it.',
      answers: [],
    },
    steps: [],
  },
  {
    name: 'rubbish',
    day: -26,
    programme: null,
    content: { kind: 'other', programmeField: null, text: 'buy cheap watches here here here', answers: [] },
    steps: [
      { day: -25, read: true, by: 0 },
      { day: -25, closed: 'rubbish' },
    ],
  },
];
