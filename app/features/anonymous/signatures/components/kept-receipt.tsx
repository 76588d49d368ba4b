import { useState, type ReactNode } from 'react';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Link } from '~/ui/link';
import { Notice } from '~/ui/notice';
import { ProgressBar } from '~/ui/progress-bar';
import { SaveText } from '~/ui/save-text';
import { Tag } from '~/ui/tag';
import { missingActFile, type Whereabouts } from '../check-receipts';
import type { KeptAct } from '../kept-acts';

type Closer =
  | { readonly kind: 'not-asked' | 'failed' }
  | { readonly kind: 'looking'; readonly share: number }
  | { readonly kind: 'looked'; readonly where: Whereabouts };

interface KeptReceiptProps {
  readonly act: KeptAct;
  readonly where: Whereabouts;
  /** The newest checkpoint: a signed note. */
  readonly checkpoint: string;
  /** 'YYYY-MM-DD' */
  readonly today: string;
  /** Looks through every entry; tells how far it is. */
  readonly onLookCloser: (onProgress: (share: number) => void) => Promise<Whereabouts>;
  readonly onDrop: () => void;
}

/** One act with its receipt: whether it is counted, and what to do if not. */
export function KeptReceipt({ act, where: first, checkpoint, today, onLookCloser, onDrop }: KeptReceiptProps) {
  const [closer, setCloser] = useState<Closer>({ kind: 'not-asked' });
  const where = closer.kind === 'looked' ? closer.where : first;
  const { petition, title, action, receipt, n } = act;
  async function look() {
    setCloser({ kind: 'looking', share: 0 });
    try {
      const found = await onLookCloser((share) => {
        setCloser({ kind: 'looking', share });
      });
      setCloser({ kind: 'looked', where: found });
    } catch {
      setCloser({ kind: 'failed' });
    }
  }
  return (
    <li className="stack">
      <p className="kept-receipts__head">
        <Link to={`/petitions/${petition}`}>{title}</Link>{' '}
        <Tag tone={where.kind === 'counted' ? 'accent' : 'plain'}>{action === 'sign' ? 'Signed' : 'Withdrew'}</Tag>
      </p>
      <p>{words(where, today)}</p>
      {where.kind === 'missing' && (
        <Notice tone="error" title="Not there: what to do">
          <p>
            The server signed that it took this act, and has published since without it.{' '}
            {closer.kind === 'looked'
              ? 'It is in none of the entries of any petition.'
              : 'If you did the same from another device with this key, it may stand there with the proof that the other one made: look at every entry first.'}
          </p>
          {closer.kind === 'looking' && <ProgressBar label="Reading every entry" value={closer.share} />}
          {closer.kind === 'failed' && <p>The entries could not be read. Try again in a moment.</p>}
          {(closer.kind === 'not-asked' || closer.kind === 'failed') && (
            <Button type="button" tone="secondary" small onClick={() => void look()}>
              Look at every entry
            </Button>
          )}
          <p>
            If it stays so after the next count, keep the file below and give it to your works council, a union or
            whoever you trust: it proves that the server took the act and does not count it, without saying who you are.
            Whoever hands it over shows that they have it.
          </p>
          <SaveText
            text={missingActFile(act, checkpoint)}
            name={`missing-act-${petition}-${String(n)}.json`}
            label="Keep the evidence as a file"
          />
        </Notice>
      )}
      <div className="cluster">
        {receipt !== null && (
          <SaveText text={receipt} type="text/plain" name={`receipt-${petition}-${String(n)}.txt`} label="As a file" />
        )}
        <Button type="button" tone="quiet" small onClick={onDrop}>
          Throw it away
        </Button>
      </div>
    </li>
  );
}

function words(where: Whereabouts, today: string): ReactNode {
  switch (where.kind) {
    case 'counted':
      return (
        <>
          <strong>Counted, entry {formatCount(where.entry)}</strong> of the public ledger, since{' '}
          <DateText day={where.day} now={today} />.{where.elsewhere && ' Another device with this key did it first.'}
        </>
      );
    case 'waits':
      return 'Waits for the next publication.';
    case 'waits-for-others':
      return `Waits until ${formatCount(where.criticalMass)} have signed. If there are never that many, all are deleted, and none appears.`;
    case 'not-arrived':
      return 'It is not known whether this arrived: no receipt came, and nothing of it is in the ledger yet. Open the petition and act again; the same act counts once.';
    case 'missing':
      return 'Not in the public ledger.';
  }
}
