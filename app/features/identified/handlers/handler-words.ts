import type { HandlerRefusal } from './act-in-browser';

/** What a refusal means, and what to do about it. Nothing was changed in any of these cases. */
export const refusalWords: Readonly<Record<HandlerRefusal['code'], string>> = {
  'not-handler': 'One of you does not hold the role of a handler any more. Reload the page.',
  'wrong-day': 'Midnight has passed (in UTC) since this page was opened. Reload it and try again.',
  'unusable-key': 'This key cannot be used. Make new words.',
  'known-key': 'This key is known already: each is added once. Make new words for a new one.',
  'bad-signature':
    'The signature does not fit: perhaps a name on the roster has changed. Reload the page and try again.',
  'not-your-key': 'Your key is not in force any more. Reload the page.',
  'unknown-request': 'Nobody asks to be let in with this key any more: it was let in, replaced or withdrawn. Reload the page.', // prettier-ignore
  'own-request': 'Another handler has to let you in.',
  'unknown-key': 'This key is retired already. Reload the page.',
  'last-key': 'This is the last key in force: nobody else could read concerns. Let in somebody first.',
  'connection-lost': 'The connection was lost. Try again.',
  'signed-out': 'Your session has ended. Sign in again; nothing was changed.',
  unexpected: 'That did not work. Try again.',
};
