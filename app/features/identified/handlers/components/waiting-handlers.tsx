import { useState } from 'react';
import { Fingerprint } from '~/features/published/handlers/components/fingerprint';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Check } from '~/ui/choices';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { letInInBrowser, type SigningPlace } from '../act-in-browser';
import type { WaitingHandler } from '../handler-desk.queries.server';
import { useSignedAct } from './signed-act';

interface WaitingHandlersProps {
  readonly waiting: readonly WaitingHandler[];
  readonly place: SigningPlace;
  /** The acting handler's keys, where they are open. */
  readonly keys: OpenHandlerKeys | null;
  readonly onLetIn: (who: WaitingHandler) => void;
}

/** Those who ask to be let in, each with the fingerprint that has to be compared first. */
export function WaitingHandlers({ waiting, place, keys, onLetIn }: WaitingHandlersProps) {
  return (
    <div className="stack">
      {waiting.map((each) => (
        <Card key={each.fingerprint} title={each.name}>
          <div className="stack">
            <p>
              Asked <DateText day={each.day} now={place.day} relative="also" />. Meet, or call a number that you know,
              and have the eight groups read to you:
            </p>
            <Fingerprint fingerprint={each.fingerprint} size="large" />
            {keys ? (
              <LetIn waiting={each} place={place} keys={keys} onLetIn={onLetIn} />
            ) : (
              <p className="soft">Open your key, above, to let them in.</p>
            )}
          </div>
        </Card>
      ))}
    </div>
  );
}

function LetIn({
  waiting,
  place,
  keys,
  onLetIn,
}: Pick<WaitingHandlersProps, 'place' | 'onLetIn'> & { waiting: WaitingHandler; keys: OpenHandlerKeys }) {
  const [compared, setCompared] = useState(false);
  const { busy, problem, run } = useSignedAct(() => {
    onLetIn(waiting);
  });
  return (
    <>
      <Check
        name={`compared-${waiting.fingerprint}`}
        label={`${waiting.name} read me these eight groups`}
        hint="Once let in, they read every new concern, and can let in others. Your signature and your name stand in the public ledger."
        onChange={setCompared}
      />
      {problem && <Notice tone="error">{problem}</Notice>}
      <div>
        <Button
          type="button"
          disabled={busy || !compared}
          onClick={() => void run(() => letInInBrowser(place, keys, waiting))}
        >
          {busy ? 'Signing …' : `Let in ${waiting.name}`}
        </Button>
      </div>
    </>
  );
}
