import { addDays } from '~/platform/clock';
import type { Range } from '../petitions/petition';
import { isFinal, mayFollow, type Evidence, type PledgeDocument, type PledgeStatus } from './pledge';

/** Lengths in UTF-16 code units. */
export const pledgeTextLength: Range = { min: 10, max: 300 };
export const howSeenLength: Range = { min: 10, max: 500 };
export const milestoneLength: Range = { min: 3, max: 200 };
export const evidenceTitleLength: Range = { min: 3, max: 160 };
export const evidenceUrlLength: Range = { min: 1, max: 500 };
export const pledgeReasonLength: Range = { min: 10, max: 1_000 };

export const milestonesPerPledge = 10;
export const evidencePerPledge = 20;
export const pledgesPerResponse = 50;
/** How far away a due day may be: what is promised for later is promised to nobody. */
export const longestPledgeDays = 5 * 366;

export type PledgeErrorCode =
  | 'unknown-pledge'
  | 'no-response'
  | 'too-many-pledges'
  | 'not-a-beginning'
  | 'wrong-status'
  | 'promise-over'
  | 'no-evidence'
  | 'unknown-evidence'
  | 'due-too-early'
  | 'due-too-late'
  | 'milestone-outside';

/** A refusal by the rules of pledges. Routes map the code to a status and to words. */
export class PledgeError extends Error {
  override readonly name = 'PledgeError';
  constructor(readonly code: PledgeErrorCode) {
    super(code);
  }
}

/** A pledge of this site that a piece of evidence names; null for any other address. */
export function pledgeNamed({ url }: { readonly url: string }): string | null {
  return /^\/pledges\/([a-z2-7]{26})$/.exec(url)?.[1] ?? null;
}

/** Evidence that says which other pledge takes the place of one, said once. */
export function withReplacement(evidence: readonly Evidence[], pledgeId: string): readonly Evidence[] {
  if (evidence.some((each) => pledgeNamed(each) === pledgeId)) return evidence;
  return [...evidence, { title: 'The pledge that takes its place', url: `/pledges/${pledgeId}` }];
}

/** Days that a pledge may be promised for on a day; both inclusive. */
export function dueDays(today: string): { readonly first: string; readonly last: string } {
  return { first: today, last: addDays(today, longestPledgeDays) };
}

/** How a pledge may begin: what is done already is not promised. */
export const firstStatuses = ['not-started', 'in-progress'] as const satisfies readonly PledgeStatus[];

/**
 * What every pledge has to keep to as it is made.
 * @param today on the company's calendar
 * @throws PledgeError `not-a-beginning`, `due-too-early`, `due-too-late`, `milestone-outside`
 */
export function checkNewPledge(document: PledgeDocument, today: string): void {
  if (!firstStatuses.some((status) => status === document.status)) throw new PledgeError('not-a-beginning');
  checkDays(document, { madeDay: today, today });
}

/**
 * What may become of a pledge. Its promise (words, how one will see it, due day, owner, milestones) can change while it
 * stands open. Neither with its end nor after it: nobody says "kept" of a promise that was rewritten in the same breath, or
 * moves a day that was missed. Status and evidence go on.
 *
 * @param before as it stands, @param madeDay when it was made, @param today both on the company's calendar
 * @throws PledgeError `wrong-status`, `promise-over`, `no-evidence` (superseded by nothing), `due-too-early` (a new due day
 *   that is over), `due-too-late`, `milestone-outside`
 */
export function checkRevision(
  before: PledgeDocument,
  after: PledgeDocument,
  { madeDay, today }: { readonly madeDay: string; readonly today: string },
): void {
  if (!mayFollow(before.status, after.status)) throw new PledgeError('wrong-status');
  if (isFinal(before.status) || isFinal(after.status)) {
    if (promiseOf(before) !== promiseOf(after)) throw new PledgeError('promise-over');
  } else if (before.dueDay !== after.dueDay || !sameMilestones(before, after)) {
    checkDays(after, { madeDay, today: before.dueDay === after.dueDay ? before.dueDay : today });
  }
  if (after.status === 'superseded' && after.evidence.length === 0) throw new PledgeError('no-evidence');
}

function promiseOf({ text, howSeen, witnessed, ownerName, unit, dueDay, milestones }: PledgeDocument): string {
  return JSON.stringify([
    text,
    howSeen,
    witnessed,
    ownerName,
    unit,
    dueDay,
    milestones.map((each) => [each.text, each.day]),
  ]);
}

function sameMilestones(one: PledgeDocument, other: PledgeDocument): boolean {
  const written = ({ milestones }: PledgeDocument) => JSON.stringify(milestones.map(({ text, day }) => [text, day]));
  return written(one) === written(other);
}

function checkDays(
  { dueDay, milestones }: PledgeDocument,
  { madeDay, today }: { readonly madeDay: string; readonly today: string },
): void {
  if (dueDay < today) throw new PledgeError('due-too-early');
  if (dueDay > dueDays(today).last) throw new PledgeError('due-too-late');
  if (milestones.some(({ day }) => day < madeDay || day > dueDay)) throw new PledgeError('milestone-outside');
}
