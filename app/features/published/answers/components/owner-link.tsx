import { Link } from '~/ui/link';
import type { Owner } from '../due';

/** Who answers for something, with the way to their record. */
export function OwnerLink({ owner }: { owner: Owner | null }) {
  if (!owner) return <span className="soft">Nobody named</span>;
  return (
    <span>
      <Link to={`/answers/leaders/${owner.leaderId}`}>{owner.name}</Link>
      <span className="record-note">{owner.unit}</span>
    </span>
  );
}
