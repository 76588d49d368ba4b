import { OctagonAlert } from 'lucide-react';
import { Link } from '~/ui/link';

/** On top of every page, from the moment at which somebody proves that the ledger showed two histories. It never goes away. */
export function LedgerAlarm() {
  return (
    <div className="alarm" role="alert">
      <div className="wrap">
        <OctagonAlert aria-hidden="true" />
        <p>
          <strong>The ledger of this site has signed two histories that contradict each other.</strong> What you read
          here may not be what others were shown.{' '}
          <Link to="/transparency/witnesses#contradictions">See the proof, and what it means</Link>
        </p>
      </div>
    </div>
  );
}
