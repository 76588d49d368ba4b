import { z } from 'zod';
import { askStep, backgroundStep, petitionSchema, titleStep } from '~/features/published/petitions/petition.schema';
import {
  termsProblem,
  termsStep,
  type PetitionTerms,
  type TermsBounds,
} from '~/features/published/petitions/petition-terms';
import { programmeIdSchema } from '~/features/published/programmes/programme.schema';
import { fieldNames } from '~/features/published/programmes/programme-fields';
import type { Draft } from './draft';

/** The pages of the form, in order. */
export const draftSteps = ['title', 'ask', 'background', 'terms', 'check'] as const;
export type DraftStep = (typeof draftSteps)[number];

export const stepNames: Readonly<Record<DraftStep, string>> = {
  title: 'Title',
  ask: 'What we ask',
  background: 'Background and closing day',
  terms: 'How it runs',
  check: 'Check and send in',
};

export function isDraftStep(text: string | undefined): text is DraftStep {
  return draftSteps.some((step) => step === text);
}

export function stepHref(draftId: string, step: DraftStep): string {
  return `/in/petitions/${draftId}/${step}`;
}

export function stepAfter(step: DraftStep): DraftStep {
  return draftSteps[draftSteps.indexOf(step) + 1] ?? 'check';
}

/**
 * The third page. Conform leaves out what is empty, and what is left out of a patch stays as it was: here it means that
 * the petition is about no programme, or about all of it.
 */
export function backgroundAndAbout(today: string) {
  return backgroundStep(today).extend({
    programmeId: programmeIdSchema.optional().transform((id) => id ?? null),
    programmeField: z
      .enum(fieldNames, 'Please choose from the list.')
      .optional()
      .transform((field) => field ?? null),
  });
}

/** What a petition is measured by on the day that somebody works on it. */
export interface Measures {
  /** UTC. */
  readonly today: string;
  readonly bounds: TermsBounds;
}

/** What must be right to go on from a step; the last has no fields of its own. */
export function stepSchema(step: Exclude<DraftStep, 'check'>, { today, bounds }: Measures) {
  switch (step) {
    case 'title':
      return titleStep;
    case 'ask':
      return askStep;
    case 'background':
      return backgroundAndAbout(today);
    case 'terms':
      return termsStep(bounds);
  }
}

const stepOfField: Readonly<Record<string, DraftStep>> = {
  title: 'title',
  demands: 'ask',
  background: 'background',
  closesDay: 'background',
  criticalMass: 'terms',
  askedUnit: 'terms',
  sponsorsWanted: 'terms',
};

export interface DraftProblem {
  readonly step: DraftStep;
  readonly message: string;
}

/** The terms of a draft as they would be sent in now. */
export function termsOf(
  draft: Pick<Draft, 'criticalMass' | 'askedUnit' | 'sponsorsWanted'>,
  { houseCriticalMass }: Pick<TermsBounds, 'houseCriticalMass'>,
): PetitionTerms {
  const { criticalMass, askedUnit, sponsorsWanted } = draft;
  return { criticalMass: criticalMass ?? houseCriticalMass, askedUnit, sponsorsWanted };
}

/** What is still missing before a draft can be sent in, with the step on which to mend it. */
export function draftProblems(draft: Draft, { today, bounds }: Measures): DraftProblem[] {
  const { error } = petitionSchema(today).safeParse({ ...draft, closesDay: draft.closesDay ?? undefined });
  const problems = (error?.issues ?? []).map(({ path, message }) => {
    const [field, index] = path;
    const place = typeof index === 'number' ? `Demand ${String(index + 1)}: ` : '';
    return { step: stepOfField[String(field)] ?? 'title', message: `${place}${message}` };
  });
  const ofTerms = termsProblem(termsOf(draft, bounds), bounds);
  return ofTerms ? [...problems, { step: 'terms', message: ofTerms.message }] : problems;
}
