import {
  sponsorHints,
  sponsorWords,
  supportHints,
  supportWords,
  verdictHints,
  verdictWords,
  witnessHints,
  witnessWords,
} from '~/features/published/choices/choice-words';
import type { Witnessed } from '~/features/published/pledges/pledge';
import { formatCount } from '~/ui/count';
import type { Sponsoring, Support, Verdict, Witnessing } from './choosable';
import type { ChoosingWords } from './choosing-words';

const withNextCount = 'A new choice takes its place with the next count.';

/** How the page speaks on which an answer is judged. */
export const judgingWords: ChoosingWords<Verdict> = {
  step: 'Judge',
  doing: 'Judging',
  did: 'judged this answer',
  thing: 'this answer',
  before: 'Before you judge it',
  question: 'Does it answer the demand?',
  labels: verdictWords,
  hints: verdictHints,
  enough: (minimum) => `if at least ${minimum} have judged this answer by then`,
  waits: (minimum) => `if at least ${minimum} have judged this answer, and waits until they have`,
  replaces: withNextCount,
  change: 'You can judge it otherwise on this page for a year after the response was last revised.',
  closed: {
    title: 'This answer is no longer judged',
    text: 'A year has passed since the response was published or last revised.',
  },
};

/** How the page speaks on which a pledge is witnessed. */
export const witnessingWords = (witnessed: Witnessed): ChoosingWords<Witnessing> => ({
  step: 'Say it',
  doing: 'Saying what you see',
  did: 'said what they see',
  thing: 'this pledge',
  before: 'Before you say what you see',
  question: 'What do you see where you work?',
  labels: witnessWords[witnessed],
  hints: witnessHints[witnessed],
  enough: (minimum) => `if at least ${minimum} have said what they see by then`,
  waits: (minimum) => `if at least ${minimum} have said what they see, and waits until they have`,
  replaces: withNextCount,
  change: 'When you see something else, say so on this page. You can until a year after the pledge is due.',
  closed: {
    title: 'This pledge takes no more witnesses',
    text: 'A year has passed since it was due.',
  },
});

/** How the page speaks on which a question is supported. */
export const supportingWords: ChoosingWords<Support> = {
  step: 'Support',
  doing: 'Supporting a question',
  did: 'supported this question',
  thing: 'this question',
  before: 'Before you support it',
  question: 'Would you like leadership to answer it?',
  labels: supportWords,
  hints: supportHints,
  enough: (minimum) => `if at least ${minimum} support this question by then`,
  waits: (minimum) => `if at least ${minimum} support this question, and waits until they do`,
  replaces: withNextCount,
  change: 'You can take your support back on this page.',
  closed: {
    title: 'This question takes no more support',
    text: 'Half a year has passed since it was published.',
  },
};

/** How the page speaks on which a petition is sponsored, which looks for so many. */
export const sponsoringWords = (wanted: number): ChoosingWords<Sponsoring> => ({
  step: 'Sponsor',
  doing: 'Sponsoring a petition',
  did: 'sponsored this petition',
  thing: 'this petition',
  before: 'Before you sponsor it',
  question: 'Do you sponsor this petition?',
  labels: sponsorWords,
  hints: sponsorHints,
  // As many as are looked for, which is never fewer than the minimum.
  enough: () => `if at least ${formatCount(wanted)} sponsor this petition by then`,
  waits: () => `if at least ${formatCount(wanted)} sponsor this petition, and waits until they do`,
  replaces: withNextCount,
  change: 'You can take it back on this page, by the same link, for as long as sponsors are looked for.',
  closed: {
    title: 'This petition no longer looks for sponsors',
    text: 'Its days for finding them are over, or enough have come.',
  },
});
