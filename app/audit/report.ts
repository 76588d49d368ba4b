/** What an audit looks at, in its order (protocol 14). Names are stable: programs read them. */
export const checkNames = [
  'ledger-keys',
  'checkpoints',
  'entries',
  'tiles',
  'kept-checkpoints',
  'witnesses',
  'registers',
  'roster',
  'acts',
  'proofs',
  'petitions',
  'counts',
  'statements',
  'choices',
  'summaries',
  'questions',
  'programmes',
  'handlers',
  'moderation',
  'deletions',
  'concerns',
  'settings',
  'receipts',
  'filings',
] as const;
export type CheckName = (typeof checkNames)[number];

/** What can be wrong, one code for each way to cheat. Stable, as the names of checks. */
export const fraudCodes = [
  'key-not-signed-for',
  'key-not-pinned',
  'checkpoint-not-signed',
  'checkpoint-root-differs',
  'checkpoint-shrank',
  'history-rewritten',
  'entry-differs-from-leaf',
  'entry-missing',
  'entry-malformed',
  'entry-impossible',
  'tile-differs',
  'witness-not-in-ledger',
  'witness-signature-wrong',
  'witness-missing',
  'edition-missing',
  'edition-differs',
  'edition-file-differs',
  'edition-root-differs',
  'edition-count-differs',
  'edition-out-of-sequence',
  'register-larger-than-roster',
  'leaf-replaced',
  'leaf-repeated',
  'disputed-key-stays',
  'unit-too-small',
  'roster-does-not-add-up',
  'act-on-unknown',
  'act-out-of-time',
  'act-in-wrong-register',
  'act-out-of-sequence',
  'acts-not-sorted',
  'unit-changed',
  'proof-missing',
  'proof-added',
  'proof-invalid',
  'missing-from-site',
  'not-in-ledger',
  'text-differs',
  'terms-differ',
  'count-differs',
  'count-withheld',
  'count-too-small',
  'history-differs',
  'critical-mass-differs',
  'sponsors-differ',
  'signature-missing-from-site',
  'signature-not-in-ledger',
  'revision-missing',
  'handler-not-let-in',
  'handler-key-differs',
  'handler-signature-wrong',
  'decision-out-of-order',
  'organizers-differ',
  'merge-out-of-order',
  'ending-unfounded',
  'deletion-unfounded',
  'setting-below-floor',
  'receipt-not-genuine',
  'receipt-not-counted',
  'filing-not-genuine',
  'filing-not-in-ledger',
] as const;
export type FraudCode = (typeof fraudCodes)[number];

/** One thing that is not as it must be. Texts are for people: `where` names an entry, a page or a file. */
export interface Finding {
  readonly what: FraudCode;
  readonly where: string;
  readonly expected: string;
  readonly found: string;
}

export interface CheckResult {
  readonly name: CheckName;
  /** How many things were looked at: entries, editions, proofs, petitions … */
  readonly subjects: number;
  /** `failed` where anything was found; `not checked` where something could not be had, whatever else was right. */
  readonly result: 'passed' | 'failed' | 'not checked';
  /** At most `mostFindings`; `found` counts them all. */
  readonly findings: readonly Finding[];
  readonly found: number;
  /** What could not be checked and why; absent where everything was. */
  readonly why?: readonly string[];
  /** Whether the audit has this only where it is asked for (a receipt, an older checkpoint): then not having it is no gap. */
  readonly optional?: true;
}

/** Findings that a check lists; a ledger that is wholly another would list a million. */
export const mostFindings = 100;

/** A witness that stands in the ledger, and whether it cosigned the checkpoint that was audited. */
export interface WitnessResult {
  readonly name: string;
  readonly runBy: string;
  readonly cosigned: boolean;
}

/** What is needed to go on later without doing the long part again. JSON; tampering with it harms only who does. */
export interface AuditState {
  readonly v: 1;
  readonly organisation: string;
  /** Size and root (hex) of the ledger when it was written: it must still begin so. */
  readonly size: number;
  readonly root: string;
  /** The proof of every entry below this was verified, or stands in `findings`. */
  readonly proofs: number;
  /** What was wrong with proofs below. */
  readonly findings: readonly Finding[];
}

export interface AuditReport {
  readonly v: 1;
  readonly address: string;
  readonly organisation: string;
  /** What all of it is about; null where no checkpoint could be had. */
  readonly checkpoint: {
    readonly size: number;
    /** Hex of 32 bytes. */
    readonly root: string;
    /** Day of its publication. */
    readonly day: string;
    readonly witnesses: readonly WitnessResult[];
  } | null;
  readonly checks: readonly CheckResult[];
  /** `fraud` where any check failed; `incomplete` where none did but one that was due could not be done. */
  readonly verdict: 'passed' | 'fraud' | 'incomplete';
  /** For the next audit: null where there was no ledger to read. */
  readonly state: AuditState | null;
}

/** @returns what is to be said of all checks together */
export function verdictOf(checks: readonly CheckResult[]): AuditReport['verdict'] {
  if (checks.some(({ result }) => result === 'failed')) return 'fraud';
  const gaps = checks.some(({ result, optional }) => result === 'not checked' && optional !== true);
  return gaps ? 'incomplete' : 'passed';
}
