import type { ReactNode } from 'react';
import { ButtonLink } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { SaveText } from '~/ui/save-text';

interface RaisedProps {
  /** The day by which somebody must have read it, and the one by which it must be answered. */
  readonly acknowledgeBy: ReactNode;
  readonly answerBy: ReactNode;
  /** The proof of filing. */
  readonly proof: string;
}

/** What happened, what nobody can know, until when, how to come back. */
export function Raised({ acknowledgeBy, answerBy, proof }: RaisedProps) {
  return (
    <div className="stack">
      <Notice tone="success" live title="Your concern has arrived">
        <p>
          Somebody must have read it by {acknowledgeBy}, and it must be answered by {answerBy}. Nobody writes to you:
          you come and look.
        </p>
      </Notice>
      <ul className="plain-list stack">
        <li>
          Nobody can tell that it was you, including us and including the handlers: the proof fits everybody in the
          crowd.
        </li>
        <li>Nothing of it is left on this device but your words, wherever you keep them.</li>
        <li>Your twelve words are the only way back. A look once a week is often enough.</li>
      </ul>
      <details className="receipt">
        <summary>Proof that you filed</summary>
        <div className="stack">
          <p className="small">
            A file that shows, with the public ledger, that something of this size was filed today. Keep it only if you
            may need to prove that: a file on this device is evidence on this device. It shows whoever reads it nothing
            of what you wrote, unless you hand over the words too. Once it is published, your words make it complete,
            with its place in the ledger.
          </p>
          <SaveText text={proof} name="proof-of-filing.json" label="Keep the proof as a file" />
        </div>
      </details>
      <div className="cluster">
        <ButtonLink to="/concerns/mine" tone="secondary">
          My concern
        </ButtonLink>
        <ButtonLink to="/concerns" tone="quiet">
          Back
        </ButtonLink>
      </div>
    </div>
  );
}
