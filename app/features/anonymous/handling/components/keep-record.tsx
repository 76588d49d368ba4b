import { Button } from '~/ui/button';
import type { DeskConcern } from '../desk-concern';
import { exportConcern } from '../export-concern';
import { useDesk } from './desk-context';
import { saveAs } from './save-as';

/** A copy in the clear, for a file that has to be kept elsewhere. */
export function KeepRecord({ concern }: { concern: DeskConcern }) {
  const { nameOf, programmes } = useDesk();
  function save() {
    const programme = concern.programme === null ? null : (programmes.get(concern.programme) ?? concern.programme);
    const text = exportConcern(concern, nameOf, programme);
    saveAs(new Blob([text], { type: 'application/json' }), `concern-${concern.key.slice(0, 8)}.json`);
  }
  return (
    <details className="desk-act no-print">
      <summary>Keep a copy for the record</summary>
      <div className="stack">
        <p>
          A copy is not encrypted, is not deleted when the concern is, and whoever finds it can read it. Take one only
          where the law makes you, and put it where only those can read it who must.
        </p>
        <div className="cluster">
          <Button type="button" tone="secondary" small onClick={save}>
            Save as a file
          </Button>
          <Button
            type="button"
            tone="quiet"
            small
            onClick={() => {
              window.print();
            }}
          >
            Print it
          </Button>
        </div>
      </div>
    </details>
  );
}
