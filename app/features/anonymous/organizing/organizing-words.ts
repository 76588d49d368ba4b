import { explain, type Explanation } from '../signatures/acting-words';

const nothingSent = 'Nothing was sent, and your draft is still on this device.';

/** Where starting a petition goes wrong in words of its own. */
const whileStarting: Readonly<Record<string, Explanation>> = {
  'connection-lost': {
    title: 'The connection was lost',
    text: 'It is not known whether your petition arrived. Send it again as it stands, with the same words: it counts once.',
    again: true,
  },
  'slot-used': {
    title: 'One petition a day',
    text: `Your key has started a petition unseen today. ${nothingSent} From midnight (UTC) on you can start another.`,
    again: false,
  },
  'key-used': {
    title: 'These words have a petition already',
    text: `Another petition was started with them. ${nothingSent} Go back and have new words made.`,
    again: false,
  },
  'keeps-changing': {
    title: 'The register changed while you were sending',
    text: `A new edition came out each time your device had finished. ${nothingSent} Try again.`,
    again: true,
  },
  'not-on-register': {
    title: 'Your key is not on today’s register',
    text: 'A new or replaced key can start a petition from the day after it was first published on. Your draft stays here: come back tomorrow.',
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
  'unknown-programme': {
    title: 'There is no such programme any more',
    text: `Go back and choose what the petition is about anew. ${nothingSent}`,
    again: false,
  },
  'unknown-unit': {
    title: 'This unit is no longer on the list',
    text: `It has become too small to be named, or has another name. Go back and choose anew whom the petition asks. ${nothingSent}`,
    again: false,
  },
  malformed: {
    title: 'This text was not taken',
    text: `There may be a character in it that cannot be seen, or its last day has come too close. ${nothingSent} Go through the pages once more.`,
    again: false,
  },
  busy: {
    title: 'Many people are at it just now',
    text: `The queue is full. ${nothingSent} Try again in a moment.`,
    again: true,
  },
};

/** The words for what went wrong while a petition was started. */
export function explainOpening(error: unknown): Explanation {
  return explain(error, whileStarting);
}

const nothingDone = 'Nothing was done. What you wrote is still on this page.';

const whileOrganizing: Readonly<Record<string, Explanation>> = {
  'connection-lost': {
    title: 'The connection was lost',
    text: 'It is not known whether it arrived. Try again as it stands: the same counts once.',
    again: true,
  },
  'stale-number': {
    title: 'Something else came in between',
    text: `Somebody with these words was here at the same time, perhaps you in another window. ${nothingDone} Look again where your petition stands.`,
    again: false,
  },
  'not-now': {
    title: 'That cannot be done any more',
    text: `Your petition stands elsewhere by now, or something waits that this would contradict. ${nothingDone} Look again where it stands.`,
    again: false,
  },
  'said-already': {
    title: 'You said that just now',
    text: `Your last news says the very same. ${nothingDone}`,
    again: false,
  },
  'unknown-other': {
    title: 'There is no such open petition',
    text: `It is not open any more, is this one, or nobody has proposed that. ${nothingDone}`,
    again: false,
  },
  'too-many': {
    title: 'That is all until the next publication',
    text: `Ten things wait already, or two hundred were done. ${nothingDone}`,
    again: false,
  },
  'bad-signature': {
    title: 'The server does not know these words',
    text: `It says that they are not those of this petition. ${nothingDone} Close the page, open it with your words again, and tell whoever you trust if this stays.`,
    again: false,
  },
  'wrong-day': {
    title: 'The clocks differ',
    text: 'Your device and this server are more than a day apart. Set your device’s clock and open this page again.',
    again: false,
  },
  'clocks-differ': {
    title: 'The clocks differ',
    text: 'Your device and this server are more than a day apart. Set your device’s clock and open this page again.',
    again: false,
  },
  malformed: {
    title: 'These words were not taken',
    text: `There may be a character in them that cannot be seen. ${nothingDone} Type them anew rather than paste them.`,
    again: false,
  },
  'strange-answer': {
    title: 'The answer could not be read',
    text: 'The server said something that this page does not know. Reload it and try again.',
    again: true,
  },
};

/** The words for what went wrong with a petition of one's own. */
export function explainOrganizing(error: unknown): Explanation {
  return explain(error, whileOrganizing);
}
