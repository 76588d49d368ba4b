import { checkNames, mostFindings, type CheckName, type CheckResult, type Finding, type FraudCode } from './report';

/** One check while it runs. */
export interface Check {
  /** So many more things were looked at. */
  count(subjects?: number): void;
  /** Something is not as it must be. */
  find(what: FraudCode, where: string, expected: string | number, found: string | number): void;
  /** Compares; a difference is a finding. @returns whether they are equal */
  equal(what: FraudCode, where: string, expected: string | number | null, found: string | number | null): boolean;
  /** Something could not be checked: the check has not passed, whatever else was right. */
  cannot(why: string): void;
}

/** Collects what all checks find. A check that nobody began is `not checked`. */
export interface Recorder {
  check(name: CheckName): Check;
  /** Something that was asked for: without it the check is no gap. */
  optional(name: CheckName, why: string): void;
  /** The audit ends before its end: no check that has begun can have passed. */
  stop(): void;
  results(): CheckResult[];
}

interface Collected {
  subjects: number;
  found: number;
  findings: Finding[];
  why: string[];
  optional: boolean;
}

export function createRecorder(): Recorder {
  const all = new Map<CheckName, Collected>();
  const begin = (name: CheckName): Collected => {
    const known = all.get(name) ?? { subjects: 0, found: 0, findings: [], why: [], optional: false };
    all.set(name, known);
    return known;
  };
  return {
    check(name) {
      const own = begin(name);
      const check: Check = {
        count(subjects = 1) {
          own.subjects += subjects;
        },
        find(what, where, expected, found) {
          own.found += 1;
          if (own.findings.length >= mostFindings) return;
          own.findings.push({ what, where, expected: short(expected), found: short(found) });
        },
        equal(what, where, expected, found) {
          if (expected === found) return true;
          check.find(what, where, expected ?? 'nothing', found ?? 'nothing');
          return false;
        },
        cannot(why) {
          if (own.why.length < mostFindings && !own.why.includes(why)) own.why.push(why);
        },
      };
      return check;
    },
    optional(name, why) {
      const own = begin(name);
      own.optional = true;
      own.why.push(why);
    },
    stop() {
      for (const { why } of all.values()) if (why.length === 0) why.push('The audit ended before this was done.');
    },
    results: () => checkNames.map((name) => resultOf(name, all.get(name))),
  };
}

function resultOf(name: CheckName, own: Collected | undefined): CheckResult {
  if (!own) {
    const why = ['The audit did not come to it.'];
    return { name, subjects: 0, result: 'not checked', findings: [], found: 0, why };
  }
  const { subjects, found, findings, why, optional } = own;
  const result = found > 0 ? 'failed' : why.length > 0 ? 'not checked' : 'passed';
  return {
    ...{ name, subjects, result, findings, found },
    ...(why.length > 0 && { why }),
    ...(optional && { optional }),
  };
}

/** A finding is read by people and kept: nobody puts a novel into it. */
function short(value: string | number): string {
  const text = String(value);
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
