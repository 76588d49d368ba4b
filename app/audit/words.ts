import type { CheckName, FraudCode } from './report';

/** Each check in words: what is looked at, and what it means that it passed. */
export const checkWords: Readonly<Record<CheckName, { readonly title: string; readonly passed: string }>> = {
  'ledger-keys': {
    title: 'Keys of the ledger',
    passed: 'Each key that signed the ledger was signed for by the one before it.',
  },
  checkpoints: {
    title: 'Signed states of the ledger',
    passed: 'Every state that was ever signed is the beginning of the ledger as it stands now.',
  },
  entries: {
    title: 'Entries',
    passed: 'Every entry is what the signed root says, in its one spelling, and of a kind that the protocol knows.',
  },
  tiles: { title: 'Tiles', passed: 'Every tile that browsers check receipts with says the same.' },
  'kept-checkpoints': {
    title: 'States that somebody kept',
    passed: 'The ledger goes on from each state that you kept: nothing before it was rewritten.',
  },
  witnesses: {
    title: 'Witnesses',
    passed: 'Cosignatures are those of witnesses that stand in the ledger.',
  },
  registers: {
    title: 'Registers',
    passed:
      'Every edition follows from its keys and its ledger entry; no key was exchanged or stands twice; and no register holds more keys than the roster had people.',
  },
  roster: { title: 'Roster', passed: 'The size of the roster follows from who joined and left.' },
  acts: {
    title: 'Signatures and choices',
    passed: 'Each is the next of its key, on something that took it, in the register that it is pinned to.',
  },
  proofs: {
    title: 'Membership proofs',
    passed: 'Every signature and every choice was proved by somebody who stood on the register.',
  },
  petitions: { title: 'Petitions', passed: 'Every petition is shown as it was opened, word for word.' },
  counts: {
    title: 'Counts',
    passed: 'Every count that is shown, today and on every earlier day, is the number of signatures in the ledger.',
  },
  statements: {
    title: 'Statements',
    passed: 'Everything that leadership said is shown word for word, with every revision of it.',
  },
  choices: {
    title: 'Verdicts, witnesses and support',
    passed: 'Their counts are the numbers of choices in the ledger.',
  },
  summaries: {
    title: 'Summaries of concerns',
    passed: 'Each was signed by its handler; corroborations are counted rightly.',
  },
  questions: {
    title: 'Questions, clarifications and contradictions',
    passed: 'Each is shown word for word as it was published.',
  },
  programmes: { title: 'Programmes', passed: 'Every revision of every programme is shown as it was published.' },
  handlers: {
    title: 'Handlers’ keys',
    passed: 'Each key that concerns are encrypted to was let in by one that counted.',
  },
  moderation: {
    title: 'Moderation',
    passed: 'Every decision is shown with its reason, as it was made, and nothing opened that was not accepted.',
  },
  deletions: {
    title: 'Deletions',
    passed: 'Only what never reached its critical mass was deleted, and each deletion is told.',
  },
  concerns: { title: 'Filings of concerns', passed: 'Their digests are sorted and padded, so that they tell nothing.' },
  settings: { title: 'Settings', passed: 'No setting ever was below its floor.' },
  receipts: { title: 'Your signature receipts', passed: 'Each is genuine and counted.' },
  filings: { title: 'Your proofs of filing', passed: 'Each is genuine and in the ledger.' },
};

/** Each way to cheat in words. */
export const fraudWords: Readonly<Record<FraudCode, string>> = {
  'key-not-signed-for': 'A key signs the ledger that the one before it did not sign for',
  'key-not-pinned': 'The ledger is not signed by the key that you know',
  'checkpoint-not-signed': 'A state of the ledger is not signed by its key',
  'checkpoint-root-differs': 'The signed root is not that of the entries',
  'checkpoint-shrank': 'A later state has fewer entries than an earlier one',
  'history-rewritten': 'The ledger does not go on from a state that it signed before: its history was rewritten',
  'entry-differs-from-leaf': 'An entry was changed',
  'entry-missing': 'Entries that the signed root covers were deleted',
  'entry-malformed': 'An entry is not what the protocol allows',
  'entry-impossible': 'An entry says what cannot follow from those before it',
  'tile-differs': 'A tile is not that of the entries',
  'witness-not-in-ledger': 'Somebody is shown as a witness who does not stand in the ledger',
  'witness-signature-wrong': 'A cosignature is not genuine',
  'witness-missing': 'A witness that you asked for did not cosign',
  'edition-missing': 'An edition of a register is in the ledger and not on the site',
  'edition-differs': 'An edition was forged: it is not the one of the ledger',
  'edition-file-differs': 'A file of a register is not the one that its edition names',
  'edition-root-differs': 'An edition was forged: its root is not that of its keys',
  'edition-count-differs': 'An edition says another number of keys than it has',
  'edition-out-of-sequence': 'An edition is left out, or stands there twice',
  'register-larger-than-roster': 'A register holds more keys than there are people on the roster',
  'leaf-replaced': 'A key was put into the place of another',
  'leaf-repeated': 'A key stands in two places of one register',
  'disputed-key-stays': 'A key that was disputed is still on the register',
  'unit-too-small': 'A unit is named that is too small to hide in',
  'roster-does-not-add-up': 'The size of the roster does not follow from who joined and left',
  'act-on-unknown': 'Something was signed or chosen on that does not exist',
  'act-out-of-time': 'Something was signed or chosen on when it took nothing',
  'act-in-wrong-register':
    'Something was signed or chosen on in another register than its own, or an edition before its time',
  'act-out-of-sequence': 'A key acted twice, or out of turn',
  'acts-not-sorted': 'The acts of one publication are not sorted: their order could tell when they came',
  'unit-changed': 'A key named two units on one pledge or petition',
  'proof-missing': 'A signature or choice was counted without a proof',
  'proof-added': 'There is a proof that no entry of the ledger names',
  'proof-invalid': 'A signature or choice was added by nobody on the register: its proof is not valid',
  'missing-from-site': 'Something is in the ledger and not on the site',
  'not-in-ledger': 'Something is on the site and not in the ledger',
  'text-differs': 'Words were changed after they were published',
  'terms-differ': 'Terms were changed after they were published',
  'count-differs': 'A count is wrong',
  'count-withheld': 'A count is kept back that is large enough to be shown',
  'critical-mass-differs': 'A critical mass is said to be reached where it was not, or is not said where it was',
  'sponsors-differ': 'A petition’s sponsors are not those that it waited for',
  'count-too-small': 'A count is shown that is small enough to give people away',
  'history-differs': 'A count of an earlier day was changed',
  'signature-missing-from-site': 'A signature is in the ledger and was deleted from the site',
  'signature-not-in-ledger': 'A signature was added on the site that is not in the ledger',
  'revision-missing': 'A revision was left out',
  'handler-not-let-in': 'A handler’s key was let in by nobody who could',
  'handler-key-differs': 'A handler’s key was swapped: it is not the one of the ledger',
  'handler-signature-wrong': 'A signature of a handler is not genuine',
  'decision-out-of-order': 'A decision stands where none could be made, or none where one had to be',
  'organizers-differ': 'Who organizes a petition does not follow from who came and went',
  'merge-out-of-order': 'Petitions are merged that could not be, or that nobody proposed to merge',
  'ending-unfounded': 'A petition ended before its day without a reason, or did not end where it was ended',
  'deletion-unfounded': 'Something was deleted that had to stay, or stayed that is said to be deleted',
  'setting-below-floor': 'A setting was below its floor',
  'receipt-not-genuine': 'This is no receipt of this house',
  'receipt-not-counted': 'A signature that the house gave a receipt for is not counted',
  'filing-not-genuine': 'This is no proof of filing of this house',
  'filing-not-in-ledger': 'A concern that the house took is not in the ledger',
};

/** What no audit of public data can find; said beside every result. */
export const beyondAudit: readonly string[] = [
  'Whether everybody on the roster is a real person, and whether each key belongs to who it was enrolled for: the directory says so, and disputes are public.',
  'Whether acts were left out before they were published: each person’s receipt shows that, and nobody else’s can.',
  'What concerns say, and how many each programme has.',
  'Who asked a question: its proof is checked when it is asked and not kept.',
  'Whether others were shown another ledger: witnesses, and checkpoints that people keep, show that.',
];
