import { Link } from './link';
import { formatCount } from './count';

/** "You vanish in a crowd of 4,120." with the way to the explanation. */
export function Crowd({ size }: { size: number }) {
  return (
    <>
      Nobody can tell that you signed, including us. You vanish in a crowd of <strong>{formatCount(size)}</strong>.{' '}
      <Link to="/promise">How this works</Link>
    </>
  );
}
