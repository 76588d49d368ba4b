import { z } from 'zod';
import type { ReporterQuestion } from './reporter-questions';
import { answersOf, kindQuestion } from './reporter-questions';
import { concernKinds } from './concern-kind';
import { programmeDocumentSchema, reasonSchema } from './programme.schema';
import { normaliseDeep } from './programme-text';

const posted = z.string('This is to be a text.').optional();

const postedQuestions = z.object({
  base: posted,
  reason: posted,
  questions: z
    .array(z.object({ id: posted, text: posted, kind: posted, options: posted, showIf: posted }).optional())
    .optional(),
});

export interface WrittenQuestions {
  readonly base: number;
  readonly reason: string;
  readonly questions: readonly ReporterQuestion[];
}

/** The form of the questions to reporters. A row whose question is empty is none; a new one gets a name of its own. */
export const questionsFormSchema = postedQuestions.transform((form, issues): WrittenQuestions => {
  const rows = (form.questions ?? []).flatMap((row, place) => (row?.text?.trim() ? [{ row, place }] : []));
  const taken = new Set(rows.map(({ row }) => row.id ?? ''));
  const candidate = rows.map(({ row: { id, text, kind, options, showIf } }) => ({
    id: id?.trim() ? id : freeId(taken),
    text,
    kind: kind ?? '',
    options: kind === 'choice' ? linesOf(options) : [],
    showIf: conditionOf(showIf),
  }));
  const reason = reasonSchema.safeParse(normaliseDeep(form.reason ?? ''));
  if (reason.error)
    issues.addIssue({ code: 'custom', path: ['reason'], message: reason.error.issues[0]?.message ?? '' });
  const { data, error } = programmeDocumentSchema.shape.questions.safeParse(normaliseDeep(candidate));
  for (const { path, message } of error?.issues ?? []) {
    const [index, part] = path;
    const place = typeof index === 'number' ? rows[index]?.place : undefined;
    issues.addIssue({
      code: 'custom',
      path: place === undefined ? ['questions'] : ['questions', place, part ?? 'text'],
      message,
    });
  }
  if (!data || !reason.success) return z.NEVER;
  return { base: /^\d{1,9}$/.test(form.base ?? '') ? Number(form.base) : -1, reason: reason.data, questions: data };
});

function linesOf(text: string | undefined): string[] {
  return (text ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function freeId(taken: Set<string>): string {
  for (let number = 1; ; number += 1) {
    const id = `q${String(number)}`;
    if (taken.has(id)) continue;
    taken.add(id);
    return id;
  }
}

/** `seen=yes` as a condition; nothing is no condition. */
function conditionOf(text: string | undefined): ReporterQuestion['showIf'] {
  if (!text?.trim()) return null;
  const at = text.indexOf('=');
  return { question: at < 0 ? text : text.slice(0, at), equals: at < 0 ? '' : text.slice(at + 1) };
}

/** The questions as the form would have posted them. */
export function questionFormValues(questions: readonly ReporterQuestion[]): Record<string, unknown> {
  return {
    questions: questions.map(({ id, text, kind, options, showIf }) => ({
      ...{ id, text, kind },
      options: options.join('\n'),
      showIf: showIf ? `${showIf.question}=${showIf.equals}` : '',
    })),
  };
}

/** Everything that a question may depend on, to choose from. */
export function conditionChoices(questions: readonly ReporterQuestion[]): { value: string; label: string }[] {
  const ofKind = concernKinds.map((kind) => ({
    value: `${kindQuestion}=${kind}`,
    label: `the concern’s kind is “${kind}”`,
  }));
  const ofQuestions = questions.flatMap((question) =>
    (answersOf(question) ?? []).map((answer) => ({
      value: `${question.id}=${answer}`,
      label: `“${question.text}” is “${answer}”`,
    })),
  );
  return [...ofKind, ...ofQuestions];
}
