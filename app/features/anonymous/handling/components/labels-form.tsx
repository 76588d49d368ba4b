import { X } from 'lucide-react';
import { useId, useMemo, useState, type FormEvent } from 'react';
import { Button } from '~/ui/button';
import { setLabels } from '../desk-acts';
import type { DeskConcern } from '../desk-concern';
import { labelsInUse } from '../desk-query';
import { cleanLabel, longestLabel, mostLabels } from '../labels';
import { useDesk } from './desk-context';
import { Refused, useAct } from './use-act';

/** The labels of a concern: encrypted like everything else, so suggestions come from what this key has opened. */
export function LabelsForm({ concern }: { concern: DeskConcern }) {
  const { desk, view } = useDesk();
  const act = useAct();
  const [typed, setTyped] = useState('');
  const suggestions = useMemo(() => labelsInUse(view.concerns.values()), [view]);
  const list = useId();
  const labels = concern.labels;
  if (labels === null) {
    return (
      <p className="desk-act small soft">
        There are labels that your key cannot open. Whoever gives you access to this concern gives it to them as well.
      </p>
    );
  }
  const change = (to: readonly string[]) => void act.run(() => setLabels(desk, concern, to));
  const add = (event: FormEvent) => {
    event.preventDefault();
    const label = cleanLabel(typed);
    if (label !== '' && !labels.includes(label)) change([...labels, label]);
  };
  return (
    <form className="desk-act stack" onSubmit={add}>
      <div className="field">
        <label className="field__label" htmlFor="new-label">
          Labels
        </label>
        {labels.length > 0 && (
          <ul className="desk-labels">
            {labels.map((label) => (
              <li key={label}>
                <button
                  type="button"
                  disabled={act.busy}
                  onClick={() => {
                    change(labels.filter((other) => other !== label));
                  }}
                >
                  {label}
                  <X aria-hidden="true" />
                  <span className="visually-hidden">: take away</span>
                </button>
              </li>
            ))}
          </ul>
        )}
        {labels.length < mostLabels && (
          <div className="desk-labels__new">
            <input
              id="new-label"
              className="field__control"
              list={list}
              maxLength={longestLabel}
              autoComplete="off"
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
              }}
            />
            <Button tone="secondary" small disabled={act.busy || cleanLabel(typed) === ''}>
              Add
            </Button>
            <datalist id={list}>
              {suggestions.map((label) => (
                <option key={label} value={label} />
              ))}
            </datalist>
          </div>
        )}
      </div>
      <Refused act={act} />
    </form>
  );
}
