import type { ReactNode } from 'react';
import { Button, ButtonLink } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import type { UnitToDisclose } from '../../units/path-in-unit';
import type { ActingResult } from '../act-on-petition';
import { Receipt } from './receipt';

interface OutcomeProps {
  readonly result: ActingResult;
  readonly petitionId: string;
  readonly counted: ReactNode;
  readonly minimum: number;
  /** The unit that was to be disclosed. */
  readonly unit: UnitToDisclose | null;
  readonly onAgain: (acts: number) => void;
}

/** What happened, what nobody can know, how to check it, how to take it back. */
export function Outcome({ result, petitionId, counted, minimum, unit, onAgain }: OutcomeProps) {
  const back = (
    <div>
      <ButtonLink to={`/petitions/${petitionId}`} tone="secondary">
        Back to the petition
      </ButtonLink>
    </div>
  );
  if (result.kind === 'done') {
    return (
      <div className="stack">
        <Notice tone="success" live title={result.action === 'sign' ? 'You signed' : 'You withdrew your signature'}>
          <p>
            {result.action === 'sign' ? 'Your signature is' : 'Your withdrawal is'} counted {counted}.
          </p>
        </Notice>
        <ul className="plain-list stack">
          <li>
            Nobody can tell that it was you, including us: what was sent fits everybody in the {unit ? 'unit' : 'crowd'}{' '}
            equally.
          </li>
          {unit && (
            <li>
              That it comes from {unit.path} is shown once at least {formatCount(minimum)} in this unit have named it,
              and nobody’s unit can be had by subtraction. It then stays.
            </li>
          )}
          <li>
            Check it: after the next count <Link to="/my-key">My key</Link> shows what this device signed, from public
            data.
          </li>
          {result.action === 'sign' && <li>You can withdraw on this page as long as the petition is open.</li>}
        </ul>
        <Receipt note={result.receipt} petitionId={petitionId} />
        {back}
      </div>
    );
  }
  if (result.kind === 'withdrawn-before') {
    return (
      <div className="stack">
        <Notice tone="warn" live title="You signed and withdrew before">
          <p>
            You can sign again. All your acts stay public, without a name, and acting again narrows the crowd to those
            who did the same.{unit && ' A unit goes with a first signature only: this one would be any employee’s.'}
          </p>
        </Notice>
        <div className="cluster">
          <Button
            type="button"
            onClick={() => {
              onAgain(result.acts);
            }}
          >
            Sign again
          </Button>
          <ButtonLink to={`/petitions/${petitionId}`} tone="quiet">
            Leave it withdrawn
          </ButtonLink>
        </div>
      </div>
    );
  }
  return (
    <div className="stack">
      <Notice live title={standing(result)}>
        <p>Nothing was changed.{unit && ' A unit goes with a first signature only, so none was added.'}</p>
      </Notice>
      {back}
    </div>
  );
}

function standing(result: Exclude<ActingResult, { kind: 'done' } | { kind: 'withdrawn-before' }>): string {
  if (result.kind === 'nothing-to-withdraw') return 'Your key has not signed this petition';
  return result.action === 'sign' ? 'Your signature stands already' : 'Your signature is withdrawn already';
}
