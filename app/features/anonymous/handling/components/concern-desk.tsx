import { Lock } from 'lucide-react';
import { useState } from 'react';
import { handlerFingerprint, handlerKeys } from '~/features/published/handlers/handler-key';
import { useKeptKey, type KeyState } from '~/features/published/registers/components/kept-key';
import { UnlockKey } from '~/features/published/registers/components/unlock-key';
import { WordsForm } from '~/features/published/registers/components/words-form';
import { lockKey, useKeyOnce as openOnce } from '~/platform/key-vault/vault';
import { Button, ButtonLink } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { pageDays } from '../../concerns/page-clock';
import { idleMinutes } from '../idle-lock';
import { OpenDesk } from './open-desk-view';
import { useDeskOpening, type DeskState } from './use-desk-opening';

export interface ConcernDeskProps {
  readonly organisation: string;
  /** Instant of the server when the page was made, ISO. */
  readonly now: string;
  readonly programmes: readonly { readonly id: string; readonly name: string }[];
}

/** The handlers' desk: nothing of it exists before the key is open, and nothing once it is locked. */
export function ConcernDesk({ organisation, now, programmes }: ConcernDeskProps) {
  const { state: key, look } = useKeptKey('handler');
  const [today] = useState(() => pageDays(now));
  const [retired, setRetired] = useState(false);
  const desk = useDeskOpening(key, { organisation, today, look });
  const lock = () => {
    lockKey('handler');
    void look();
  };
  if (key.kind !== 'open') {
    return (
      <div className="stack needs-script">
        {retired && <Retired day={null} />}
        <BringHandlerKey state={key} look={look} organisation={organisation} />
      </div>
    );
  }
  if (desk.kind === 'open') {
    return (
      <>
        <div className="desk-lock no-print">
          <p>
            Open for <strong>{desk.desk.me.name}</strong>. It locks itself after {idleMinutes} minutes in which nobody
            touches it.
          </p>
          <Button type="button" tone="secondary" small icon={<Lock aria-hidden="true" />} onClick={lock}>
            Lock the desk
          </Button>
        </div>
        <OpenDesk
          opening={desk}
          programmes={programmes}
          today={today()}
          onRetired={() => {
            setRetired(true);
            lock();
          }}
        />
      </>
    );
  }
  return (
    <div className="stack">
      <NotOpened state={desk} now={now} />
      <div className="cluster">
        <ButtonLink to="/in/desk/handlers">To the handlers’ keys</ButtonLink>
        <Button type="button" tone="quiet" onClick={lock}>
          Use another key
        </Button>
      </div>
    </div>
  );
}

function NotOpened({ state, now }: { state: Exclude<DeskState, { kind: 'open' }>; now: string }) {
  switch (state.kind) {
    case 'shut':
      return <p className="soft">Looking who handles concerns …</p>;
    case 'failed':
      return (
        <Notice tone="error" title="The list of handlers could not be read">
          <p>Check your connection and reload the page.</p>
        </Notice>
      );
    case 'not-let-in':
      return (
        <Notice tone="warn" title="Nobody has let this key in">
          <p>
            Ask to be let in, if you have not yet; then another handler compares your key’s fingerprint with you and
            signs for it.
          </p>
        </Notice>
      );
    case 'retired':
      return <Retired day={{ day: state.day, now }} />;
    case 'not-believed':
      return (
        <Notice tone="error" title="What the server says of the handlers does not add up">
          <ul>
            {state.problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
          <p>Nothing is opened or encrypted. Tell the other handlers in person.</p>
        </Notice>
      );
  }
}

function Retired({ day }: { day: { day: string; now: string } | null }) {
  return (
    <Notice tone="warn" live title="This key has been retired">
      <p>
        {day ? (
          <>
            Since <DateText day={day.day} now={day.now} />
          </>
        ) : (
          'It'
        )}{' '}
        opens nothing new: the server refuses what it signs, and nothing is encrypted to it any more. If you handle
        concerns still, make a new key and ask to be let in.
      </p>
    </Notice>
  );
}

function BringHandlerKey({
  state,
  look,
  organisation,
}: {
  state: Exclude<KeyState, { kind: 'open' }>;
  look: () => Promise<void>;
  organisation: string;
}) {
  const [words, setWords] = useState(false);
  async function use(entropy: Uint8Array) {
    const { signing, recipient } = await handlerKeys(entropy);
    openOnce('handler', { publicName: handlerFingerprint(organisation, signing.publicKey, recipient), entropy });
    await look();
  }
  if (state.kind === 'looking') return <p className="soft">Looking for your key on this device …</p>;
  const byWords = <WordsForm action="Open the desk with these words" onEntropy={(entropy) => void use(entropy)} />;
  if (state.kind === 'locked') {
    return (
      <>
        <p>Concerns are encrypted. They are opened here, on this device, with your handler’s key.</p>
        <UnlockKey slot="handler" summary={state.key} onOpen={() => void look()} />
        {words ? (
          byWords
        ) : (
          <div>
            <Button type="button" tone="quiet" onClick={() => setWords(true)}>
              I have my twelve words
            </Button>
          </div>
        )}
      </>
    );
  }
  return (
    <>
      <p>
        There is no handler’s key on this device. Make one at <Link to="/in/desk/handlers">the handlers’ keys</Link>, or
        use the twelve words of the one you have.
      </p>
      {byWords}
    </>
  );
}
