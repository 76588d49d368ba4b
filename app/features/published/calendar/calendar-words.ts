const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

/** "Monday, Tuesday and Friday", in the order of the week from Monday on. @param workingWeek 0 for Sunday to 6 */
export function weekWords(workingWeek: readonly number[]): string {
  const days = [...workingWeek].sort((a, b) => ((a + 6) % 7) - ((b + 6) % 7)).map((day) => names[day] ?? '');
  const last = days.at(-1) ?? '';
  return days.length < 2 ? last : `${days.slice(0, -1).join(', ')} and ${last}`;
}
