import type { DueSubject, Owner } from '~/features/published/answers/due';
import { formatDay } from '~/ui/days';
import type { AnswerSubject } from './assignment';
import type { Delegate, DraftStanding } from './standing.queries.server';

/** Something on leadership's desk, with who has it in hand. */
export interface DeskRow {
  readonly subject: DueSubject;
  /** The petition, summary or pledge; of a demand its petition, a full stop and its number. */
  readonly id: string;
  readonly title: string;
  /** What an answer is noted for and written to: of a demand its petition; null for a pledge, which has neither. */
  readonly answers: { readonly subject: AnswerSubject; readonly id: string } | null;
  /** On the company's calendar; null where it may be answered but need not be. */
  readonly dueDay: string | null;
  /** Colleagues behind it, as far as that is shown. */
  readonly count: number | null;
  readonly owner: (Owner & { readonly inOffice: boolean }) | null;
  readonly delegate: Delegate | null;
  readonly draft: DraftStanding | null;
  /** Something was answered in public already, but not every demand. */
  readonly partly: boolean;
  /** When the oldest question was asked that the organizer has not answered; null where none waits. */
  readonly askedSince: string | null;
  /** Whether the reader of the desk answers for it, or writes it for whoever does. */
  readonly mine: boolean;
}

/** Whose rows are shown. `nobody`: those for which nobody in office answers. */
export const deskFilters = ['everybody', 'mine', 'nobody'] as const;
export type DeskFilter = (typeof deskFilters)[number];

export function isDeskFilter(value: unknown): value is DeskFilter {
  return deskFilters.some((filter) => filter === value);
}

/** The rows that a filter leaves, in the same order. */
export function filterRows(rows: readonly DeskRow[], filter: DeskFilter): DeskRow[] {
  switch (filter) {
    case 'everybody':
      return [...rows];
    case 'mine':
      return rows.filter(({ mine }) => mine);
    case 'nobody':
      return rows.filter(({ owner }) => owner === null || !owner.inOffice);
  }
}

/** Where a row is worked on. */
export function deskPath({ subject, id, answers }: Pick<DeskRow, 'subject' | 'id' | 'answers'>): string {
  if (answers === null || subject === 'pledge') return `/in/desk/pledges/${id}`;
  return answers.subject === 'summary'
    ? `/in/desk/leadership/summaries/${answers.id}`
    : `/in/desk/leadership/${answers.id}`;
}

/** Where it is noted who answers. */
export function assignPath({ subject, id }: { readonly subject: AnswerSubject; readonly id: string }): string {
  return `/in/desk/leadership/who/${subject}/${id}`;
}

/** How far an answer is, in a few words. */
export function draftWords({ draft, partly }: Pick<DeskRow, 'draft' | 'partly'>, today: string): string {
  if (draft === null) return partly ? 'Answered in part' : 'Not begun';
  switch (draft.state) {
    case 'drafting':
      return 'Being written';
    case 'in-review':
      return 'In review';
    case 'scheduled':
      return draft.publishOn === null
        ? 'Scheduled'
        : `Scheduled for ${formatDay(draft.publishOn, today)}, ${String(draft.publishHour ?? 0).padStart(2, '0')}:00`;
  }
}
