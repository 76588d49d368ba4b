import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { Notice } from '~/ui/notice';
import { placeIn, hashOf, type DeskPlace } from '../desk-place';
import { firstQuery, type DeskQuery } from '../desk-query';
import type { DeskOpening } from '../open-desk';
import { AccessPanel } from './access-panel';
import { ConcernView } from './concern-view';
import { DeskProvider, type DeskSurroundings } from './desk-context';
import { Inbox } from './inbox';
import { SummaryForm } from './summary-form';

interface OpenDeskProps {
  readonly opening: Extract<DeskOpening, { kind: 'open' }>;
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  /** Fingerprints of this person’s keys in force. */
  readonly mine: readonly string[];
  readonly today: string;
  readonly onRetired: () => void;
}

/** The desk while its key is open: the inbox, one concern, a summary, or giving access. */
export function OpenDesk({ opening, programmes, mine, today, onRetired }: OpenDeskProps) {
  const { desk, records } = opening;
  const view = useSyncExternalStore(desk.subscribe, desk.view);
  const [query, setQuery] = useState<DeskQuery>(firstQuery);
  const place = usePlace();
  const names = useMemo(() => new Map(records.map(({ fingerprint, name }) => [fingerprint, name])), [records]);
  const nameOf = useCallback((fingerprint: string) => names.get(fingerprint) ?? 'A handler', [names]);
  const byId = useMemo(() => new Map(programmes.map(({ id, name }) => [id, name])), [programmes]);
  const isRetired = view.filling.kind === 'failed' && view.filling.code === 'not-a-handler';
  useEffect(() => {
    if (isRetired) onRetired();
  }, [isRetired, onRetired]);

  const surroundings: DeskSurroundings = { desk, view, today, programmes: byId, nameOf, onRetired };
  return (
    <DeskProvider value={surroundings}>
      {desk.problems.length > 0 && <BrokenChain problems={desk.problems} />}
      {place.kind === 'inbox' && (
        <>
          <OtherKey mine={mine} desk={desk} />
          <Inbox
            query={query}
            onAsk={(change) => {
              setQuery({ ...query, ...change });
            }}
          />
        </>
      )}
      {place.kind === 'concern' && <ConcernView concernKey={place.key} />}
      {place.kind === 'summary' && <SummaryOf place={place} surroundings={surroundings} />}
      {place.kind === 'access' && <AccessPanel key={place.to} to={place.to} />}
    </DeskProvider>
  );
}

function SummaryOf({
  place,
  surroundings,
}: {
  place: Extract<DeskPlace, { kind: 'summary' }>;
  surroundings: DeskSurroundings;
}) {
  const concern = surroundings.view.concerns.get(place.key);
  return concern ? <SummaryForm key={place.key} concern={concern} /> : <ConcernView concernKey={place.key} />;
}

/** After a change of keys: the old one can read what came before, the new one cannot yet. */
function OtherKey({ mine, desk }: { mine: readonly string[]; desk: DeskSurroundings['desk'] }) {
  const own = desk.handlers.find(
    ({ fingerprint }) => fingerprint !== desk.me.fingerprint && mine.includes(fingerprint),
  );
  if (!own) return null;
  return (
    <Notice title="Your other key cannot read what came before it">
      <p>
        <a href={hashOf({ kind: 'access', to: own.fingerprint })}>Give it access with this one</a>, then retire the old
        one at the handlers’ keys.
      </p>
    </Notice>
  );
}

function BrokenChain({ problems }: { problems: readonly string[] }) {
  return (
    <Notice tone="error" title="What the server says of the handlers does not add up">
      <ul>
        {problems.map((problem) => (
          <li key={problem}>{problem}</li>
        ))}
      </ul>
      <p>You can read. Nothing is encrypted until this is cleared up: tell the other handlers in person.</p>
    </Notice>
  );
}

function usePlace(): DeskPlace {
  const [place, setPlace] = useState<DeskPlace>(() => placeIn(window.location.hash));
  useEffect(() => {
    const follow = () => {
      setPlace(placeIn(window.location.hash));
      window.scrollTo({ top: 0 });
    };
    window.addEventListener('hashchange', follow);
    return () => {
      window.removeEventListener('hashchange', follow);
    };
  }, []);
  return place;
}
