import type { ModerationFigures } from '../moderation-record';
import { moderationRecordWords } from '../moderation-words';

/** How moderators keep to their clock, for everybody. */
export function ModerationRecord({ figures }: { figures: ModerationFigures }) {
  return <p className={figures.overdue > 0 ? 'late' : undefined}>{moderationRecordWords(figures)}</p>;
}
