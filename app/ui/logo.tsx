import { Link } from './link';
import { Seal } from './seal';

/** The mark and the name, leading home. The mark is a seal: 24 hands on the way to 30. */
export function Logo({ to = '/' }: { to?: string }) {
  return (
    <Link to={to} className="logo" aria-label="Round Robin, home">
      <Mark />
      Round Robin
    </Link>
  );
}

export function Mark() {
  return <Seal id="round-robin" count={24} threshold={30} size="small" label="" />;
}
