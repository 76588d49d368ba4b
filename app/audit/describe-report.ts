import type { AuditProgress, AuditStage } from './audit-input';
import type { AuditReport, CheckResult } from './report';
import { beyondAudit, checkWords, fraudWords } from './words';

const stageWords: Readonly<Record<AuditStage, string>> = {
  data: 'reading what the pages show',
  ledger: 'reading the ledger and verifying proofs',
  registers: 'making the registers anew',
  pages: 'comparing the pages with the ledger',
  done: 'done',
};

const grouped = new Intl.NumberFormat('en-GB');
const count = (value: number) => grouped.format(value);

/** One line: what an audit does just now, and how far it is. */
export function describeProgress({ stage, done, total, proofs }: AuditProgress): string {
  const share = total === 0 ? 100 : Math.floor((100 * done) / total);
  const bar = '#'.repeat(Math.floor(share / 5)).padEnd(20, '.');
  const skipped = proofs.skipped > 0 ? `, ${count(proofs.skipped)} earlier` : '';
  return `[${bar}] ${String(share).padStart(3)} % ${stageWords[stage]}, ${count(proofs.verified)} proofs verified${skipped}`;
}

/** The report for people: what was checked, what was found, what could not be, and what no audit can find. */
export function describeReport(report: AuditReport): string {
  const { address, organisation, checkpoint, checks, verdict } = report;
  const lines = [
    `Audit of ${address}${organisation === '' ? '' : ` (${organisation})`}`,
    checkpoint
      ? `Ledger of ${count(checkpoint.size)} entries, root ${checkpoint.root}, published ${checkpoint.day}`
      : 'There is no ledger that could be read.',
    ...(checkpoint ? [describeWitnesses(checkpoint.witnesses)] : []),
    '',
    ...checks.flatMap(describeCheck),
    '',
    ...verdictLines(verdict, checks),
    '',
    'What no audit of public data can find:',
    ...beyondAudit.map((words) => `  - ${words}`),
  ];
  return `${lines.join('\n')}\n`;
}

function describeWitnesses(witnesses: NonNullable<AuditReport['checkpoint']>['witnesses']): string {
  if (witnesses.length === 0)
    return 'No witness watches this ledger: nobody but its own key vouches that all are shown the same one.';
  const said = witnesses.map(({ name, runBy, cosigned }) => `${name} (${runBy})${cosigned ? '' : ', not this one'}`);
  return `Cosigned by ${String(witnesses.filter(({ cosigned }) => cosigned).length)} of ${String(witnesses.length)} witnesses: ${said.join('; ')}`; // prettier-ignore
}

const marks: Readonly<Record<CheckResult['result'], string>> = {
  passed: 'passed     ',
  failed: 'FAILED     ',
  'not checked': 'not checked',
};

function describeCheck(check: CheckResult): string[] {
  const { name, subjects, result, findings, found, why = [], optional } = check;
  const { title, passed } = checkWords[name];
  const number = subjects > 0 ? ` (${count(subjects)})` : '';
  return [
    `${marks[result]}  ${title}${number}${optional ? ', only if asked for' : ''}`,
    ...(result === 'passed' ? [`               ${passed}`] : []),
    ...findings.flatMap(({ what, where, expected, found: instead }) => [
      `               ${fraudWords[what]} [${what}]`,
      `                 ${where}`,
      `                 expected: ${expected}`,
      `                 found:    ${instead}`,
    ]),
    ...(found > findings.length ? [`               and ${count(found - findings.length)} more`] : []),
    ...why.map((words) => `               not checked: ${words}`),
  ];
}

function verdictLines(verdict: AuditReport['verdict'], checks: readonly CheckResult[]): string[] {
  const named = (result: CheckResult['result']) =>
    checks
      .filter((check) => check.result === result && check.optional !== true)
      .map(({ name }) => checkWords[name].title);
  if (verdict === 'fraud') return [`FRAUD FOUND: ${named('failed').join('; ')}.`];
  if (verdict === 'incomplete') {
    return ['Nothing wrong was found, but not everything could be checked:', `  ${named('not checked').join('; ')}.`];
  }
  return ['All checks passed.'];
}
