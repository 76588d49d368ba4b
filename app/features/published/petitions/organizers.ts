/** Somebody became an organizer of an open petition by name, or is one no longer. */
export interface OrganizerChange {
  readonly number: number;
  readonly act: 'added' | 'removed';
  readonly name: string;
  readonly day: string;
}

/**
 * Who organizes a petition by name, and who did before: who started it, and every change since. Two people may bear one name.
 * @param startedBy empty for a petition whose organizer is unknown: then there is nobody
 * @param changes in their order
 */
export function organizersFrom(
  startedBy: string,
  changes: readonly OrganizerChange[],
): { now: readonly string[]; before: readonly string[] } {
  const now = startedBy === '' ? [] : [startedBy];
  const before: string[] = [];
  for (const { act, name } of changes) {
    if (act === 'added') {
      now.push(name);
      continue;
    }
    const place = now.indexOf(name);
    if (place === -1) continue;
    now.splice(place, 1);
    before.push(name);
  }
  return { now, before };
}
