import type { ConcernKind } from '~/features/published/programmes/concern-kind';
import type { CloseReason, ConcernState } from './conversation.schema';

/** What a concern may be about, as people choose it. */
export const kindWords: Readonly<Record<ConcernKind, { readonly label: string; readonly hint: string }>> = {
  purpose: { label: 'What it is used for', hint: 'It is used for something else than was said.' },
  collection: { label: 'What is collected', hint: 'More is recorded than was said, or of more people.' },
  access: { label: 'Who can read it', hint: 'People read it who should not, or too many can.' },
  retention: { label: 'How long it is kept', hint: 'It is not deleted when it should be.' },
  leak: { label: 'A leak', hint: 'Data got out, or lies open to too many.' },
  retaliation: { label: 'Consequences for somebody', hint: 'Somebody suffers for asking, refusing or speaking up.' },
  'no-review': { label: 'A review that is missing', hint: 'It runs without the review that it needs.' },
  exemption: { label: 'Who is exempt', hint: 'Some are spared because of their rank, or exemptions are refused.' },
  other: { label: 'Something else', hint: 'Or several of these.' },
};

/** What everybody is asked, in order. The first is the concern itself. */
export const guidedFields = [
  {
    name: 'what',
    label: 'What happened, or what worries you?',
    hint: 'In your own words. What you saw yourself weighs most; say so where you heard it from others.',
    required: true,
    maxLength: 12_000,
    rows: 8,
  },
  {
    name: 'where',
    label: 'Where?',
    hint: 'A system, a site, a department: as exactly as is needed, no more.',
    required: false,
    maxLength: 1_500,
    rows: 2,
  },
  {
    name: 'since',
    label: 'Since when?',
    hint: 'A month is often enough: the exact minute can say who was there.',
    required: false,
    maxLength: 500,
    rows: 1,
  },
  {
    name: 'affected',
    label: 'Who is affected?',
    hint: 'Groups rather than names, unless a name is the point.',
    required: false,
    maxLength: 1_500,
    rows: 2,
  },
  {
    name: 'wish',
    label: 'What should happen?',
    hint: 'What would put it right, as you see it.',
    required: false,
    maxLength: 1_500,
    rows: 3,
  },
] as const;

/** Where a concern stands, to its reporter. */
export const concernStateWords: Readonly<Record<ConcernState, { readonly label: string; readonly text: string }>> = {
  received: { label: 'Received', text: 'It has arrived whole. A handler will look at it.' },
  'in-review': { label: 'In review', text: 'A handler is looking into it.' },
  answered: { label: 'Answered', text: 'The handlers have answered. You can write back.' },
  closed: { label: 'Closed', text: 'The handlers have closed it.' },
};

export const closeReasonWords: Readonly<Record<CloseReason, string>> = {
  resolved: 'What it was about has been put right.',
  'not-upheld': 'They looked into it and do not share the concern.',
  'out-of-scope': 'They say that it is not theirs to decide.',
  duplicate: 'The same concern is being dealt with already.',
  'no-answer': 'They asked, and no answer came.',
  rubbish: 'They hold it for no concern at all. Its files were deleted, and nothing more can be written.',
};
