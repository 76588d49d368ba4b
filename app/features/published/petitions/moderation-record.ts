/** How far back decisions are counted. */
export const moderationFigureDays = 365;

/**
 * How moderators keep to their clock. Numbers of petitions and of decisions, not of people: they are exact, and have no
 * minimum.
 */
export interface ModerationFigures {
  /** Petitions, and appeals, that wait for a moderator. */
  readonly waiting: number;
  /** Those of them that wait longer than they should. */
  readonly overdue: number;
  /** Decisions of the last year, */
  readonly decided: number;
  /** and those of them that were made in time. */
  readonly inTime: number;
}
