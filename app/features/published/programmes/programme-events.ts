import type { ProgrammeRevision, ProgrammeState, ReviewKind, ReviewState } from './programme';
import { reviewKinds } from './programme';
import type { FieldName } from './programme-fields';

export type TimelineRevision = Pick<ProgrammeRevision, 'revision' | 'document' | 'author' | 'reason' | 'day'>;

/** Something that happened to a programme, on a day. */
export type ProgrammeEvent = { readonly day: string } & (
  | { readonly kind: 'since' }
  | { readonly kind: 'review'; readonly field: FieldName; readonly state: ReviewState }
  | { readonly kind: 'incident'; readonly text: string }
  | {
      readonly kind: 'revision';
      readonly revision: number;
      readonly author: string;
      readonly reason: string;
      /** Where it stands from here on; null where that stayed. */
      readonly state: ProgrammeState | null;
    }
);

/** The field under which a review is asked for. */
export const reviewFields: Readonly<Record<ReviewKind, FieldName>> = {
  privacy: 'privacy-review',
  security: 'security-review',
  worksCouncil: 'works-council-review',
  legalBasis: 'legal-basis',
};

/** Everything that happened to a programme, newest first: its revisions, and what the newest of them dates. */
export function programmeEvents(revisions: readonly TimelineRevision[]): ProgrammeEvent[] {
  const newest = revisions.at(-1);
  if (!newest) return [];
  const { since, reviews, incidents } = newest.document;
  const events: ProgrammeEvent[] = [];
  if (since !== null) events.push({ kind: 'since', day: since });
  for (const kind of reviewKinds) {
    const review = reviews[kind];
    if (review?.day) events.push({ kind: 'review', day: review.day, field: reviewFields[kind], state: review.state });
  }
  for (const { day, text } of incidents ?? []) events.push({ kind: 'incident', day, text });
  revisions.forEach(({ revision, author, reason, day, document }, index) => {
    const before = revisions[index - 1]?.document.status;
    const state = before === document.status ? null : document.status;
    events.push({ kind: 'revision', day, revision, author, reason, state });
  });
  // A stable sort keeps the order of what happened on one day.
  return events.reverse().sort((one, other) => (one.day < other.day ? 1 : one.day > other.day ? -1 : 0));
}
