import { explain, nothingSent, type Explanation } from '../signatures/acting-words';
import { unitExplanations } from '../units/unit-words';

/** How a page speaks of one kind of thing that is chosen on, and of choosing. */
export interface ChoosingWords<C extends string> {
  /** What one does, as the name of the last step: "Judge". */
  readonly step: string;
  /** What it is called while it is done: "Judging". */
  readonly doing: string;
  /** What others have done who did the same: "judged this answer". */
  readonly did: string;
  /** The thing: "this answer". */
  readonly thing: string;
  /** Above what is to be known before. */
  readonly before: string;
  readonly question: string;
  readonly labels: Readonly<Record<C, string>>;
  readonly hints: Readonly<Record<C, string>>;
  /** The condition under which it is published: "if at least 10 have judged this answer by then". */
  readonly enough: (minimum: string) => string;
  /** The same afterwards: "if at least 10 colleagues have judged it, and waits until they have". */
  readonly waits: (minimum: string) => string;
  /** What becomes of an earlier choice. */
  readonly replaces: string;
  /** Until when another choice can take its place. */
  readonly change: string;
  /** What is said of a thing that can no longer be chosen on. */
  readonly closed: { readonly title: string; readonly text: string };
}

/** Where choosing goes wrong in words of its own. */
const explanations = ({ thing, closed }: Pick<ChoosingWords<never>, 'thing' | 'closed'>) => {
  const over: Explanation = { title: closed.title, text: `${closed.text} ${nothingSent}`, again: false };
  const unknown: Explanation = { title: 'There is no such thing here', text: nothingSent, again: false };
  return {
    'not-on-register': {
      title: `Your key is not on ${thing}’s register`,
      text: 'A new key can act from the next publication on. A replaced key can act on what is published after the replacement. If you have just enrolled, come back after the next count.',
      again: true,
    },
    'smaller-crowd': {
      title: 'The crowd is smaller than this page said',
      text: `Your device counted the keys on the register and found fewer than it was told. ${nothingSent} Open this page again and look at the number first. If this stays, tell whoever you trust.`,
      again: false,
    },
    'stale-action': {
      title: 'Somebody else acted with your key just now',
      text: 'Your key chose from another place at the same time. Open this page again to see where it stands.',
      again: false,
    },
    'text-changed': {
      title: 'The words have changed',
      text: `They were revised while you read. ${nothingSent} Open this page again and read what they say now.`,
      again: false,
    },
    'choice-closed': over,
    'summary-closed': over,
    'unknown-subject': unknown,
    'unknown-summary': unknown,
    ...unitExplanations('say it', nothingSent),
    'unit-disclosed': {
      title: 'Your key named another unit here before',
      text: `That stands for good. ${nothingSent} Say it as any employee: it then counts in the unit that you named.`,
      again: false,
    },
    busy: {
      title: 'Many people are at it just now',
      text: `The queue is full. ${nothingSent} Try again in a moment.`,
      again: true,
    },
  } satisfies Readonly<Record<string, Explanation>>;
};

/** The words for an error's code. */
export function explainChoosing(error: unknown, words: Pick<ChoosingWords<never>, 'thing' | 'closed'>): Explanation {
  return explain(error, explanations(words));
}
