import type { FormProblem } from '~/ui/form-errors';

/** Conform's errors by field name, as the list on top of a form. Fields carry their name as id. */
export function formProblems(errors: Readonly<Record<string, readonly string[] | null | undefined>>): FormProblem[] {
  return Object.entries(errors).flatMap(([name, messages]) =>
    (messages ?? []).slice(0, 1).map((message) => ({ fieldId: name === '' ? undefined : name, message })),
  );
}
