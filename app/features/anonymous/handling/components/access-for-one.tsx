import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Notice } from '~/ui/notice';
import { isPartlyClosed, shutOutOf, type DeskConcern } from '../desk-concern';
import { giveAccess } from '../give-access';
import { useDesk } from './desk-context';
import { Refused, useAct } from './use-act';

/** Gives a handler who came later what they need to read this concern. */
export function AccessForOne({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const [to, setTo] = useState('');
  const [given, setGiven] = useState<string | null>(null);
  const shutOut = shutOutOf(concern);
  const able = desk.handlers.filter(
    ({ fingerprint }) => fingerprint !== desk.me.fingerprint && !shutOut.has(fingerprint),
  );
  if (able.length === 0 || isPartlyClosed(concern)) return null;
  const give = async (event: FormEvent) => {
    event.preventDefault();
    const handler = able.find(({ fingerprint }) => fingerprint === to);
    if (!handler) return;
    setGiven(null);
    const isDone = await act.run(async () => {
      await giveAccess(desk, handler, [concern], () => undefined);
    });
    if (isDone) setGiven(handler.name);
  };
  return (
    <details className="desk-act">
      <summary>Give a handler access</summary>
      <form className="stack" onSubmit={(event) => void give(event)}>
        <p>For a handler who was let in after this was written. Whoever could read it all along needs nothing.</p>
        <Field
          label="To whom?"
          name="access-to"
          kind="select"
          placeholder="Choose"
          options={able.map(({ fingerprint, name }) => ({ value: fingerprint, label: name }))}
          onChange={setTo}
        />
        <div>
          <Button tone="secondary" small disabled={act.busy || to === ''}>
            Give access
          </Button>
        </div>
        <Refused act={act} />
        {given !== null && <Notice tone="success" live title={`${given} can read it now`} />}
      </form>
    </details>
  );
}
