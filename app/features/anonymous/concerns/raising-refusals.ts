/** What went wrong, and what to do about it. */
export interface Refusal {
  readonly title: string;
  readonly text: string;
  /** Whether trying again as it stands can help. */
  readonly again: boolean;
}

const nothingSent = 'Nothing was sent and nothing was lost: what you wrote is still on this page.';

const refusals: Readonly<Record<string, Refusal>> = {
  'no-handlers': {
    title: 'There is nobody to encrypt it to',
    text: `No handler who could read it is left. ${nothingSent} Look again at who may read it, or come back when there are handlers.`,
    again: false,
  },
  'last-handler': {
    title: 'Nobody would be left to read it',
    text: `All handlers but those whom you left out have gone since. ${nothingSent} Copy your text, load the page again and choose anew.`,
    again: false,
  },
  'broken-chain': {
    title: 'The list of handlers is not what it should be',
    text: 'A key stands on it that no handler let in. Somebody may be trying to read along, so your device refused to encrypt. Tell your works council or whoever you trust, and keep this message.',
    again: false,
  },
  'handlers-changed': {
    title: 'The handlers have changed',
    text: `Somebody was let in or has left since you chose who may read it. ${nothingSent} Copy your text, load the page again and choose anew.`,
    again: false,
  },
  'all-slots-used': {
    title: 'This key has raised three concerns today',
    text: 'More are not taken on one day, so that nobody can flood the desk. Copy your text and come back tomorrow (the day ends at midnight UTC), or write on in a conversation that is open.',
    again: false,
  },
  'slot-used': {
    title: 'This key has raised three concerns today',
    text: 'More are not taken on one day. Copy your text and come back tomorrow.',
    again: false,
  },
  'keeps-changing': {
    title: 'Day or register changed while you were sending',
    text: `${nothingSent} Try again.`,
    again: true,
  },
  'clocks-differ': {
    title: 'Your device’s clock is wrong, or ours is',
    text: `They are more than a day apart, and a proof names its day. ${nothingSent} Set your device’s date; if it is right already, do not go on, and tell whoever you trust.`,
    again: true,
  },
  'not-in-ledger': {
    title: 'This register is not in the public ledger',
    text: 'The server gave your device a register that it did not publish to everybody. Whoever acts in it could be recognised, so your device refused. Do not go on here now. Copy your text, tell your works council or whoever you trust, and keep this message.',
    again: false,
  },
  'no-ledger': {
    title: 'The public ledger is not there yet',
    text: `Your device checks every register against it before it proves anything, and nothing is signed in it yet. ${nothingSent} Copy your text, and come back after the next publication.`,
    again: true,
  },
  'not-as-signed': {
    title: 'The public ledger is not what was signed',
    text: `The parts of the public ledger that this server gave do not fit together, so your device refused to rely on them. ${nothingSent} Try again later; if it stays, tell your works council or whoever you trust.`,
    again: true,
  },
  'not-on-register': {
    title: 'Your key is not on today’s register',
    text: `A new key can be used from the day after the next publication. ${nothingSent} Copy your text, and come back tomorrow.`,
    again: true,
  },
  'smaller-crowd': {
    title: 'The crowd is smaller than this page said',
    text: `Your device counted the keys on the register and found fewer than it was told. ${nothingSent} If this stays, tell whoever you trust.`,
    again: false,
  },
  'crowd-too-small': {
    title: 'The crowd is too small',
    text: `So few keys are on the register that nobody would vanish among them. ${nothingSent} Come back when more people have enrolled.`,
    again: false,
  },
  'no-edition': {
    title: 'There is no register yet',
    text: `It appears with the next publication. ${nothingSent}`,
    again: true,
  },
  'not-as-published': {
    title: 'The register is not what was published',
    text: 'The files that this server gave do not fit together, so your device refused to use them. Do not go on here now. Tell your works council or whoever you trust, and keep this message.',
    again: false,
  },
  unreadable: {
    title: 'The list of handlers could not be read',
    text: `${nothingSent} Try again in a moment.`,
    again: true,
  },
  offline: { title: 'You are offline', text: `What is needed could not be read. ${nothingSent}`, again: true },
  'connection-lost': { title: 'The connection was lost', text: 'Try again in a moment.', again: true },
  'strange-answer': {
    title: 'The server answered something that this page does not understand',
    text: 'Load the page again; if this stays, use another browser.',
    again: true,
  },
  busy: {
    title: 'Many people are using the site just now',
    text: `${nothingSent} Try again in a moment.`,
    again: true,
  },
  full: {
    title: 'Your device has no room for the files',
    text: 'They wait here, encrypted, while they are sent. Make room, leave a file out, or use another device.',
    again: true,
  },
  'no-storage': {
    title: 'This browser does not let a page keep anything',
    text: 'What is sent waits here, encrypted, until it has arrived. Private windows often forbid that: use an ordinary window, or another browser. Copy your text before.',
    again: true,
  },
  'unreadable-file': {
    title: 'A file can no longer be read',
    text: 'It was moved, changed or taken away since you chose it. Go back to the files, remove it and choose it again.',
    again: false,
  },
  'too-long': {
    title: 'This is more than fits into one message',
    text: 'Put a part of it into a text file, and add that as a file.',
    again: false,
  },
  'too-large': {
    title: 'This is more than one message takes',
    text: 'Leave a file out, and send it later in the conversation.',
    again: false,
  },
  'unknown-programme': {
    title: 'This programme is no longer listed',
    text: `${nothingSent} Go back and choose another, or “One that is not listed”.`,
    again: false,
  },
  'number-taken': {
    title: 'Somebody wrote in the meantime',
    text: 'Nothing was sent. Look at what is new first: your text is still here.',
    again: true,
  },
  'not-open': {
    title: 'Nothing more can be written here',
    text: 'The handlers have closed this concern. You can raise a new one.',
    again: false,
  },
  'download-failed': {
    title: 'The tools for proving could not be fetched',
    text: `${nothingSent} Check your connection and try again.`,
    again: true,
  },
  'wrong-file': {
    title: 'The tools for proving are not the right ones',
    text: 'The files that make the proof are not the ones that this page was built with, so your device refused to use them. If this stays, tell whoever you trust.',
    again: false,
  },
};

const unexpected: Refusal = {
  title: 'That did not work',
  text: `${nothingSent} Try again; if it stays, copy your text and use another browser or your phone.`,
  again: true,
};

/** The words for an error's code. Errors without a code, and unknown codes, get general ones. */
export function refusalOf(error: unknown): Refusal {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  return refusals[code] ?? unexpected;
}
