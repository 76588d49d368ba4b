import { hashFields } from '~/crypto/hash';

/** Where leadership says that a pledge stands. The last four are final. Overdue is none of them: it is computed. */
export const pledgeStatuses = ['not-started', 'in-progress', 'kept', 'partly-kept', 'broken', 'superseded'] as const;
export type PledgeStatus = (typeof pledgeStatuses)[number];

/** What a field witness is asked: whether something has stopped, or whether something is there. */
export type Witnessed = 'stops' | 'is-there';

export interface Milestone {
  readonly text: string;
  /** 'YYYY-MM-DD'. */
  readonly day: string;
}

export interface Evidence {
  readonly title: string;
  /** https, or a path of this site. */
  readonly url: string;
}

/** All that a pledge says. A change of any of it is a revision with a reason. */
export interface PledgeDocument {
  /** What is promised. */
  readonly text: string;
  /** How one will see that it is done: what field witnesses attest. */
  readonly howSeen: string;
  readonly witnessed: Witnessed;
  readonly ownerName: string;
  readonly unit: string;
  /** 'YYYY-MM-DD', on the company's calendar. */
  readonly dueDay: string;
  readonly milestones: readonly Milestone[];
  readonly status: PledgeStatus;
  readonly evidence: readonly Evidence[];
}

/** What a field witness binds to: the promise as it stands on the page. 32 bytes (protocol 11). */
export function pledgeTextDigest(
  pledgeId: string,
  { text, howSeen, witnessed, dueDay }: Pick<PledgeDocument, 'text' | 'howSeen' | 'witnessed' | 'dueDay'>,
): Uint8Array {
  return hashFields('pledge-text/v1', pledgeId, text, howSeen, witnessed, dueDay);
}
