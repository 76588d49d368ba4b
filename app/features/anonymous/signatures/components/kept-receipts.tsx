import { useCallback, useEffect, useState } from 'react';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import { LedgerBrokenError } from '~/features/published/ledger-on-device/device-ledger';
import { openedKey, type OpenKey } from '~/platform/key-vault/vault';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { checkReceipts, lookCloser, type CheckedAct, type Whereabouts } from '../check-receipts';
import { dropAct, dropAllActs, openBox, type KeptAct } from '../kept-acts';
import { KeptReceipt } from './kept-receipt';

type Check =
  | { readonly kind: 'checking'; readonly share: number }
  | { readonly kind: 'checked'; readonly acts: readonly CheckedAct[]; readonly checkpoint: string }
  | { readonly kind: 'failed' };

/** Receipts beside the key on this device, each looked up in the ledger by the device itself, as soon as the key is open. */
export function KeptReceipts({ kept, today }: { kept: boolean; today: string }) {
  const ledger = useDeviceLedger();
  const [check, setCheck] = useState<Check>({ kind: 'checking', share: 0 });

  const look = useCallback(
    async (change: (key: OpenKey) => Promise<readonly KeptAct[]>) => {
      const key = openedKey('member');
      if (!key) return;
      setCheck({ kind: 'checking', share: 0 });
      try {
        const acts = await change(key);
        const view = await ledger.newest();
        // Read even where there is no receipt: then reading says nothing of whether there is one.
        const found = await checkReceipts(acts, view, (share) => {
          setCheck({ kind: 'checking', share });
        });
        setCheck({ kind: 'checked', acts: found, checkpoint: view.state.note });
      } catch (error) {
        if (!(error instanceof LedgerBrokenError)) setCheck({ kind: 'failed' });
      }
    },
    [ledger],
  );
  useEffect(() => {
    if (kept) void look(openBox);
  }, [look, kept]);

  if (!kept) {
    return (
      <p>
        Receipts are kept only beside a key that is kept on the device, and locked with it. Yours is open here and not
        kept, so nothing is.
      </p>
    );
  }
  return (
    <div className="stack">
      <p>
        The server signs a receipt for each act. Your device keeps it, locked with your key, and looks for itself
        whether it is counted: it reads where everything of every petition stands, so that nobody learns what it looks
        for.
      </p>
      {check.kind === 'checking' && <ProgressBar label="Looking through the public ledger" value={check.share} />}
      {check.kind === 'failed' && (
        <Notice tone="error">The public ledger could not be read. Try again in a moment.</Notice>
      )}
      <div role="status">
        {check.kind === 'checked' && (
          <Receipts
            acts={check.acts}
            checkpoint={check.checkpoint}
            today={today}
            onLookCloser={async (act, onProgress) => lookCloser(act, await ledger.view(), onProgress)}
            onDrop={(act) => void look((key) => dropAct(key, act))}
            onDropAll={() => void look(dropAllActs)}
          />
        )}
      </div>
      {check.kind !== 'checking' && (
        <div>
          <Button type="button" tone="secondary" onClick={() => void look(openBox)}>
            Look again
          </Button>
        </div>
      )}
    </div>
  );
}

interface ReceiptsProps {
  readonly acts: readonly CheckedAct[];
  readonly checkpoint: string;
  readonly today: string;
  readonly onLookCloser: (act: KeptAct, onProgress: (share: number) => void) => Promise<Whereabouts>;
  readonly onDrop: (act: KeptAct) => void;
  readonly onDropAll: () => void;
}

function Receipts({ acts, checkpoint, today, onLookCloser, onDrop, onDropAll }: ReceiptsProps) {
  if (acts.length === 0) return <p>No receipt is kept on this device.</p>;
  return (
    <div className="stack">
      <ul className="kept-receipts">
        {acts.map(({ act, where }) => (
          <KeptReceipt
            key={`${act.petition}/${String(act.n)}`}
            {...{ act, where, checkpoint, today }}
            onLookCloser={(onProgress) => onLookCloser(act, onProgress)}
            onDrop={() => {
              onDrop(act);
            }}
          />
        ))}
      </ul>
      <Notice tone="warn" title="A receipt is evidence on this device">
        <p>
          Whoever opens your key here sees what you signed: that is so without receipts too. They prove it to others.
          You can throw them away at any time; what you signed stays counted.
        </p>
        <details>
          <summary>Throw all of them away</summary>
          <Button type="button" tone="grave" small onClick={onDropAll}>
            Throw all receipts away
          </Button>
        </details>
      </Notice>
    </div>
  );
}
