import type { Obligation, Owner } from './due';

/** What became of the answers that somebody answered for. Each counts in one place. */
export interface AnswersRecord {
  readonly onTime: number;
  readonly late: number;
  /** Not answered, not yet due. */
  readonly open: number;
  /** Not answered, and the due day is over. */
  readonly overdue: number;
}

/** What became of the pledges. Each counts in one place. */
export interface PledgesRecord {
  /** Kept by the day that was promised first. */
  readonly keptOnTime: number;
  /** Kept after it, put off or not. */
  readonly keptLate: number;
  readonly partlyKept: number;
  readonly broken: number;
  /** Another pledge took its place. */
  readonly superseded: number;
  /** Not ended, and not due as last promised. */
  readonly open: number;
  /** Not ended, and the day is over that was promised last. */
  readonly overdue: number;
}

export interface OfficeRecord {
  readonly answers: AnswersRecord;
  readonly pledges: PledgesRecord;
  /** Taken over when the due day was over: on the record of whoever answered for it on that day, in none of the figures here. */
  readonly takenOver: number;
}

/** Who answers for something, as a record sees it: a leader, a unit with those below it, or everybody. */
export type Party = (owner: Owner) => boolean;

export const byLeader =
  (leaderId: string): Party =>
  (owner) =>
    owner.leaderId === leaderId;

const unitSeparator = ' / ';

/** A unit and those below it. */
export const byUnit =
  (unit: string): Party =>
  (owner) =>
    owner.unit === unit || owner.unit.startsWith(unit + unitSeparator);

/**
 * How something stands on a party's record: it answered for it on its due day (or when it was answered before, or today),
 * and so counts it; or it took it over afterwards; or neither.
 */
export function standing(obligation: Obligation, party: Party, today: string): 'counts' | 'taken-over' | null {
  const { dueDay, endedDay, owners } = obligation;
  const end = endedDay ?? today;
  const at = (day: string) => owners.findLast((owner) => owner.day <= day);
  const responsible = at(dueDay < end ? dueDay : end);
  if (responsible && party(responsible)) return 'counts';
  const last = at(end);
  return last && party(last) ? 'taken-over' : null;
}

/** What became of it: one word for each place of the record. */
export type AnswerOutcome = keyof AnswersRecord;
export type PledgeOutcome = keyof PledgesRecord;

export function answerOutcome({ dueDay, endedDay }: Obligation, today: string): AnswerOutcome {
  if (endedDay !== null) return endedDay <= dueDay ? 'onTime' : 'late';
  return today <= dueDay ? 'open' : 'overdue';
}

export function pledgeOutcome({ status, dueDay, firstDueDay, endedDay }: Obligation, today: string): PledgeOutcome {
  switch (status) {
    case 'kept':
      return endedDay !== null && endedDay <= firstDueDay ? 'keptOnTime' : 'keptLate';
    case 'partly-kept':
      return 'partlyKept';
    case 'broken':
    case 'superseded':
      return status;
    default:
      return today <= dueDay ? 'open' : 'overdue';
  }
}

/**
 * The record of a party; of the company as a whole where there is none: that counts what nobody was named for, too.
 * @param today the company's day
 */
export function recordOf(obligations: readonly Obligation[], party: Party | null, today: string): OfficeRecord {
  const answers: Record<AnswerOutcome, number> = { onTime: 0, late: 0, open: 0, overdue: 0 };
  const pledges: Record<PledgeOutcome, number> = {
    ...{ keptOnTime: 0, keptLate: 0, partlyKept: 0, broken: 0, superseded: 0, open: 0, overdue: 0 },
  };
  let takenOver = 0;
  for (const each of obligations) {
    const stands = party === null ? 'counts' : standing(each, party, today);
    if (stands === 'taken-over') takenOver += 1;
    if (stands !== 'counts') continue;
    if (each.subject === 'pledge') pledges[pledgeOutcome(each, today)] += 1;
    else answers[answerOutcome(each, today)] += 1;
  }
  return { answers, pledges, takenOver };
}

/** Everybody who ever answered for something, by name. */
export function leadersOf(obligations: readonly Obligation[]): readonly { leaderId: string; name: string }[] {
  const names = new Map(obligations.flatMap(({ owners }) => owners.map(({ leaderId, name }) => [leaderId, name])));
  return [...names]
    .map(([leaderId, name]) => ({ leaderId, name }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en-GB') || (a.leaderId < b.leaderId ? -1 : 1));
}

/** Every unit that somebody answered for, in order. */
export function unitsOf(obligations: readonly Obligation[]): readonly string[] {
  return [...new Set(obligations.flatMap(({ owners }) => owners.map(({ unit }) => unit)))].sort((a, b) =>
    a.localeCompare(b, 'en-GB'),
  );
}
