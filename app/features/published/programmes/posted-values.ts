/** What a form shows in its fields: as it was posted, or as it stands. Nested as the names of the fields are. */
export interface FormValues {
  readonly text: (name: string) => string;
  readonly list: (name: string) => readonly string[];
  readonly rows: (name: string) => number;
}

/** @param values attacker-controlled where it was posted: what is not text is shown as nothing */
export function formValues(values: unknown): FormValues {
  const at = (name: string): unknown =>
    name
      .split(/[.[\]]+/)
      .filter((step) => step !== '')
      .reduce<unknown>(
        (value, step) =>
          typeof value === 'object' && value !== null && Object.hasOwn(value, step)
            ? (value as Record<string, unknown>)[step]
            : undefined,
        values,
      );
  return {
    text: (name) => {
      const value = at(name);
      return typeof value === 'string' ? value : '';
    },
    list: (name) => {
      const value = at(name);
      const list: unknown[] = Array.isArray(value) ? value : [value];
      return list.filter((item) => typeof item === 'string');
    },
    rows: (name) => {
      const value = at(name);
      return Array.isArray(value) ? value.length : 0;
    },
  };
}

/**
 * Whether names of posted fields are such as a form here has: rows beyond a hundred, which would make an array as long
 * as somebody likes, are refused before anything is built from them.
 */
export function hasPlainNames(form: FormData): boolean {
  return [...form.keys()].every((name) => /^[A-Za-z.]{1,60}(?:\[\d{1,2}\](?:\.[A-Za-z.]{1,40})?)?$/.test(name));
}

/** The revision that a posted form was written into; null where that is not said, or nothing was posted. */
export function postedBase(posted: Record<string, unknown> | null | undefined): number | null {
  const base = posted?.['base'];
  return typeof base === 'string' && /^\d{1,9}$/.test(base) ? Number(base) : null;
}
