import { hashFields } from '~/crypto/hash';

/** Where leadership says that a pledge stands. The last four are final. Overdue is none of them: it is computed. */
export const pledgeStatuses = ['not-started', 'in-progress', 'kept', 'partly-kept', 'broken', 'superseded'] as const;
export type PledgeStatus = (typeof pledgeStatuses)[number];

/**
 * Which status may follow which; each may stay. What was kept, partly kept or broken can be judged anew, but it is not open
 * again, and it is not replaced: only an open pledge is superseded, and nothing leaves that.
 */
const followers: Readonly<Record<PledgeStatus, readonly PledgeStatus[]>> = {
  'not-started': ['in-progress', 'kept', 'partly-kept', 'broken', 'superseded'],
  'in-progress': ['kept', 'partly-kept', 'broken', 'superseded'],
  kept: ['partly-kept', 'broken'],
  'partly-kept': ['kept', 'broken'],
  broken: ['kept', 'partly-kept'],
  superseded: [],
};

/** Whether leadership may say the one after the other. Staying is allowed: other things about a pledge change too. */
export function mayFollow(from: PledgeStatus, to: PledgeStatus): boolean {
  return from === to || followers[from].includes(to);
}

/** What may be said of a pledge next, as it stands first. */
export function nextStatuses(from: PledgeStatus): readonly PledgeStatus[] {
  return [from, ...followers[from]];
}

/** Whether a pledge is over: its promise stands as it was from then on. */
export function isFinal(status: PledgeStatus): boolean {
  return status !== 'not-started' && status !== 'in-progress';
}

/** Whether a pledge is overdue. Never typed: its day is over and nobody has said what became of it. Both days the company's. */
export function isOverdue({ status, dueDay }: Pick<PledgeDocument, 'status' | 'dueDay'>, today: string): boolean {
  return !isFinal(status) && dueDay < today;
}

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

/**
 * What a field witness binds to: what is promised and how one will see it, not when or by whom: a day that moves makes no
 * other promise. 32 bytes (protocol 11).
 */
export function pledgeTextDigest(
  pledgeId: string,
  { text, howSeen, witnessed }: Pick<PledgeDocument, 'text' | 'howSeen' | 'witnessed'>,
): Uint8Array {
  return hashFields('pledge-text/v1', pledgeId, text, howSeen, witnessed);
}
