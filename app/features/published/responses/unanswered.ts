import type { PublishedResponse } from './responses.queries.server';

/**
 * Since when a demand without an answer stands unanswered: since an answer was due, or, before that, since leadership
 * responded and left it out. Null while nobody owes one.
 * @param dueDay, @param today days of the company's calendar
 */
export function unansweredSince(
  response: Pick<PublishedResponse, 'firstDay'> | null,
  dueDay: string | null,
  today: string,
): string | null {
  if (dueDay !== null && dueDay < today) return dueDay;
  return response?.firstDay ?? null;
}
