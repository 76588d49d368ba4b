import { unitExplanations } from '../units/unit-words';

/** What went wrong, and what to do about it. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** Whether trying again as it stands can help. */
  readonly again: boolean;
}

export const nothingSent = 'Nothing was counted and nothing was lost.';

const explanations: Readonly<Record<string, Explanation>> = {
  'connection-lost': {
    title: 'The connection was lost',
    text: 'It is not known whether your act arrived. Try again: arriving twice counts once.',
    again: true,
  },
  offline: { title: 'You are offline', text: `The register could not be read. ${nothingSent}`, again: true },
  busy: {
    title: 'Many people are signing just now',
    text: `The queue is full. ${nothingSent} Try again in a moment.`,
    again: true,
  },
  'not-on-register': {
    title: 'Your key is not on this petition’s register',
    text: 'A new key can sign from the next publication on. A replaced key can sign petitions that open after the replacement. If you have just enrolled, come back after the next count.',
    again: true,
  },
  'smaller-crowd': {
    title: 'The crowd is smaller than this page said',
    text: `Your device counted the keys on the register and found fewer than it was told. ${nothingSent} Open the petition again and look at the number before you sign. If this stays, tell whoever you trust.`,
    again: false,
  },
  'no-edition': {
    title: 'The register is not published yet',
    text: 'It appears with the next publication. Come back after the next count.',
    again: true,
  },
  'not-as-published': {
    title: 'The register is not what was published',
    text: 'The files that this server gave do not fit together, so your device refused to use them. Do not sign here now. Tell your works council or whoever you trust, and keep this message.',
    again: false,
  },
  'not-in-ledger': {
    title: 'This register is not in the public ledger',
    text: 'The server gave your device a register that it did not publish to everybody. Whoever signs in it could be recognised, so your device refused. Do not sign here now. Tell your works council or whoever you trust, and keep this message.',
    again: false,
  },
  'no-ledger': {
    title: 'The public ledger is not there yet',
    text: `Your device checks every register against it before it proves anything, and nothing is signed in it yet. ${nothingSent} Come back after the next count.`,
    again: true,
  },
  'not-as-signed': {
    title: 'The public ledger is not what was signed',
    text: `The parts of the public ledger that this server gave do not fit together, so your device refused to rely on them. ${nothingSent} Try again later; if it stays, tell your works council or whoever you trust.`,
    again: true,
  },
  'edition-keeps-changing': {
    title: 'The register changed while you were signing',
    text: `A new edition came out each time your device had finished. ${nothingSent} Try again.`,
    again: true,
  },
  'stale-edition': {
    title: 'The register has changed',
    text: `A new edition came out meanwhile. ${nothingSent} Try again.`,
    again: true,
  },
  'crowd-too-small': {
    title: 'The crowd is too small',
    text: `So few keys are on the register that nobody would vanish among them. ${nothingSent} Come back when more people have enrolled.`,
    again: false,
  },
  'stale-action': {
    title: 'Somebody else acted with your key just now',
    text: 'Your key acted on this petition from another place at the same time. Open this page again to see where it stands.',
    again: false,
  },
  'bad-receipt': {
    title: 'The receipt is not genuine',
    text: 'The server answered, but not with the receipt that it owes you. Your act may or may not be counted. Check under “My key” after the next count, and tell whoever you trust.',
    again: true,
  },
  ...unitExplanations('sign', nothingSent),
  'unit-disclosed': {
    title: 'Your key named another unit here before',
    text: 'Your signature stands with that one, and nothing was changed.',
    again: false,
  },
  'petition-not-open': {
    title: 'This petition is closed',
    text: `It can no longer be signed or withdrawn from. ${nothingSent}`,
    again: false,
  },
  'unknown-petition': { title: 'There is no such petition', text: nothingSent, again: false },
  'download-failed': {
    title: 'The tools for signing could not be fetched',
    text: `${nothingSent} Check your connection and try again.`,
    again: true,
  },
  'wrong-file': {
    title: 'The tools for signing are not the right ones',
    text: 'The files that make the proof are not the ones that this page was built with, so your device refused to use them. Reload the page; if this stays, tell whoever you trust.',
    again: false,
  },
};

const unexpected: Explanation = {
  title: 'That did not work',
  text: `${nothingSent} Try again; if it stays, use another browser or your phone.`,
  again: true,
};

/**
 * The words for an error's code. Errors without a code, and unknown codes, get general ones.
 * @param own words that an act of another kind than signing has instead, by code
 */
export function explain(error: unknown, own: Readonly<Record<string, Explanation>> = {}): Explanation {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return own[code] ?? explanations[code] ?? unexpected;
}
