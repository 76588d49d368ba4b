import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { RadioCards } from '~/ui/choices';
import { closeReasons, type CloseReason } from '../../concerns/conversation.schema';
import { closeReasonWords } from '../../concerns/concern-words';
import { changeState } from '../desk-acts';
import type { DeskConcern } from '../desk-concern';
import { closeReasonNames } from '../handling-words';
import { useDesk } from './desk-context';
import { Refused, useAct } from './use-act';

/** Closing with a reason, which the reporter is told; and the one way to be rid of rubbish. */
export function CloseForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const [reason, setReason] = useState<CloseReason | null>(null);
  const close = (event: FormEvent) => {
    event.preventDefault();
    if (reason !== null) void act.run(() => changeState(desk, concern, 'closed', reason));
  };
  return (
    <details className="desk-act">
      <summary>Close it</summary>
      <form className="stack" onSubmit={close}>
        <RadioCards
          legend="Why?"
          hint="The reporter is told this, and may write once more."
          name="close-reason"
          choices={closeReasons.map((value) => ({
            value,
            label: closeReasonNames[value],
            hint: value === 'rubbish' ? undefined : `They read: “${closeReasonWords[value]}”`,
          }))}
          onChange={(value) => {
            setReason(closeReasons.find((known) => known === value) ?? null);
          }}
        />
        {reason === 'rubbish' && (
          <p>
            For what is no concern at all. Its files are deleted at once and for good, and neither side can write any
            more. Nobody is blocked by it: nobody knows who wrote it, and whoever did can raise another, at most three a
            day.
          </p>
        )}
        <div>
          <Button tone={reason === 'rubbish' ? 'grave' : 'secondary'} small disabled={act.busy || reason === null}>
            {reason === 'rubbish' ? 'Delete its files and close it' : 'Close it'}
          </Button>
        </div>
        <Refused act={act} />
      </form>
    </details>
  );
}
