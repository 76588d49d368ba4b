import type { ProgrammeDocument } from '~/features/published/programmes/programme';

/** A programme of which nothing but its name and its state is known. */
export const bareProgramme: ProgrammeDocument = {
  name: 'Laptop activity recording',
  status: 'active',
  owner: null,
  purpose: null,
  collected: null,
  fromWhom: null,
  since: null,
  retention: null,
  readers: null,
  processedWhere: null,
  reviews: { privacy: null, security: null, worksCouncil: null, legalBasis: null },
  optOut: null,
  exemptions: null,
  incidents: null,
  questions: [],
};

/** A programme of which everything is answered. */
export const fullProgramme: ProgrammeDocument = {
  name: 'Laptop activity recording',
  status: 'active',
  owner: 'Lena Leader',
  purpose: 'Training of the assistant that writes replies to customers.',
  collected: { kinds: ['keystrokes', 'screen'], detail: 'One picture of the screen every ten seconds.' },
  fromWhom: 'Everybody in support and sales.',
  since: '2026-01-12',
  retention: { text: 'Deleted afterwards, copies included.', days: 90 },
  readers: { text: 'The data team and two suppliers.', people: 1204 },
  processedWhere: 'Our own machines in Frankfurt.',
  reviews: {
    privacy: { state: 'done', day: '2026-01-05', summary: 'High risk, accepted with conditions.', documents: [] },
    security: { state: 'under-way', day: null, summary: null, documents: [] },
    worksCouncil: { state: 'not-done', day: null, summary: 'It was not asked.', documents: [] },
    legalBasis: { state: 'done', day: '2026-01-05', summary: 'Legitimate interest.', documents: [] },
  },
  optOut: 'By mail to the data team, without giving a reason.',
  exemptions: [
    { rank: 'Directors', exempt: true, why: 'They handle contracts.' },
    { rank: 'Everybody else', exempt: false, why: null },
  ],
  incidents: [{ day: '2026-03-02', text: 'Tables stood open to everybody in the company.' }],
  questions: [
    { id: 'seen', text: 'Did you see somebody else’s data?', kind: 'yes-no', options: [], showIf: null },
    {
      id: 'where',
      text: 'Where?',
      kind: 'choice',
      options: ['In a table', 'In a report'],
      showIf: { question: 'seen', equals: 'yes' },
    },
    {
      id: 'report',
      text: 'Which report?',
      kind: 'text',
      options: [],
      showIf: { question: 'where', equals: 'In a report' },
    },
    { id: 'leaked', text: 'What leaked?', kind: 'text', options: [], showIf: { question: 'kind', equals: 'leak' } },
  ],
};
