import type { PledgeStatus } from '../pledges/pledge';

/** What leadership can owe: an answer to a petition, to a summary, a better one to a demand; and what it pledged. */
export type DueSubject = 'petition' | 'summary' | 'demand' | 'pledge';

/** Who answers for something, as the public record names them. */
export interface Owner {
  /** Random name of their record. */
  readonly leaderId: string;
  readonly name: string;
  /** The unit that they answer for. */
  readonly unit: string;
}

/** Somebody who answers for something from a day on, until the next does. */
export interface OwnerSince extends Owner {
  readonly day: string;
}

/** Something that leadership owes or owed, with the day on which it is or was due. All days are the company's. */
export interface Obligation {
  readonly subject: DueSubject;
  /** The petition, summary or pledge; of a demand its petition, a full stop and its number. */
  readonly id: string;
  /** The petition that it belongs to; null for a summary. */
  readonly petitionId: string | null;
  /** Counted from 1, where it is a demand. */
  readonly demand: number | null;
  /** Title of the petition or summary, words of the demand, words of the pledge. */
  readonly title: string;
  /** When the clock started: a threshold was reached, verdicts reopened it, a pledge was made. */
  readonly sinceDay: string;
  /** When it is due; of a pledge as last promised. */
  readonly dueDay: string;
  /** As first promised; differs from `dueDay` for pledges only. */
  readonly firstDueDay: string;
  /** When it was answered, or the pledge's status became a final one; null while it is not. */
  readonly endedDay: string | null;
  /** Of a pledge only. */
  readonly status: PledgeStatus | null;
  /** Everybody who answered for it, in order. */
  readonly owners: readonly OwnerSince[];
}

/** Something that waits. */
export interface Due extends Omit<Obligation, 'endedDay' | 'owners'> {
  /** Who answers for it now; null where nobody was named. */
  readonly owner: Owner | null;
}

/** Where anybody reads about it. */
export function duePath({ subject, id, petitionId, demand }: Pick<Due, 'subject' | 'id' | 'petitionId' | 'demand'>) {
  switch (subject) {
    case 'petition':
      return `/petitions/${id}`;
    case 'summary':
      return `/summaries/${id}`;
    case 'demand':
      return `/petitions/${petitionId ?? ''}#demand-${String(demand)}`;
    case 'pledge':
      return `/pledges/${id}`;
  }
}

/** What it is, in a word or two. */
export const dueSubjectWords: Readonly<Record<DueSubject, string>> = {
  petition: 'Petition',
  summary: 'Summary',
  demand: 'Better answer',
  pledge: 'Pledge',
};
