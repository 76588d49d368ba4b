import { Button, ButtonLink } from '~/ui/button';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import type { DeskState } from './use-desk-opening';

interface DeskNotOpenedProps {
  readonly state: Exclude<DeskState, { kind: 'open' }>;
  /** Instant of the server, ISO. */
  readonly now: string;
  readonly onLock: () => void;
}

/** Why there is no desk though a key is open, and what to do. */
export function DeskNotOpened({ state, now, onLock }: DeskNotOpenedProps) {
  if (state.kind === 'opening') return <p className="soft">Looking who handles concerns …</p>;
  return (
    <div className="stack">
      <Why state={state} now={now} />
      <div className="cluster">
        <ButtonLink to="/in/desk/handlers">To the handlers’ keys</ButtonLink>
        <Button type="button" tone="quiet" onClick={onLock}>
          Lock the key
        </Button>
      </div>
    </div>
  );
}

function Why({ state, now }: { state: Exclude<DeskNotOpenedProps['state'], { kind: 'opening' }>; now: string }) {
  switch (state.kind) {
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
      return <KeyRetired since={{ day: state.day, now }} />;
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

export function KeyRetired({ since }: { since?: { day: string; now: string } }) {
  return (
    <Notice tone="warn" live title="This key has been retired">
      <p>
        {since && (
          <>
            It was retired on <DateText day={since.day} now={since.now} />.{' '}
          </>
        )}
        The server refuses what it signs, and nothing is encrypted to it any more. If you handle concerns still, make a
        new key and ask to be let in.
      </p>
    </Notice>
  );
}
