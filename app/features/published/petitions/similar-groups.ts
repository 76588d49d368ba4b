/** A petition as words: those that it asks with, and all that it says. */
export interface PetitionWords {
  readonly id: string;
  /** Of title and demands. */
  readonly asks: readonly string[];
  /** Of the whole text. */
  readonly says: ReadonlySet<string>;
}

/** Whether one text holds so large a share of the words that another asks with. */
function holds(text: PetitionWords, other: PetitionWords, leastShare: number): boolean {
  const held = other.asks.filter((word) => text.says.has(word)).length;
  return other.asks.length > 0 && held >= leastShare * other.asks.length;
}

/**
 * Petitions that may ask for the same, in groups of two and more. Each stands in one group at most, with the first of those
 * given that it is like: never with one that is only like another of the group, or a chain would join what has nothing in
 * common.
 */
export function groupSimilar(petitions: readonly PetitionWords[], leastShare: number): string[][] {
  const groups: { first: PetitionWords; ids: string[] }[] = [];
  for (const petition of petitions) {
    const group = groups.find(({ first }) => holds(first, petition, leastShare) && holds(petition, first, leastShare));
    if (group) group.ids.push(petition.id);
    else groups.push({ first: petition, ids: [petition.id] });
  }
  return groups.map(({ ids }) => ids).filter((ids) => ids.length > 1);
}
