const names = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "Monday to Friday", "Monday, Tuesday and Friday": in the order of the week from Monday on. @param workingWeek 0 for Sunday to 6 */
export function weekWords(workingWeek: readonly number[]): string {
  const ordered = workingWeek.map((day) => (day + 6) % 7).sort((a, b) => a - b);
  const days = ordered.map((day) => names[day] ?? '');
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const apart = ordered.some((day, index) => index > 0 && day !== (ordered[index - 1] ?? 0) + 1);
  if (days.length > 2 && !apart) return `${first} to ${last}`;
  return days.length < 2 ? last : `${days.slice(0, -1).join(', ')} and ${last}`;
}
