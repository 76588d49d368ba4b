import type { EnrolmentRefusal } from './enrol-in-browser';
import type { EnrolmentReason } from './enrolment';

/** What a refusal means, and what to do about it. Nothing is enrolled in any of these cases. */
export const refusalWords: Readonly<Record<EnrolmentRefusal['code'], string>> = {
  malformed: 'The key was not sent in the right form. Reload the page and try again.',
  'invalid-commitment': 'This key cannot be used. Make new words.',
  'not-active': 'You are not an active employee on the roster, so no key can be enrolled.',
  'unknown-nonce': 'That took longer than ten minutes. Try again; your words stay the same.',
  'unknown-ticket':
    'This code has been used, replaced by a newer one, or is older than ten minutes. Show a new one on the signed-in device.',
  'invalid-proof': 'The proof that you hold this key did not fit. Reload the page and try again.',
  'duplicate-key': 'This key is enrolled already. Each key is enrolled once: make new words for a new one.',
  'wrong-reason': 'A key is enrolled in your name already. Reload the page to see where it stands.',
  'too-many-today': 'Too many keys were enrolled in your name today. Try again tomorrow.',
  'nothing-to-dispute': 'This key is off the register already.',
  'connection-lost': 'The connection was lost. Try again; your words stay the same.',
  'signed-out': 'Your session has ended. Sign in again; nothing was enrolled.',
  unexpected: 'That did not work. Try again.',
};

/** What replacing a key for each reason means. */
export const reasonWords: Readonly<
  Record<Exclude<EnrolmentReason, 'first'>, { readonly label: string; readonly hint: string }>
> = {
  lost: {
    label: 'I lost it',
    hint: 'Nobody else has it. The old key stays on the registers of petitions that are open now, so what it signed stays counted.',
  },
  stolen: {
    label: 'Somebody else may have it',
    hint: 'The old key is taken off every register with the next publication, so nobody can act with it. What it signed before stays counted.',
  },
  disputed: {
    label: 'The last key was not mine',
    hint: 'You disputed it; it is off every register with the next publication.',
  },
};
