import type { CheckResult, Finding } from '~/audit/report';
import { checkWords, fraudWords } from '~/audit/words';
import { formatCount, plural } from '~/ui/count';
import { Stack } from '~/ui/page';
import { Tag } from '~/ui/tag';

/** Findings of a check that are written out here; the file has more. */
const shownFindings = 20;

/** Every check with its result: what failed first, then what could not be checked, then in the order of the audit. */
export function AuditChecks({ checks }: { checks: readonly CheckResult[] }) {
  const asked = checks.filter((check) => !isUnasked(check));
  const order = { failed: 0, 'not checked': 1, passed: 2 } as const;
  const sorted = [...asked].sort((one, other) => order[one.result] - order[other.result]);
  const unasked = checks.filter(isUnasked).map(({ name }) => checkWords[name].title.toLowerCase());
  return (
    <Stack>
      <ol className="audit-checks">
        {sorted.map((check) => (
          <Check key={check.name} check={check} />
        ))}
      </ol>
      {unasked.length > 0 && (
        <p className="small soft">
          Not asked for: {unasked.join('; ')}. For these, give the audit the files that you kept.
        </p>
      )}
    </Stack>
  );
}

function isUnasked({ result, optional }: CheckResult): boolean {
  return result === 'not checked' && optional === true;
}

const results = {
  passed: { tone: 'accent', words: 'Passed' },
  failed: { tone: 'strong', words: 'Failed' },
  'not checked': { tone: 'outline', words: 'Not checked' },
} as const;

function Check({ check: { name, subjects, result, findings, found, why } }: { check: CheckResult }) {
  const { title, passed } = checkWords[name];
  const { tone, words } = results[result];
  return (
    <li className="audit-check" data-check={name} data-result={result}>
      <div className="audit-check__head">
        <h3>{title}</h3>
        <Tag tone={tone}>{words}</Tag>
      </div>
      <p className="small soft">
        {result === 'passed' ? passed : ''} {subjects > 0 && `${formatCount(subjects)} looked at.`}
      </p>
      {why?.map((each) => (
        <p key={each} className="small">
          {each}
        </p>
      ))}
      {findings.slice(0, shownFindings).map((finding, index) => (
        <FoundThing key={index} finding={finding} />
      ))}
      {found > shownFindings && (
        <p className="small">And {plural(found - Math.min(found, shownFindings), 'more finding', 'more findings')}.</p>
      )}
    </li>
  );
}

function FoundThing({ finding: { what, where, expected, found } }: { finding: Finding }) {
  return (
    <div className="audit-finding" data-finding={what}>
      <p>
        <strong>{fraudWords[what]}</strong>
      </p>
      <dl>
        <dt>Where</dt>
        <dd translate="no">{where}</dd>
        <dt>Must be</dt>
        <dd translate="no">{expected}</dd>
        <dt>Is</dt>
        <dd translate="no">{found}</dd>
        <dt>Code</dt>
        <dd translate="no">{what}</dd>
      </dl>
    </div>
  );
}
