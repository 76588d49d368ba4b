import type { Corroboration } from '~/crypto/semaphore/statement';
import { addDays } from '~/platform/clock';

/** What one can say of a summary, in the order in which pages offer it and files number it. */
export const choices = ['me-too', 'saw-it', 'contradicts'] as const satisfies readonly Corroboration[];

/** Choices that bear a summary out: together they bring it to leadership's desk. */
export const bearingOut = ['me-too', 'saw-it'] as const satisfies readonly Corroboration[];

/** Days for which colleagues may say something of a summary, and its register is kept up for them. */
export const corroborationDays = 365;

/** The last day on which a summary takes corroborations. @param publishedDay 'YYYY-MM-DD' */
export function lastCorroborationDay(publishedDay: string): string {
  return addDays(publishedDay, corroborationDays);
}
