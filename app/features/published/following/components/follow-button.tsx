import { BellOff, BellPlus } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { Link } from '~/ui/link';
import { keepFollowed, useFollowed, withFollowed } from '../followed';

/** Follows a petition on this device: it is kept here, and nobody is told. Nothing without scripts. */
export function FollowButton({ id, title, today }: { id: string; title: string; today: string }) {
  const followed = useFollowed();
  const [refused, setRefused] = useState(false);
  const follows = followed.some((each) => each.id === id);
  const Icon = follows ? BellOff : BellPlus;
  return (
    <div className="cluster needs-script">
      <Button
        type="button"
        tone="secondary"
        small
        icon={<Icon aria-hidden="true" />}
        aria-pressed={follows}
        onClick={() => {
          const next = follows
            ? followed.filter((each) => each.id !== id)
            : withFollowed(followed, { id, title, seen: today });
          setRefused(!keepFollowed(next));
        }}
      >
        {follows ? 'Following on this device' : 'Follow on this device'}
      </Button>
      {follows && (
        <span className="small soft">
          Kept here only: <Link to="/following">what you follow</Link>
        </span>
      )}
      {refused && (
        <span className="small" role="status">
          This browser keeps nothing for this site, so it cannot be followed here.
        </span>
      )}
    </div>
  );
}
