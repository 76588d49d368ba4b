import type { Choice, ChoiceKind } from '~/crypto/semaphore/statement';

/** What can be chosen on each kind of thing, in the order in which it is shown and stands in the file of nullifiers. */
export const choicesOf = {
  verdict: ['answered', 'partly', 'not'],
  witness: ['done', 'not-done'],
  support: ['support', 'none'],
  sponsor: ['sponsor', 'none'],
} as const satisfies Record<ChoiceKind, readonly Choice[]>;

export const choiceKinds = ['verdict', 'witness', 'support', 'sponsor'] as const satisfies readonly ChoiceKind[];

/** A choice that takes back: it counts for nothing, and brings nothing nearer to being shown. */
export const takesBack: Choice = 'none';

/** Days that something can be chosen on, counted from when its words were last published. */
export const choosableDays = { verdict: 365, support: 180, sponsor: 60 } as const;
/** Days after its due day that a pledge can still be witnessed. */
export const witnessedAfterDueDays = 365;

/** The name of an answered demand as something to choose on: `<petition>.<number>`. @param demand from 1 */
export const verdictId = (petitionId: string, demand: number): string => `${petitionId}.${String(demand)}`;
