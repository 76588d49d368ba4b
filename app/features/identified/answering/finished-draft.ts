import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { responseSchema } from '~/features/published/responses/response.schema';
import type { ResponseText } from '~/features/published/responses/response';
import { summaryResponseSchema } from '~/features/published/summaries/summary-response';
import type { DraftWords, DraftedPetition, Subject } from './draft';
import { revisionReason } from './draft.schema';

/** One thing that stands between a draft and its publication. */
export interface DraftProblem {
  /** Name of the form's field that it is about. */
  readonly field: string;
  readonly message: string;
}

/** What is answered, as far as a finished draft depends on it. */
export interface AnsweredSubject extends Subject {
  /** The published revision that the draft starts from; 0 for none. */
  readonly base: number;
  /** The newest one that is published by now; 0 for none. */
  readonly newest: number;
  /** Of a petition; empty for a summary. */
  readonly demands: readonly string[];
  /** What the newest published revision says; null where there is none. */
  readonly published: ResponseText | null;
}

/** The response to one petition as it would stand in public, whether or not it is finished. */
export function responseOf({ body }: Pick<DraftWords, 'body'>, { items }: DraftedPetition): ResponseText {
  return { body, items: items.map(({ answer, reason }) => (answer === null ? null : { answer, reason })) };
}

/** What would be published: the drafted response, or the words to a summary in the same shape. */
export function textFor(words: DraftWords, { subject, id }: Subject): ResponseText {
  const drafted = words.petitions.find(({ petitionId }) => petitionId === id);
  return subject === 'petition' && drafted ? responseOf(words, drafted) : { body: words.body, items: [] };
}

/** Whether a subject's published words stay as they are. */
export function isUnchanged(words: DraftWords, subject: AnsweredSubject): boolean {
  const { published } = subject;
  return published !== null && encodeCanonicalJson(published) === encodeCanonicalJson(textFor(words, subject));
}

/** Everything that is still missing, or not as it may be published; empty for a draft that is finished. */
export function draftProblems(words: DraftWords, subjects: readonly AnsweredSubject[]): DraftProblem[] {
  const problems = subjects.flatMap((subject) =>
    subject.subject === 'summary' ? summaryProblems(words) : petitionProblems(words, subject),
  );
  if (subjects.some(({ base, newest }) => base !== newest)) {
    problems.push({ field: '', message: 'Another version was published after this draft was begun.' });
  } else if (subjects.length > 0 && subjects.every((subject) => isUnchanged(words, subject))) {
    problems.push({ field: 'body', message: 'It says the same as what is published.' });
  }
  if (subjects.some(({ base }) => base > 0)) {
    const message = revisionReason.safeParse(words.reason).error?.issues[0]?.message;
    if (message !== undefined) problems.push({ field: 'reason', message });
  }
  return distinct(problems);
}

function summaryProblems({ body }: DraftWords): DraftProblem[] {
  const { error } = summaryResponseSchema.safeParse({ body: body === '' ? undefined : body });
  return (error?.issues ?? []).map(({ message }) => ({ field: 'body', message }));
}

function petitionProblems(words: DraftWords, { id, demands, published }: AnsweredSubject): DraftProblem[] {
  const at = words.petitions.findIndex(({ petitionId }) => petitionId === id);
  const drafted = words.petitions[at];
  if (!drafted) return [{ field: '', message: 'There must be a place for every demand.' }];
  const field = (demand: number, part: 'answer' | 'reason') => itemField(at, demand, part);
  const problems: DraftProblem[] = [];
  drafted.items.forEach(({ answer, reason }, demand) => {
    if (answer === null && reason !== '') {
      problems.push({ field: field(demand, 'answer'), message: 'There is a reason, but no answer.' });
    }
    if (answer === null && published?.items[demand]) {
      problems.push({ field: field(demand, 'answer'), message: 'An answer that was given cannot be taken away.' });
    }
  });
  if (drafted.items.every(({ answer }) => answer === null)) {
    problems.push({ field: field(0, 'answer'), message: 'Please answer at least one demand.' });
  }
  const { error } = responseSchema(demands.length).safeParse(responseOf(words, drafted));
  for (const { path, message } of error?.issues ?? []) {
    const [part, demand] = path;
    const isItem = part === 'items' && typeof demand === 'number';
    problems.push({ field: isItem ? field(demand, 'reason') : 'body', message });
  }
  return problems;
}

/** Name of a field of the form. Both count from 0. */
export function itemField(petition: number, demand: number, part: 'answer' | 'reason'): string {
  return `petitions[${String(petition)}].items[${String(demand)}].${part}`;
}

/** The first of each field: several petitions share the words to the whole. */
function distinct(problems: readonly DraftProblem[]): DraftProblem[] {
  return problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index);
}
