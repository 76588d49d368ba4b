import { OctagonAlert } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { Button } from '~/ui/button';
import { Link } from '~/ui/link';
import { SaveText } from '~/ui/save-text';
import type { LedgerBreak, LedgerBrokenError } from '../device-ledger';

const words: Readonly<Record<LedgerBreak, { readonly title: string; readonly text: string }>> = {
  'rolled-back': {
    title: 'This house’s public ledger has become shorter',
    text: 'On an earlier visit this house showed your device more entries than it shows now, and signed that they stand. A ledger can only grow. Either an old copy of the database was put back, or entries were taken away.',
  },
  rewritten: {
    title: 'This house’s public ledger was rewritten',
    text: 'What this house signed on an earlier visit and what it signs now cannot both be true: entries that your device saw were changed or removed. Or you are being shown another ledger than everybody else.',
  },
  'another-key': {
    title: 'This house’s public ledger is signed with another key',
    text: 'The key that signs now was not let in by the one that your device knows. Whoever answers you may not be this house, or has lost its key.',
  },
};

/** All that is left of a page whose ledger is not the one that this device saw before. */
export function LedgerBroken({ error, onForget }: { error: LedgerBrokenError; onForget: () => Promise<void> }) {
  const { title, text } = words[error.code];
  const { remembered, shown } = error.evidence;
  const notice = useRef<HTMLDivElement>(null);
  useEffect(() => {
    notice.current?.focus();
  }, []);
  return (
    <div ref={notice} tabIndex={-1} className="stack ledger-broken">
      <div className="alarm ledger-broken__alarm" role="alert">
        <OctagonAlert aria-hidden="true" />
        <div className="stack">
          <h2>{title}</h2>
          <p>{text}</p>
          <p>
            <strong>Do not sign, choose or raise anything here now.</strong> Your device refuses to. Keep the files
            below and show them to your works council, a union or whoever you trust: they prove it, and say nothing
            about you.
          </p>
        </div>
      </div>
      <div className="cluster">
        <SaveText
          text={remembered}
          name="ledger-as-it-was.txt"
          type="text/plain"
          label="What this house signed before"
        />
        {shown !== null && (
          <SaveText text={shown} name="ledger-as-it-is.txt" type="text/plain" label="What it signs now" />
        )}
      </div>
      <p className="small soft">
        Whoever has the first file can check it with <code>npm run audit -- ADDRESS --checkpoint FILE</code>. What this
        means is explained under <Link to="/transparency/ledger">the ledger</Link>.
      </p>
      <details>
        <summary>I know why, and want to go on</summary>
        <div className="stack">
          <p>
            If the house told everybody that it put back an old copy, and those who watch it for you agree, your device
            can forget what it saw and begin anew. Keep the files first: afterwards nothing here shows that it happened.
          </p>
          <div>
            <Button type="button" tone="grave" onClick={() => void onForget()}>
              Forget what this device saw
            </Button>
          </div>
        </div>
      </details>
    </div>
  );
}
