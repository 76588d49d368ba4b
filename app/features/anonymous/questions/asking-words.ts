import { explain, type Explanation } from '../signatures/acting-words';

const nothingSent = 'Nothing was sent, and what you wrote is still on this page.';

/** Where asking goes wrong in words of its own. */
const explanations: Readonly<Record<string, Explanation>> = {
  'connection-lost': {
    title: 'The connection was lost',
    text: 'It is not known whether your question arrived. Ask it again as it stands: the same words count once.',
    again: true,
  },
  'all-slots-used': {
    title: 'Three questions a day are all',
    text: `Your key has asked as often as it may today. ${nothingSent} From midnight (UTC) on there are three more.`,
    again: false,
  },
  'keeps-changing': {
    title: 'The register changed while you were asking',
    text: `A new edition came out each time your device had finished. ${nothingSent} Try again.`,
    again: true,
  },
  'not-on-register': {
    title: 'Your key is not on today’s register',
    text: 'A new or replaced key can ask from the day after it was first published on. Come back tomorrow.',
    again: false,
  },
  'smaller-crowd': {
    title: 'The crowd is smaller than this page said',
    text: `Your device counted the keys on the register and found fewer than it was told. ${nothingSent} Open this page again and look at the number first. If this stays, tell whoever you trust.`,
    again: false,
  },
  'clocks-differ': {
    title: 'The clocks differ',
    text: `Your device and this server are more than a day apart. ${nothingSent} Set your device’s clock and open this page again.`,
    again: false,
  },
  'petition-not-open': {
    title: 'No more questions are taken here',
    text: `The petition is neither open nor closed any more. ${nothingSent}`,
    again: false,
  },
  'no-response': {
    title: 'There is no response yet',
    text: `You can ask about the petition itself. ${nothingSent}`,
    again: false,
  },
  malformed: {
    title: 'These words were not taken',
    text: `There may be a character in them that cannot be seen. ${nothingSent} Type them anew rather than paste them.`,
    again: false,
  },
  busy: {
    title: 'Many people are at it just now',
    text: `The queue is full. ${nothingSent} Try again in a moment.`,
    again: true,
  },
};

/** The words for an error's code. */
export function explainAsking(error: unknown): Explanation {
  return explain(error, explanations);
}
