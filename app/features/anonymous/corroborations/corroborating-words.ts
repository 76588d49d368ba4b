import { explain, nothingSent, type Explanation } from '../signatures/acting-words';

/** Where saying something of a summary goes wrong in words of its own. */
const explanations: Readonly<Record<string, Explanation>> = {
  'not-on-register': {
    title: 'Your key is not on this summary’s register',
    text: 'A new key can act from the next publication on. A replaced key can act on what is published after the replacement. If you have just enrolled, come back after the next count.',
    again: true,
  },
  'smaller-crowd': {
    title: 'The crowd is smaller than this page said',
    text: `Your device counted the keys on the register and found fewer than it was told. ${nothingSent} Open the summary again and look at the number first. If this stays, tell whoever you trust.`,
    again: false,
  },
  'stale-action': {
    title: 'Somebody else acted with your key just now',
    text: 'Your key chose from another place at the same time. Open this page again to see where it stands.',
    again: false,
  },
  'summary-closed': {
    title: 'This summary takes no more answers',
    text: `A year has passed since it was published. ${nothingSent}`,
    again: false,
  },
  'unknown-summary': { title: 'There is no such summary', text: nothingSent, again: false },
  busy: {
    title: 'Many people are at it just now',
    text: `The queue is full. ${nothingSent} Try again in a moment.`,
    again: true,
  },
};

/** The words for an error's code. */
export function explainCorroborating(error: unknown): Explanation {
  return explain(error, explanations);
}
