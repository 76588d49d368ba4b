import type { NextCount } from '~/features/published/petitions/components/petition-card';
import type { PetitionView } from '~/features/published/petitions/petition-page.queries.server';
import { nextPublication } from '~/platform/publication-schedule';
import type { PublicationSchedule } from '~/platform/settings';
import { drawHistory } from '~/ui/history-chart.server';
import type { HistoryDrawing } from '~/ui/history-chart';

/** When signatures are counted next, as a page says it. */
export function nextCount(schedule: PublicationSchedule, now: Date): NextCount {
  if (schedule.kind === 'every') return { kind: 'every', seconds: schedule.seconds };
  return { kind: 'at', instant: nextPublication(schedule, now).toISOString() };
}

/** The chart of a petition's published history; null while there is no number to draw. */
export function petitionChart(history: PetitionView['history'], threshold: number | null): HistoryDrawing | null {
  const points = history.flatMap(({ day, signers }) =>
    signers.kind === 'shown' ? [{ day, count: signers.value }] : [],
  );
  return points.length > 0 && threshold !== null ? drawHistory(points, threshold) : null;
}
