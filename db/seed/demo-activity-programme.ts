import type { ProgrammeDocument } from '~/features/published/programmes/programme';
import type { ReporterQuestion } from '~/features/published/programmes/reporter-questions';
import type { DemoDay } from './demo-petitions';

type Day = (past: DemoDay) => string;
type Change = Partial<ProgrammeDocument>;

const nothingReviewed = { privacy: null, security: null, worksCouncil: null, legalBasis: null };

/** What the demo company's leadership said, in turn, of the programme that its petitions are about. Invented. */
export const activityDocument = {
  announced: (_: Day): Change => ({
    name: 'Laptop activity recording',
    status: 'announced',
    owner: 'Liv Leadership',
    purpose: 'To train an assistant that takes over work that repeats itself.',
    fromWhom: 'Everybody who works with a laptop.',
    retention: { text: 'As long as it is needed.', days: null },
  }),
  begun: (day: Day): Change => ({
    status: 'active',
    collected: {
      kinds: ['keystrokes', 'mouse', 'screen', 'prompts'],
      detail: 'What is typed and where is clicked, all the time; a picture of the screen every ten seconds.',
    },
    since: day(-62),
    readers: { text: 'The team that trains the assistant. Access is tightly controlled.', people: 35 },
    processedWhere: 'In our own tables.',
    reviews: {
      ...nothingReviewed,
      privacy: {
        state: 'done',
        day: day(-70),
        summary: 'High risk. To be begun only once access is limited and recorded.',
        documents: [],
      },
    },
    exemptions: [
      { rank: 'Directors and above', exempt: true, why: 'They handle contracts and personnel matters.' },
      { rank: 'Legal department', exempt: true, why: null },
      { rank: 'Everybody else', exempt: false, why: null },
    ],
  }),
  counted: {
    readers: { text: 'The team that trains the assistant, and contractors. Access is controlled.', people: 112 },
  } satisfies Change,
  paused: (day: Day): Change => ({
    status: 'paused',
    readers: null,
    incidents: [
      {
        day: day(-42),
        text: 'Tables with recorded data, private messages among it, turned out to stand open to everybody in the company. Since when is not known yet.',
      },
    ],
  }),
  reviewed: (day: Day): Change => ({
    reviews: {
      ...nothingReviewed,
      privacy: {
        state: 'done',
        day: day(-70),
        summary: 'High risk. To be begun only once access is limited and recorded. Neither was the case when it began.',
        documents: [],
      },
      security: { state: 'under-way', day: day(-10), summary: 'By people who did not build it.', documents: [] },
      worksCouncil: {
        state: 'not-done',
        day: null,
        summary: 'The works council was told, but not asked.',
        documents: [],
      },
    },
    retention: { text: 'Until the review is done nothing is deleted and nothing is used.', days: null },
  }),
  questions: [
    {
      id: 'seen',
      text: 'Did you see recordings of somebody else?',
      kind: 'yes-no',
      options: [],
      showIf: null,
    },
    {
      id: 'where',
      text: 'Where did you come across them?',
      kind: 'choice',
      options: ['In a table', 'In a report', 'Somebody showed me'],
      showIf: { question: 'seen', equals: 'yes' },
    },
    {
      id: 'report',
      text: 'Which report was that, and who gets it?',
      kind: 'text',
      options: [],
      showIf: { question: 'where', equals: 'In a report' },
    },
    {
      id: 'used-in-review',
      text: 'Was what had been recorded held against you, or against somebody you know?',
      kind: 'yes-no',
      options: [],
      showIf: { question: 'kind', equals: 'retaliation' },
    },
  ] satisfies ReporterQuestion[],
};
