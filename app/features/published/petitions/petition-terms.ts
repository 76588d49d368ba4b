import { z } from 'zod';
import { settingBounds } from '~/platform/settings';
import { formatCount } from '~/ui/count';

/** How a petition runs, beside what it says. None of it can change once it is open. */
export interface PetitionTerms {
  /** Below this many signatures nothing of them is published; 0 for none, else at least the minimum. */
  readonly criticalMass: number;
  /** Path of the unit whose leadership is asked; null for the company's. */
  readonly askedUnit: string | null;
  /** Sponsors that it looks for before moderators read it; 0 for none, else at least the minimum. */
  readonly sponsorsWanted: number;
}

/** What terms are measured by in this house, today. */
export interface TermsBounds {
  /** The smallest number that is ever shown. */
  readonly minimum: number;
  /** Critical mass of petitions whose author chooses none. */
  readonly houseCriticalMass: number;
  /** Units that can be asked, by path. */
  readonly units: readonly string[];
}

export const largestCriticalMass = settingBounds.criticalMass.max;
export const mostSponsors = 1_000;

/** Nobody would be asked twice: this many sponsors are enough to show that somebody else cares. */
const between = (minimum: number, max: number) =>
  `Please write a whole number between ${formatCount(minimum)} and ${formatCount(max)}.`;

const countField = (minimum: number, max: number) => {
  const message = between(minimum, max);
  return z
    .string({ error: message })
    .transform((text) => text.trim())
    .refine((text) => /^[1-9][0-9]{0,6}$/.test(text) && Number(text) >= minimum && Number(text) <= max, message)
    .transform(Number);
};

/** How the critical mass is chosen: as the house has it, another one, or none. */
export const massChoices = ['house', 'own', 'none'] as const;

/**
 * The page "How it runs" as it is posted. What a choice does not need is not looked at, so that a number left standing in a
 * field that is not chosen refuses nothing.
 * @returns what a draft keeps; `criticalMass` null is the house's, whatever it is when the petition is sent in
 */
export const termsStep = ({ minimum, units }: TermsBounds) =>
  z
    .object({
      mass: z.enum(massChoices, 'Please choose one.'),
      ownMass: z.string().optional(),
      askedUnit: z
        .string()
        .optional()
        .refine((path) => path === undefined || units.includes(path), 'Please choose a unit from the list.')
        .transform((path) => path ?? null),
      sponsors: z.enum(['none', 'some'], 'Please choose one.'),
      sponsorCount: z.string().optional(),
    })
    .transform(({ mass, ownMass, askedUnit, sponsors, sponsorCount }, issues) => {
      const number = (field: string, text: string | undefined, max: number): number => {
        const parsed = countField(minimum, max).safeParse(text);
        if (parsed.success) return parsed.data;
        issues.addIssue({ code: 'custom', path: [field], message: between(minimum, max) });
        return 0;
      };
      const chosen = { house: () => null, none: () => 0, own: () => number('ownMass', ownMass, largestCriticalMass) };
      return {
        criticalMass: chosen[mass](),
        askedUnit,
        sponsorsWanted: sponsors === 'none' ? 0 : number('sponsorCount', sponsorCount, mostSponsors),
      };
    });

const isWithin = (count: number, minimum: number, max: number) =>
  Number.isSafeInteger(count) && (count === 0 || (count >= minimum && count <= max));

/**
 * What is wrong with terms as they are sent in, or null: they may have been chosen long ago, or come from anywhere.
 * @returns the field, and words for whoever chose it
 */
export function termsProblem(
  terms: PetitionTerms,
  bounds: TermsBounds,
): { readonly field: keyof PetitionTerms; readonly message: string } | null {
  const { minimum, units } = bounds;
  const { criticalMass, askedUnit, sponsorsWanted } = terms;
  if (!isWithin(criticalMass, minimum, largestCriticalMass)) {
    return { field: 'criticalMass', message: `Critical mass: 0, or at least ${formatCount(minimum)}.` };
  }
  if (askedUnit !== null && !units.includes(askedUnit)) {
    return { field: 'askedUnit', message: 'Whom it asks: this unit is no longer on the list.' };
  }
  if (!isWithin(sponsorsWanted, minimum, mostSponsors)) {
    return { field: 'sponsorsWanted', message: `Sponsors: none, or at least ${formatCount(minimum)}.` };
  }
  return null;
}

/** When signatures of a petition with this critical mass are first published, in a sentence. */
export function massWords(criticalMass: number, minimum: number): string {
  return criticalMass === 0
    ? `Every signature is published with the next count; a number stands on the page from ${formatCount(minimum)} up.`
    : `Counting starts at ${formatCount(criticalMass)}: below that nothing of any signature is published, and nobody sees a number.`;
}

/** Whom a petition asks, in words that stand after "Asks". */
export function askedOf(askedUnit: string | null): string {
  return askedUnit === null ? 'the leadership of the company' : `the leadership of ${askedUnit}`;
}
