import type { PetitionText } from '~/features/published/petitions/petition';
import type { ResponseText } from '~/features/published/responses/response';

/** What the demo company's people wrote. Invented; no dates, as nobody knows on which day the demo starts. */
export const demoTexts = {
  keystrokes: {
    title: 'Stop recording what we type to train AI',
    demands: [
      'Stop recording keystrokes, clicks and screens on work laptops for the training of AI.',
      'Delete what has been recorded so far, copies and training sets included, and say in writing when that is done.',
      'Before anything like it starts again, publish what is collected, for how long, who can read it and who is exempt.',
    ],
    background: `For some months a program on our laptops has recorded what we type, where we click and what is on the screen. We were told that the recordings are tightly controlled.

Then it turned out that the tables stood open to **everybody in the company**: customers’ names, messages that were never sent, notes for reviews, what somebody wrote to a doctor in the lunch break.

We do not say that data may never help to build anything. We say that

- people have to know *before* they are recorded, and not from a rumour;
- what is kept can leak, and this did;
- work gets worse when every half sentence is kept.

This petition is against nobody. It says that we expect an answer.`,
  },
  readers: {
    title: 'Tell us who could read the recordings, and who did',
    demands: [
      'Say from when to when the tables with recorded data were open to the whole company.',
      'Tell everybody whose data was in them, one by one, what was in it.',
      'Publish how often each table was read, by how many people, and from which teams.',
    ],
    background: `We learned by chance that anybody could open the tables. Since then we have been told that “every access must be traceable”. So it should be possible to say who had access, and who used it.

Nobody is to be pilloried: numbers and teams are enough. Those whose words stood there have a right to know which words.`,
  },
  reviews: {
    title: 'Keep recordings of our work out of performance reviews',
    demands: [
      'Do not use recordings of screens or keystrokes to judge anybody’s work.',
      'Show each of us, on request, everything that has been recorded about us.',
      'Switch the recording off for everybody until both are settled.',
    ],
    background: `In two teams, figures about “active hours” turned up in the notes for the yearly reviews. The program that counts them was never announced as a measure of anybody’s work, and it counts thinking as absence.

Whoever reads a drawing for an hour before touching the mouse has worked for an hour.`,
  },
  shifts: {
    title: 'Announce warehouse shifts three weeks ahead',
    demands: [
      'Publish the shift plan at least three weeks before it begins.',
      'Where a shift has to be changed later than that, ask first, and pay a supplement.',
    ],
    background: `The plan comes out on Thursdays for the Monday after. Whoever has children, or looks after somebody, or shares a car, starts over every week.

Support has had three weeks’ notice for two years, and it works there.`,
  },
  badges: {
    title: 'Delete door and badge logs after two weeks',
    demands: [
      'Delete the log of who opened which door after two weeks.',
      'Say who may look into it, and write down every time somebody does.',
    ],
    background: `Every door in the new building writes down whose badge opened it. We asked how long that is kept; nobody knew. Two weeks are enough to find out about a theft.`,
  },
  canteen: {
    title: 'A warm vegetarian dish in the harbour canteen every day',
    demands: ['Offer a warm vegetarian dish every day, and say on Friday what there will be in the week after.'],
    background: `On three days of five there is salad, or chips. The kitchen said that it would gladly cook more if somebody asked for it. So we ask.`,
  },
  dogs: {
    title: 'Allow dogs in the sensors laboratory',
    demands: ['Allow well-behaved dogs in the offices beside the laboratory on two days of the week.'],
    background: '',
  },
  rota: {
    title: 'Publish the on-call rota a month ahead',
    demands: [
      'Publish who is on call at least a month ahead.',
      'Give a day off after every night on which somebody was called out more than once.',
    ],
    background: `Being on call is part of the job. Learning of it on the Friday before is not.`,
  },
  parking: {
    title: 'Give Kirsten her parking space back',
    demands: ['Give Kirsten from support the parking space that she had before the yard was rebuilt.'],
    background: 'She parked there for nine years.',
  },
  phones: {
    title: 'Do something about our phones at last',
    demands: ['Find a solution for the phones that everybody can live with.'],
    background: 'Some of us read work mail on private phones and some of us refuse to. It cannot stay like this.',
  },
  meetings: {
    title: 'Ask before a meeting is recorded and transcribed',
    demands: [
      'Switch automatic recording and transcription of meetings off; whoever wants it asks everybody in the room first.',
      'Delete transcripts after thirty days unless all who took part want to keep them.',
    ],
    background: `Since the last update every meeting is transcribed unless somebody finds the switch. People have stopped saying what they think.`,
  },
} as const satisfies Record<string, PetitionText>;

export const demoUpdates = {
  keystrokesFirst: `Thank you to everybody who has signed so far. Several people asked whether signing can be traced to them. It cannot: the page of this site on safety says why, and what it cannot protect you from. If you are unsure about your laptop, sign on your own phone.`,
  keystrokesSecond: `We were asked what “copies and training sets included” means. It means that a model trained on the recordings counts as a copy of them. If leadership sees that differently, the answer to the second demand is the place to say so.`,
  reviews: `Works council and human resources have met about the first demand. There is nothing in writing yet.`,
  shifts: `The threshold is reached, so leadership owes us an answer. Two team leads in the warehouse told us that they would welcome the change too.`,
} as const;

export const demoResponse: ResponseText = {
  body: `Thank you for bringing this up plainly. Figures about “active hours” should never have found their way into notes for reviews. We have asked both teams to remove them, and have told everybody who leads a team why.`,
  items: [
    {
      answer: 'accepted',
      reason:
        'Recordings are not to be used to judge anybody’s work. The guidelines for reviews say so now, and notes with such figures have to be written anew.',
    },
    {
      answer: 'partly',
      reason:
        'Everybody can ask for what was recorded in the last ninety days and gets it within two weeks. Older recordings are archived in a way that does not let us search them by person; we are looking for a way to delete them rather than to open them.',
    },
    {
      answer: 'declined',
      reason:
        'The recording stays on for the two teams in which a fault in our instruments is being looked for. We do not want to lose three months of that work. For all other teams it is off already.',
    },
  ],
};
