import { useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { assign, changeState, hideFrom } from '../desk-acts';
import type { DeskConcern } from '../desk-concern';
import { hashOf } from '../desk-place';
import { AccessForOne } from './access-for-one';
import { CloseForm } from './close-form';
import { useDesk } from './desk-context';
import { LabelsForm } from './labels-form';
import { Refused, useAct } from './use-act';

/** What a handler can do to a concern, beside writing. */
export function ConcernActs({ concern }: { concern: DeskConcern }) {
  const { key, assignedTo, closedFor } = concern;
  return (
    <div className="desk-acts no-print">
      {closedFor !== 'rubbish' && <StateForm concern={concern} />}
      <AssignForm key={`assign-${key}-${assignedTo ?? ''}`} concern={concern} />
      <LabelsForm key={`labels-${key}-${String(concern.labelsNumber)}`} concern={concern} />
      {closedFor !== 'rubbish' && concern.state !== 'closed' && <CloseForm concern={concern} />}
      <HideForm concern={concern} />
      <AccessForOne concern={concern} />
      <p className="desk-act">
        <a href={hashOf({ kind: 'summary', key })}>Publish a summary</a>
      </p>
    </div>
  );
}

function StateForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const move = (to: 'in-review' | 'answered') => void act.run(() => changeState(desk, concern, to, null));
  return (
    <div className="desk-act stack">
      <div className="cluster">
        {concern.state !== 'in-review' && (
          <Button type="button" tone="secondary" small disabled={act.busy} onClick={() => move('in-review')}>
            {concern.state === 'closed' ? 'Open it again' : 'Take into review'}
          </Button>
        )}
        {concern.state !== 'answered' && concern.state !== 'closed' && (
          <Button type="button" tone="secondary" small disabled={act.busy} onClick={() => move('answered')}>
            It is answered
          </Button>
        )}
      </div>
      <Refused act={act} />
    </div>
  );
}

function AssignForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const able = desk.handlers.filter(({ fingerprint }) => !concern.hiddenFrom.includes(fingerprint));
  return (
    <div className="desk-act stack">
      <Field
        label="Looked after by"
        name="assigned-to"
        kind="select"
        placeholder="Nobody yet"
        disabled={act.busy}
        defaultValue={concern.assignedTo ?? ''}
        options={able.map(({ fingerprint, name }) => ({
          value: fingerprint,
          label: fingerprint === desk.me.fingerprint ? `${name} (you)` : name,
        }))}
        onChange={(to) => void act.run(() => assign(desk, concern, to === '' ? null : to))}
      />
      <Refused act={act} />
    </div>
  );
}

function HideForm({ concern }: { concern: DeskConcern }) {
  const { desk } = useDesk();
  const act = useAct();
  const [from, setFrom] = useState('');
  const able = desk.handlers.filter(
    ({ fingerprint }) => fingerprint !== desk.me.fingerprint && !concern.hiddenFrom.includes(fingerprint),
  );
  if (able.length === 0) return null;
  const hide = (event: FormEvent) => {
    event.preventDefault();
    if (from !== '') void act.run(() => hideFrom(desk, concern, from));
  };
  return (
    <details className="desk-act">
      <summary>Hide it from a handler</summary>
      <form className="stack" onSubmit={hide}>
        <p>
          Where a handler is part of the matter. They no longer see it, are not told, and nothing that is written from
          now on is encrypted to them. What they could read until now they may have kept. It cannot be undone here.
        </p>
        <Field
          label="From whom?"
          name="hide-from"
          kind="select"
          placeholder="Choose"
          options={able.map(({ fingerprint, name }) => ({ value: fingerprint, label: name }))}
          onChange={setFrom}
        />
        <div>
          <Button tone="grave" small disabled={act.busy || from === ''}>
            Hide it
          </Button>
        </div>
        <Refused act={act} />
      </form>
    </details>
  );
}
