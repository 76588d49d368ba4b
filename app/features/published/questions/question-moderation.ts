/** What a moderator may decide on a question, once. */
export const questionActs = ['accept', 'reject'] as const;
export type QuestionAct = (typeof questionActs)[number];

export interface QuestionReason {
  readonly code: string;
  readonly act: QuestionAct;
  /** The rule as everybody reads it on the rules page and beside a decision. */
  readonly words: string;
}

/** Every reason that may be given, in the order in which they are offered. Codes are in the ledger: never rename one. */
export const questionReasons: readonly QuestionReason[] = [
  { code: 'meets-the-rules', act: 'accept', words: 'It meets the rules.' },
  { code: 'no-question', act: 'reject', words: 'It asks nothing that leadership could answer.' },
  { code: 'other-matter', act: 'reject', words: 'It is not about this petition, or not about its response.' },
  { code: 'asked-before', act: 'reject', words: 'The same is asked by a question that is open, or answered already.' },
  { code: 'single-case', act: 'reject', words: 'It is about the case of one person, which belongs elsewhere.' },
  { code: 'gives-somebody-away', act: 'reject', words: 'It would give away who asked it, or somebody else.' },
  { code: 'personal-attack', act: 'reject', words: 'It attacks a person.' },
  { code: 'unlawful', act: 'reject', words: 'Publishing it would be against the law.' },
];

const reasonByCode = new Map(questionReasons.map((reason) => [reason.code, reason]));

/** The reason of a code, or undefined for a code that was never given. */
export function questionReason(code: string): QuestionReason | undefined {
  return reasonByCode.get(code);
}
