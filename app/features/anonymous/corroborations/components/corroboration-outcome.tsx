import type { ReactNode } from 'react';
import type { Corroboration } from '~/crypto/semaphore/statement';
import { choiceWords } from '~/features/published/summaries/summary-words';
import { Button, ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Notice } from '~/ui/notice';
import type { CorroborationResult } from '../corroborate';

interface CorroborationOutcomeProps {
  readonly result: CorroborationResult;
  /** What was chosen just now. */
  readonly choice: Corroboration;
  readonly summaryId: string;
  readonly minimum: number;
  readonly nextCount: ReactNode;
  readonly onReplace: (acts: number) => void;
  readonly onOther: () => void;
}

/** What happened, what nobody can know, how to change it. */
export function CorroborationOutcome(props: CorroborationOutcomeProps) {
  const { result, choice, summaryId, minimum, nextCount } = props;
  if (result.kind === 'chosen-before') return <ChosenBefore {...props} result={result} />;
  return (
    <div className="stack">
      <Notice tone="success" live title={`You said: ${choiceWords[choice]}`}>
        <p>
          It is counted {nextCount} if at least {formatCount(minimum)} colleagues say the same, and waits until they do.
        </p>
      </Notice>
      <ul className="plain-list stack">
        <li>Nobody can tell that it was you, including us: what was sent fits everybody in the crowd equally.</li>
        <li>
          Check it: once it is published, this page finds it with your key in public data, on your device. Until then it
          can be found nowhere.
        </li>
        <li>You can choose otherwise on this page for a year after the summary was published.</li>
      </ul>
      <div>
        <ButtonLink to={`/summaries/${summaryId}`} tone="secondary">
          Back to the summary
        </ButtonLink>
      </div>
    </div>
  );
}

function ChosenBefore({
  result,
  choice,
  summaryId,
  onReplace,
  onOther,
}: CorroborationOutcomeProps & { result: Extract<CorroborationResult, { kind: 'chosen-before' }> }) {
  const { counted, acts } = result;
  return (
    <div className="stack">
      <Notice tone="warn" live title="Your key chose before">
        <p>
          {counted === null
            ? 'What it chose waits to be published, and only your key could tell it.'
            : `“${choiceWords[counted]}” is published.`}{' '}
          A new choice takes its place once enough colleagues made it. Whatever was published stays public, without a
          name, and acting again narrows the crowd to those who did the same.
        </p>
      </Notice>
      <div className="cluster">
        <Button
          type="button"
          onClick={() => {
            onReplace(acts);
          }}
        >
          {`Say “${choiceWords[choice]}” now`}
        </Button>
        <Button type="button" tone="secondary" onClick={onOther}>
          Choose something else
        </Button>
        <ButtonLink to={`/summaries/${summaryId}`} tone="quiet">
          Leave it as it is
        </ButtonLink>
      </div>
    </div>
  );
}
