import { diffWordsWithSpace } from 'diff';

/** Words that differ by more than this many steps are shown as replaced altogether, which reads better too. */
const mostEdits = 300;

/** Where less than this share of the longer text stayed, single words that happen to be alike only confuse. */
const leastKept = 0.4;

/** A run of words that stayed, came or went. */
export interface DifferencePart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** What differs between two texts, word by word. Work is bounded whatever they hold. */
export function wordDifference(before: string, after: string): DifferencePart[] {
  const changes = diffWordsWithSpace(before, after, { maxEditLength: mostEdits });
  if (!changes) return replaced(before, after);
  const kept = changes.reduce((sum, { added, removed, value }) => (added || removed ? sum : sum + lettersOf(value)), 0);
  if (kept < leastKept * Math.max(lettersOf(before), lettersOf(after))) return replaced(before, after);
  return changes.map(({ added, removed, value }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

function lettersOf(text: string): number {
  return text.replace(/\s/g, '').length;
}

function replaced(before: string, after: string): DifferencePart[] {
  const parts: DifferencePart[] = [];
  if (before !== '') parts.push({ kind: 'removed', text: before });
  if (after !== '') parts.push({ kind: 'added', text: after });
  return parts;
}
