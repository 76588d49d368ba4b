import { useEffect, useState } from 'react';
import { Button, ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { formatDay } from '~/ui/days';
import { Notice } from '~/ui/notice';
import { Stack } from '~/ui/page';
import { SealList } from '~/ui/seal-list';
import { keepFollowed, useFollowed, withSeen, type Followed } from '../followed';
import { standingPath, standingPetitions, type StandingPetition } from '../standing-petition';

type Loaded =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'read'; readonly all: readonly StandingPetition[] };

/** The list that every device reads whole, followed or not: asking for it says nothing. */
function useStanding(): Loaded {
  const [loaded, setLoaded] = useState<Loaded>({ kind: 'loading' });
  useEffect(() => {
    const stop = new AbortController();
    fetch(standingPath, { credentials: 'omit', signal: stop.signal })
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`answered ${String(answer.status)}`);
        setLoaded({ kind: 'read', all: standingPetitions.parse(await answer.json()).petitions });
      })
      .catch(() => {
        if (!stop.signal.aborted) setLoaded({ kind: 'failed' });
      });
    return () => {
      stop.abort();
    };
  }, []);
  return loaded;
}

/** What is followed on this device, looked up in the list of all. */
export function FollowedPetitions({ today }: { today: string }) {
  const followed = useFollowed();
  const standing = useStanding();
  if (standing.kind === 'failed') {
    return (
      <Notice tone="warn" title="The list of petitions could not be read">
        What you follow is still kept on this device. Please open this page again when you are online.
      </Notice>
    );
  }
  if (standing.kind === 'loading') return <p role="status">Reading the list of all petitions …</p>;
  if (followed.length === 0) {
    return (
      <EmptyState
        title="You follow none on this device"
        action={<ButtonLink to="/petitions">All petitions</ButtonLink>}
      >
        On the page of any petition there is “Follow on this device”.
      </EmptyState>
    );
  }
  const byId = new Map(standing.all.map((each) => [each.id, each]));
  return (
    <Stack gap="loose">
      <SealList headingLevel={3} items={followed.map((each) => itemOf(each, byId.get(each.id), today))} />
      <Forgetting followed={followed} newest={new Map(standing.all.map(({ id, newsDay }) => [id, newsDay]))} />
    </Stack>
  );
}

function itemOf({ id, title, seen }: Followed, found: StandingPetition | undefined, today: string) {
  if (!found) {
    const state = 'Not among the current ones any more: its page says what became of it.';
    return { id, to: `/petitions/${id}`, title, state, count: null, uncounted: 'see its page', threshold: 0 };
  }
  const { words, tone, count, threshold, newsDay } = found;
  return {
    id,
    to: `/petitions/${id}`,
    title: found.title,
    state: (
      <>
        <span className={tone === 'late' ? 'late' : undefined}>{words}</span>
        {newsDay > seen && <strong> · Something new on {formatDay(newsDay, today)}</strong>}
      </>
    ),
    count,
    uncounted: 'not shown',
    threshold,
  };
}

function Forgetting({ followed, newest }: { followed: readonly Followed[]; newest: ReadonlyMap<string, string> }) {
  const isNew = withSeen(followed, newest).some((each, place) => each !== followed[place]);
  return (
    <div className="cluster">
      {isNew && (
        <Button type="button" tone="secondary" onClick={() => void keepFollowed(withSeen(followed, newest))}>
          I have seen all of it
        </Button>
      )}
      <Button type="button" tone="grave" onClick={() => void keepFollowed([])}>
        Forget what I follow
      </Button>
    </div>
  );
}
