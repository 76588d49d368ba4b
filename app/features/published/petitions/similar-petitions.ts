export interface SimilarPetition {
  readonly id: string;
  readonly title: string;
  readonly open: boolean;
  readonly answered: boolean;
}

/** States that a petition is compared with: what may still be signed, or was. */
export const comparedStates = ['open', 'closed', 'archived'] as const;

/** The public address that compares a text with petitions. It is asked without cookie: who writes is not its business. */
export function similarHref(text: string): string {
  return `/petitions/similar?${new URLSearchParams({ q: text.slice(0, 300) }).toString()}`;
}
