import { useEffect, useState } from 'react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { pinRoot } from '../pinned-root';
import { HandlersReadError, readHandlers, type KnownHandlers } from '../read-handlers';
import { Fingerprint } from './fingerprint';

type State = { readonly kind: 'reading' } | { readonly kind: 'read'; readonly known: KnownHandlers } | { readonly kind: 'failed'; readonly code: HandlersReadError['code'] }; // prettier-ignore

/** Checks the list of handlers on this device and says what came of it. */
export function CheckedHere({ organisation }: { organisation: string }) {
  const [state, setState] = useState<State>({ kind: 'reading' });
  useEffect(() => {
    let gone = false;
    readHandlers(organisation).then(
      (known) => {
        if (!gone) setState({ kind: 'read', known });
      },
      (error: unknown) => {
        if (!gone) setState({ kind: 'failed', code: error instanceof HandlersReadError ? error.code : 'unreadable' });
      },
    );
    return () => {
      gone = true;
    };
  }, [organisation]);

  if (state.kind === 'reading') return <p className="soft needs-script">Checking the list on this device …</p>;
  if (state.kind === 'failed') {
    return (
      <Notice tone="warn" title="The list could not be checked on this device">
        <p>{state.code === 'offline' ? 'There is no connection. Reload the page to try again.' : 'It is not a list of handlers. Do not send anything before somebody has looked into it.'}</p>
      </Notice>
    ); // prettier-ignore
  }
  const { active, problems, root, formerRoot } = state.known;
  if (formerRoot !== null) return <ChangedRoot organisation={organisation} root={root} formerRoot={formerRoot} />;
  if (problems.length > 0) {
    return (
      <Notice tone="error" title="This list does not add up">
        <p>Nothing can be sent to handlers from this device until it does. Ask a handler whom you know, in person.</p>
        <ul>
          {problems.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      </Notice>
    );
  }
  if (active.length === 0) return null;
  return (
    <Notice tone="success" title="Checked on this device">
      <p>
        Each key was let in by one that was in force, with its signature, and all of them rest on the first. This device
        remembers the first, and would say so if it ever became another.
      </p>
    </Notice>
  );
}

function ChangedRoot({
  organisation,
  root,
  formerRoot,
}: {
  organisation: string;
  root: string | null;
  formerRoot: string;
}) {
  const [accepted, setAccepted] = useState(false);
  if (accepted) {
    return (
      <Notice tone="success" live title="From now on this device expects the new first key">
        <p>Reload the page to check the list against it.</p>
      </Notice>
    );
  }
  return (
    <Notice tone="error" title="The first key is not the one that this device saw before">
      <p>
        All other keys rest on it. Somebody may have put their own in its place, to read concerns. Send nothing before
        you have compared the fingerprint with a handler whom you know, in person or by phone.
      </p>
      <p>This device saw:</p>
      <Fingerprint fingerprint={formerRoot} />
      {root !== null && (
        <>
          <p>Now there is:</p>
          <Fingerprint fingerprint={root} />
          <p>
            <Button
              type="button"
              tone="grave"
              onClick={() => {
                pinRoot(organisation, root);
                setAccepted(true);
              }}
            >
              I have compared it: expect this one from now on
            </Button>
          </p>
        </>
      )}
    </Notice>
  );
}
