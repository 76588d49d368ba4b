/** A number about people that may be shown, or the word that it may not be. */
export type Figure =
  | { readonly kind: 'shown'; readonly value: number }
  /** Fewer than `minimum`, none included. The number is not there: nothing that is given a figure can leak it. */
  | { readonly kind: 'withheld'; readonly minimum: number };

/** The one way a number becomes a figure. */
export function figureOf(value: number, minimum: number): Figure {
  return value >= minimum ? { kind: 'shown', value } : { kind: 'withheld', minimum };
}

/** The number, or null where it is withheld: what files and feeds say. */
export function shownValue(figure: Figure): number | null {
  return figure.kind === 'shown' ? figure.value : null;
}
