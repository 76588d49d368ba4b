import type { SubmissionResult } from '@conform-to/react';

/**
 * What was posted in a field of a refused form, so that nothing written is lost; undefined where it was not posted.
 * @param name as Conform names fields: `petitions[0].items[1].reason`
 */
export function postedValue(result: SubmissionResult | undefined, name: string): string | undefined {
  let value: unknown = result?.initialValue;
  for (const key of name.split(/[.[\]]+/).filter(Boolean)) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return typeof value === 'string' ? value : undefined;
}

/** The refusals of a form by the field; those of the whole form under ''. */
export function errorsOf(result: SubmissionResult | undefined): Readonly<Record<string, string[]>> {
  return Object.fromEntries(Object.entries(result?.error ?? {}).map(([name, messages]) => [name, messages ?? []]));
}
