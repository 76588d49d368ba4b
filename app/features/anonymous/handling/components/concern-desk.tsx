import { Lock } from 'lucide-react';
import { useCallback, useState } from 'react';
import { HandlerKeyGate } from '~/features/published/handlers/components/handler-key-gate';
import { useHandlerKey } from '~/features/published/handlers/components/handler-key-here';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { lockKey } from '~/platform/key-vault/vault';
import { Button, ButtonLink } from '~/ui/button';
import { EmptyState } from '~/ui/empty-state';
import { Notice } from '~/ui/notice';
import { pageDays } from '../../concerns/page-clock';
import { idleMinutes } from '../idle-lock';
import { OpenDesk } from './open-desk-view';
import { DeskNotOpened, KeyRetired } from './desk-not-opened';
import { useDeskOpening } from './use-desk-opening';

export interface ConcernDeskProps {
  readonly organisation: string;
  /** Instant of the server when the page was made, ISO. */
  readonly now: string;
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
  /** Fingerprints of this person’s keys in force, the one to be used first. */
  readonly mine: readonly string[];
}

/** The handlers' desk: nothing of it exists before the key is open, and nothing once it is locked. */
export function ConcernDesk(props: ConcernDeskProps) {
  const { organisation, mine } = props;
  const { state, look } = useHandlerKey(organisation, mine);
  const [retired, setRetired] = useState(false);
  const [idle, setIdle] = useState(false);
  /** What is shown goes at once; where the key stands now is looked up after. */
  const [locking, setLocking] = useState(false);
  const lock = useCallback(() => {
    lockKey('handler');
    setLocking(true);
    void look().finally(() => {
      setLocking(false);
    });
  }, [look]);
  if (mine.length === 0) return <NoKey />;
  if (locking) return <p className="soft">Locking …</p>;
  return (
    <div className="needs-script">
      {retired && <KeyRetired />}
      {idle && state.kind !== 'open' && (
        <Notice live title="The desk has locked itself">
          <p>Nobody touched it for {idleMinutes} minutes. What you had not sent is gone.</p>
        </Notice>
      )}
      {state.kind !== 'open' && (
        <p className="desk-before">
          Concerns are encrypted. They are opened here, on this device, with your handler’s key.
        </p>
      )}
      <HandlerKeyGate organisation={organisation} mine={mine} state={state} look={look}>
        {(keys) => (
          <DeskOfKey
            {...props}
            keys={keys}
            onLock={lock}
            onIdle={() => {
              setIdle(true);
              lock();
            }}
            onRetired={() => {
              setRetired(true);
              lock();
            }}
          />
        )}
      </HandlerKeyGate>
    </div>
  );
}

interface DeskOfKeyProps extends ConcernDeskProps {
  readonly keys: OpenHandlerKeys;
  readonly onLock: () => void;
  readonly onIdle: () => void;
  readonly onRetired: () => void;
}

function DeskOfKey({ keys, onLock, onIdle, onRetired, organisation, now, programmes, mine }: DeskOfKeyProps) {
  const [today] = useState(() => pageDays(now));
  const [lockIdle] = useState(() => onIdle);
  const state = useDeskOpening(keys, { organisation, today, lock: lockIdle });
  if (state.kind !== 'open') return <DeskNotOpened state={state} now={now} onLock={onLock} />;
  return (
    <>
      <div className="desk-lock no-print">
        <p>
          Open for <strong>{state.desk.me.name}</strong>. It locks itself after {idleMinutes} minutes in which nobody
          touches it.
        </p>
        <Button type="button" tone="secondary" small icon={<Lock aria-hidden="true" />} onClick={onLock}>
          Lock the desk
        </Button>
      </div>
      <OpenDesk opening={state} programmes={programmes} mine={mine} today={today()} onRetired={onRetired} />
    </>
  );
}

function NoKey() {
  return (
    <EmptyState
      title="You have no key that concerns are encrypted to"
      action={<ButtonLink to="/in/desk/handlers">To the handlers’ keys</ButtonLink>}
    >
      Make one in your browser; then another handler lets it in. Until then nothing on this desk could be opened.
    </EmptyState>
  );
}
