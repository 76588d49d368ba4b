import type { AuditReport } from '~/audit/report';
import { formatCount, plural } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Facts } from '~/ui/facts';
import { Notice } from '~/ui/notice';
import { Stack } from '~/ui/page';
import { AuditChecks } from './audit-checks';

/** What an audit found: in one sentence, what it is about, then check by check. @param today for the words of a day */
export function AuditResult({ report, today }: { report: AuditReport; today: string }) {
  const { checkpoint } = report;
  return (
    <Stack gap="loose">
      <Verdict report={report} />
      {checkpoint && (
        <Facts
          stacked
          facts={[
            { term: 'Organisation', detail: report.organisation },
            { term: 'State of the ledger', detail: <>{plural(checkpoint.size, 'entry', 'entries')}, signed at the publication of <DateText day={checkpoint.day} now={today} /></> }, // prettier-ignore
            { term: 'Root', detail: <code className="digest" translate="no">{checkpoint.root}</code> }, // prettier-ignore
            { term: 'Witnesses', detail: witnessWords(checkpoint.witnesses) },
          ]}
        />
      )}
      <AuditChecks checks={report.checks} />
    </Stack>
  );
}

function Verdict({ report: { checks, verdict } }: { report: AuditReport }) {
  const subjects = checks.reduce((sum, each) => sum + each.subjects, 0);
  const passed = checks.filter(({ result }) => result === 'passed').length;
  const failed = checks.filter(({ result }) => result === 'failed');
  if (verdict === 'passed') {
    return (
      <Notice tone="success" live title="Everything that was checked is as it is shown">
        <p>
          {formatCount(subjects)} things were looked at in {plural(passed, 'check')}, and nothing was found.
        </p>
      </Notice>
    );
  }
  if (verdict === 'incomplete') {
    return (
      <Notice tone="warn" live title="Nothing was found, but not everything could be checked">
        <p>
          {plural(passed, 'check')} passed. What could not be had stands with each check below. Try again later; if it
          stays so, ask why.
        </p>
      </Notice>
    );
  }
  const found = failed.reduce((sum, each) => sum + each.found, 0);
  return (
    <Notice tone="error" title="Something here is not as it must be">
      <p>
        {plural(found, 'finding')} in {plural(failed.length, 'check')}. Save the result before you ask anybody: it names
        what was found, and where, so that others can look for themselves.
      </p>
    </Notice>
  );
}

type Witnesses = NonNullable<AuditReport['checkpoint']>['witnesses'];

function witnessWords(witnesses: Witnesses): string {
  if (witnesses.length === 0) return 'None watches this ledger';
  const cosigned = witnesses.filter((each) => each.cosigned);
  const names = cosigned.map(({ runBy }) => runBy).join(', ');
  const total = formatCount(witnesses.length);
  return cosigned.length === 0 ? `None of ${total} cosigned this state yet` : `Cosigned by ${names} (${formatCount(cosigned.length)} of ${total})`; // prettier-ignore
}
