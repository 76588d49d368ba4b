import type { Corroboration } from '~/crypto/semaphore/statement';
import { choiceHints, choiceWords } from '~/features/published/summaries/summary-words';
import type { ChoosingWords } from '../choices/choosing-words';

/** How the page speaks on which something is said of a summary. Each choice is counted for itself. */
export const corroboratingWords: ChoosingWords<Corroboration> = {
  step: 'Say it',
  doing: 'Saying what you know',
  did: 'spoken of this summary',
  thing: 'this summary',
  before: 'Before you say anything',
  question: 'What do you know of it?',
  labels: choiceWords,
  hints: choiceHints,
  enough: (minimum) => `if at least ${minimum} chose the same by then`,
  waits: (minimum) => `if at least ${minimum} colleagues say the same, and waits until they do`,
  replaces: 'A new choice takes its place once enough colleagues made it.',
  change: 'You can choose otherwise on this page for a year after the summary was published.',
  closed: { title: 'This summary takes no more answers', text: 'A year has passed since it was published.' },
};
