/** What a moderator may decide on a petition that waits. */
export const moderationActs = ['accept', 'send-back', 'reject'] as const;
export type ModerationAct = (typeof moderationActs)[number];

/** What another moderator may decide where a rejection was appealed against. */
export const appealActs = ['grant', 'uphold'] as const;
export type AppealAct = (typeof appealActs)[number];

/** Everything that a moderator may decide, in one state or the other. */
export const decidedActs = [...moderationActs, ...appealActs] as const;
export type DecidedAct = (typeof decidedActs)[number];

/** Everything that stands in the record of a petition’s moderation; the appeal itself is its organizer’s. */
export type RecordedAct = ModerationAct | AppealAct | 'appeal';

export interface ModerationReason {
  readonly code: string;
  readonly act: RecordedAct;
  /** The rule as everybody reads it on the rules page and beside a decision. */
  readonly words: string;
  /** The text would do the very harm that it is rejected for, so pages and search leave it out. */
  readonly hidesText?: true;
}

/** Every reason that may be given, in the order in which they are offered. Codes are in the ledger: never rename one. */
export const moderationReasons: readonly ModerationReason[] = [
  { code: 'meets-the-rules', act: 'accept', words: 'It meets the rules.' },
  { code: 'unclear', act: 'send-back', words: 'It is not clear what leadership is asked to do.' },
  { code: 'unsupported-claim', act: 'send-back', words: 'It states as a fact what it gives no ground for.' },
  { code: 'gives-somebody-away', act: 'send-back', words: 'It says more about somebody than it needs to.' },
  { code: 'wording', act: 'send-back', words: 'Its wording attacks people where it could argue with what they do.' },
  { code: 'duplicate', act: 'reject', words: 'Another petition that is open or was just answered asks for the same.' },
  { code: 'outside', act: 'reject', words: 'It asks for something that leadership of this company cannot decide.' },
  { code: 'single-case', act: 'reject', words: 'It is about the case of one person, which belongs elsewhere.' },
  { code: 'advertising', act: 'reject', words: 'It is advertising, or no petition at all.' },
  { code: 'personal-attack', act: 'reject', words: 'It attacks a person.', hidesText: true },
  { code: 'private-facts', act: 'reject', words: 'It publishes private facts about somebody.', hidesText: true },
  { code: 'unlawful', act: 'reject', words: 'Publishing it would be against the law.', hidesText: true },
  { code: 'appeal', act: 'appeal', words: 'Its organizer asks another moderator to decide.' },
  { code: 'reason-does-not-hold', act: 'grant', words: 'The reason that was given does not hold.' },
  { code: 'appeal-clears-it-up', act: 'grant', words: 'The appeal clears up what the rejection rests on.' },
  { code: 'reason-holds', act: 'uphold', words: 'The reason that was given holds.' },
  { code: 'another-reason', act: 'uphold', words: 'It breaks another rule, which the moderator names.' },
];

const reasonByCode = new Map(moderationReasons.map((reason) => [reason.code, reason]));

/** The reason of a code, or undefined for a code that was never given. */
export function moderationReason(code: string): ModerationReason | undefined {
  return reasonByCode.get(code);
}

/** Codes of decisions after which the text is shown to nobody but the organizer and the moderators. */
export const textHidingCodes: readonly string[] = moderationReasons
  .filter((reason) => reason.hidesText)
  .map((reason) => reason.code);

/** States in which a text that was rejected for what it says is kept back. Once an appeal is granted it is like any other. */
export const textHidingStates = ['rejected', 'appealed'] as const;

/** Whether the text of a petition, and the words of an appeal for it, would do the very harm that it was rejected for. */
export function hidesText(petition: {
  readonly state: string;
  /** Codes of everything that was decided on it, in any order. */
  readonly reasonCodes: readonly string[];
}): boolean {
  const { state, reasonCodes } = petition;
  return textHidingStates.some((each) => each === state) && reasonCodes.some((code) => textHidingCodes.includes(code));
}

/** The reason of the rejection among everything that was decided on a petition, as a code; null where there was none. */
export function rejectionReason(
  moderation: readonly { readonly act: RecordedAct; readonly reasonCode: string }[],
): string | null {
  return moderation.find(({ act }) => act === 'reject')?.reasonCode ?? null;
}
