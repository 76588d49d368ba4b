import type { ConcernKind } from '~/features/published/programmes/concern-kind';
import { fieldLabel } from '~/features/published/programmes/programme-fields';
import { askedQuestions, type ReporterQuestion } from '~/features/published/programmes/reporter-questions';
import { ContentError, encodeMessageContent, maxContentBytes, type MessageContent } from './message-content';
import { guidedFields, kindWords } from './concern-words';
import type { FileToSend } from './pack-message';

/** A programme that a concern can be about, and what its reporters are asked besides. */
export interface ChoosableProgramme {
  readonly id: string;
  readonly name: string;
  readonly questions: readonly ReporterQuestion[];
}

export type GuidedField = (typeof guidedFields)[number]['name'];

/** What somebody has written so far. It lives in the memory of the page and nowhere else. */
export interface ConcernDraft {
  /** Whether a programme was chosen, or that it is not listed. */
  readonly isChosen: boolean;
  /** Null for one that is not listed. */
  readonly programme: ChoosableProgramme | null;
  /** Name of a field of the programme. */
  readonly field: string | null;
  readonly kind: ConcernKind | null;
  readonly guided: Readonly<Record<GuidedField, string>>;
  /** To the programme's questions, by their id. */
  readonly answers: Readonly<Record<string, string>>;
  readonly files: readonly FileToSend[];
  /** Fingerprints of handlers who are not to read it. */
  readonly leftOut: readonly string[];
}

export const emptyDraft: ConcernDraft = {
  isChosen: false,
  programme: null,
  field: null,
  kind: null,
  guided: { what: '', where: '', since: '', affected: '', wish: '' },
  answers: {},
  files: [],
  leftOut: [],
};

/** Questions that are asked, given what was answered so far. */
export function questionsFor({ programme, kind, answers }: ConcernDraft): readonly ReporterQuestion[] {
  return programme ? askedQuestions(programme.questions, kind, answers) : [];
}

export const yesNoLabels = { yes: 'Yes', no: 'No' } as const;

function isYesNo(text: string): text is keyof typeof yesNoLabels {
  return Object.hasOwn(yesNoLabels, text);
}

/** Questions and answers in the order of the form; what was left empty, or is not asked, is not among them. */
export function answersOf(draft: ConcernDraft): readonly { readonly question: string; readonly answer: string }[] {
  const guided = guidedFields
    .filter(({ name }) => name !== 'what')
    .map(({ name, label }) => ({ question: label, answer: draft.guided[name].trim() }));
  const asked = questionsFor(draft).map(({ id, text, kind }) => {
    const given = (draft.answers[id] ?? '').trim();
    return { question: text, answer: kind === 'yes-no' && isYesNo(given) ? yesNoLabels[given] : given };
  });
  return [...guided, ...asked].filter(({ answer }) => answer !== '');
}

/** What will be encrypted, but for the list of files. @param recipient of the receipt, to which answers go */
export function contentOf(draft: ConcernDraft, recipient: string): Omit<MessageContent, 'files'> {
  const { programme, field, kind, guided, leftOut } = draft;
  return {
    v: 1,
    kind,
    programmeField: programme && field,
    answers: [...answersOf(draft)],
    text: guided.what.trim(),
    replyTo: recipient,
    ...(leftOut.length > 0 ? { leftOut: [...leftOut] } : {}),
  };
}

/** Stands for a recipient and for files where only lengths matter: a hybrid recipient has 1,959 letters. */
const roomForTheRest = 8_192;

/** Whether all that is written fits into one message. */
export function fitsOneMessage(draft: ConcernDraft): boolean {
  try {
    const bytes = encodeMessageContent({ ...contentOf(draft, ''), replyTo: null, files: [] });
    return bytes.length <= maxContentBytes - roomForTheRest;
  } catch (error) {
    if (error instanceof ContentError) return false;
    throw error;
  }
}

/** All that was written, to be copied before leaving: nothing else keeps it. */
export function draftAsText(draft: ConcernDraft): string {
  const about = [
    `About: ${draft.programme?.name ?? 'a programme that is not listed'}`,
    ...(draft.programme && draft.field ? [`Part: ${fieldLabel(draft.field) ?? draft.field}`] : []),
    ...(draft.kind ? [`Kind: ${kindWords[draft.kind].label}`] : []),
  ];
  const said = [{ question: guidedFields[0].label, answer: draft.guided.what.trim() }, ...answersOf(draft)];
  return [about.join('\n'), ...said.map(({ question, answer }) => `${question}\n${answer}`)].join('\n\n');
}

/** Whether anything would be lost by leaving. */
export function isWritten({ guided, answers, files }: ConcernDraft): boolean {
  return files.length > 0 || [...Object.values(guided), ...Object.values(answers)].some((text) => text.trim() !== '');
}
