import { concernKinds } from './concern-kind';

export const questionKinds = ['text', 'yes-no', 'choice'] as const;
export type QuestionKind = (typeof questionKinds)[number];

/** Asked of somebody who raises a concern about the programme. */
export interface ReporterQuestion {
  readonly id: string;
  readonly text: string;
  readonly kind: QuestionKind;
  /** What can be chosen; empty unless `kind` is `choice`. */
  readonly options: readonly string[];
  /** Asked only where an earlier question, or the kind of the concern (`kind`), was answered so. */
  readonly showIf: { readonly question: string; readonly equals: string } | null;
}

/** In conditions, stands for the kind of the concern rather than for a question. */
export const kindQuestion = 'kind';

export const yesNo = ['yes', 'no'] as const;

/** What a condition on this question may compare with; null where nothing can depend on it. */
export function answersOf(question: ReporterQuestion): readonly string[] | null {
  switch (question.kind) {
    case 'yes-no':
      return yesNo;
    case 'choice':
      return question.options;
    case 'text':
      return null;
  }
}

/**
 * The first thing wrong between questions, as its place and words, or null. Each by itself is right already. As a
 * condition looks back only, there can be no cycle.
 */
export function questionsProblem(
  questions: readonly ReporterQuestion[],
): { path: (string | number)[]; message: string } | null {
  const earlier = new Map<string, readonly string[] | null>([[kindQuestion, concernKinds]]);
  for (const [index, question] of questions.entries()) {
    const { id, showIf } = question;
    if (earlier.has(id)) return { path: [index, 'id'], message: `There are two questions called “${id}”.` };
    if (showIf) {
      const answers = earlier.get(showIf.question);
      const at = [index, 'showIf', 'question'];
      if (answers === undefined)
        return { path: at, message: 'A condition looks back: name an earlier question, or kind.' };
      if (answers === null) return { path: at, message: 'That question takes free text, on which nothing can depend.' };
      if (!answers.includes(showIf.equals))
        return { path: [index, 'showIf', 'equals'], message: `That is not one of its answers: ${answers.join(', ')}.` };
    }
    earlier.set(id, answersOf(question));
  }
  return null;
}

/**
 * The questions that are asked, given what was answered so far. An answer counts only while its own question is asked.
 * @param kind of the concern; null while it is not chosen
 * @param answers by the id of the question
 */
export function askedQuestions(
  questions: readonly ReporterQuestion[],
  kind: string | null,
  answers: Readonly<Record<string, string>>,
): ReporterQuestion[] {
  const given = new Map<string, string | undefined>([[kindQuestion, kind ?? undefined]]);
  const asked: ReporterQuestion[] = [];
  for (const question of questions) {
    const { id, showIf } = question;
    if (showIf && given.get(showIf.question) !== showIf.equals) continue;
    asked.push(question);
    given.set(id, Object.hasOwn(answers, id) ? answers[id] : undefined);
  }
  return asked;
}
