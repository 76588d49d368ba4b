import { isHonestText, normaliseText } from '../petitions/plain-text';

/** Deeper than any document; what is nested further is refused rather than walked. */
const mostLevels = 16;

/** What is nested deeper than any document. */
export class TooDeepError extends Error {
  override readonly name = 'TooDeepError';
}

/** Whether a text, after {@link normaliseDeep}, holds nothing that deceives a reader. */
export const hidesNothing = isHonestText;

/**
 * The same value with every text in it in one spelling, so that equal words have equal digests.
 * @param value JSON, attacker-controlled; names of fields stay as they are
 * @throws TooDeepError
 */
export function normaliseDeep(value: unknown, levels = mostLevels): unknown {
  if (typeof value === 'string') return normaliseText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) throw new TooDeepError('nested too deep');
  if (Array.isArray(value)) return value.map((item) => normaliseDeep(item, levels - 1));
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, normaliseDeep(item, levels - 1)]));
}
