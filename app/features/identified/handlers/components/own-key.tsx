import { useState } from 'react';
import { HandlerKeyGate } from '~/features/published/handlers/components/handler-key-gate';
import type { HandlerKeyState } from '~/features/published/handlers/components/handler-key-here';
import { Fingerprint } from '~/features/published/handlers/components/fingerprint';
import type { OpenHandlerKeys } from '~/features/published/handlers/open-handler-keys';
import { lockKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { replaceInBrowser, type SigningPlace } from '../act-in-browser';
import { BecomeHandler } from './become-handler';
import { MakeHandlerKey } from './make-handler-key';

interface OwnKeyProps {
  /** Fingerprint of the first key there ever was. */
  readonly first: string | null;
  readonly name: string;
  readonly mine: readonly string[];
  readonly place: SigningPlace;
  readonly state: HandlerKeyState;
  readonly look: () => Promise<void>;
  readonly onChanged: (words: string | null) => void;
}

/** The key of somebody who has one in force: opened here, locked again, or replaced. */
export function OwnKey({ first, name, mine, place, state, look, onChanged }: OwnKeyProps) {
  return (
    <div className="stack">
      {mine.length > 1 && (
        <Notice tone="warn" title={`${String(mine.length)} keys of yours are in force`}>
          <p>
            A new key reads what comes from now on. Give it the older concerns on the desk of concerns, with the old
            key; then retire the old one below.
          </p>
        </Notice>
      )}
      <HandlerKeyGate organisation={place.organisation} mine={mine} state={state} look={look}>
        {(keys) => <OpenOwnKey first={first} name={name} place={place} keys={keys} look={look} onChanged={onChanged} />}
      </HandlerKeyGate>
      <details>
        <summary>I have lost my key and the words</summary>
        <div className="stack">
          <p>
            Another handler can retire the lost key and let in a new one. What was encrypted to the lost key only can be
            given to you by a handler who can read it.
          </p>
          <BecomeHandler
            name={name}
            asked={null}
            isFirst={false}
            place={place}
            onChanged={() => {
              onChanged(null);
            }}
          />
        </div>
      </details>
    </div>
  );
}

function OpenOwnKey({
  first,
  name,
  place,
  keys,
  look,
  onChanged,
}: Pick<OwnKeyProps, 'first' | 'name' | 'place' | 'look' | 'onChanged'> & { keys: OpenHandlerKeys }) {
  // The key that was open when this was begun: the new one takes its place in the vault as soon as it is in force.
  const [old, setOld] = useState<OpenHandlerKeys | null>(null);
  return (
    <div className="stack">
      <p>Your key is open in this tab, on other desks too, until you lock it, reload or close the tab.</p>
      <Fingerprint fingerprint={keys.fingerprint} size="large" />
      {keys.fingerprint === first && (
        <p>
          This is the first key, on which all others rest. Nobody vouches for it but you: read these eight groups to
          colleagues, have them printed where the company keeps its notices. Everybody sees them on the page{' '}
          <Link to="/handlers">Handlers</Link>.
        </p>
      )}
      <div className="cluster">
        <Button
          type="button"
          tone="quiet"
          onClick={() => {
            lockKey('handler');
            void look();
          }}
        >
          Lock it now
        </Button>
        {!old && (
          <Button
            type="button"
            tone="secondary"
            onClick={() => {
              setOld(keys);
            }}
          >
            Replace my key
          </Button>
        )}
      </div>
      {old && (
        <MakeHandlerKey
          organisation={place.organisation}
          label="Steps of replacing your key"
          last="Replace"
          headingLevel={3}
          about="Your old key signs for the new one, and both are in force until you retire the old one. The other handlers are told by mail."
          action="Add my new key"
          send={(next) => replaceInBrowser(place, old, next, name)}
          onSent={() => {
            onChanged('Your new key is in force, beside the old one.');
          }}
          done={null}
        />
      )}
    </div>
  );
}
