import { Link } from './link';
import { Seal } from './seal';

/** The mark and the name, leading home. The mark is a seal: 13 of 16 in the circle. */
export function Logo({ to = '/' }: { to?: string }) {
  return (
    <Link to={to} className="logo" aria-label="Round Robin, home">
      <Mark />
      Round Robin
    </Link>
  );
}

export function Mark() {
  return <Seal id="round-robin" count={13} threshold={16} size="small" label="" />;
}
