import type { FormProblem } from '~/ui/form-errors';

/**
 * Conform's errors by field name, as the list on top of a form. A field in a list is named after the demand it is about.
 * @param idOf the id of a field's control; fields carry their name as id unless told otherwise
 */
export function formProblems(
  errors: Readonly<Record<string, readonly string[] | null | undefined>>,
  idOf: (name: string) => string = (name) => name,
): FormProblem[] {
  return Object.entries(errors).flatMap(([name, messages]) =>
    (messages ?? []).slice(0, 1).map((message) => ({
      fieldId: name === '' ? undefined : idOf(name),
      message: `${placeOf(name)}${message}`,
    })),
  );
}

function placeOf(name: string): string {
  const [, index] = /\[(\d+)\]/.exec(name) ?? [];
  return index === undefined ? '' : `Demand ${String(Number(index) + 1)}: `;
}
