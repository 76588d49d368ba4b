import { useEffect, useState } from 'react';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { toHex } from '~/crypto/hash';
import { useDeviceLedger } from '~/features/published/ledger-on-device/components/device-ledger-context';
import { Button } from '~/ui/button';
import { formatCount } from '~/ui/count';
import { DateText } from '~/ui/date-text';
import { Notice } from '~/ui/notice';
import { SaveText } from '~/ui/save-text';
import { findFiling, type FilingPlace } from '../find-filing';
import { proofOfFiling, type Filed } from '../proof-of-filing';
import type { Receipt } from '../receipt';

interface FilingProofProps {
  readonly filed: Filed;
  readonly receipt: Receipt;
  /** 'YYYY-MM-DD' */
  readonly today: string;
}

type Looked = FilingPlace | { readonly kind: 'looking' } | { readonly kind: 'not-read' };

/** Whether the public ledger has the filing, looked up on this device, and the file that shows it to others. */
export function FilingProof({ filed, receipt, today }: FilingProofProps) {
  const ledger = useDeviceLedger();
  const [looked, setLooked] = useState<Looked>({ kind: 'looking' });
  const [turn, setTurn] = useState(0);
  const { organisation, day, manifest } = filed;
  const digest = toHex(filingDigest(receipt.salt, manifestDigest(organisation, manifest)));
  useEffect(() => {
    let gone = false;
    const look = async () => findFiling(digest, day, await ledger.newest());
    void look()
      .catch(() => ({ kind: 'not-read' as const }))
      .then((found) => {
        if (!gone) setLooked(found);
      });
    return () => {
      gone = true;
    };
  }, [ledger, digest, day, turn]);

  const published = looked.kind === 'published' ? looked : null;
  return (
    <details className="receipt">
      <summary>Proof that you filed</summary>
      <div className="stack">
        <p role="status">
          {published ? (
            <>
              <strong>In the public ledger, entry {formatCount(published.index)}</strong>, since{' '}
              <DateText day={published.day} now={today} />. Your device looked for it itself, among everything that was
              published on those days.
            </>
          ) : (
            words[looked.kind === 'published' ? 'looking' : looked.kind]
          )}
        </p>
        {looked.kind === 'missing' && (
          <Notice tone="error" title="Not there: what to do">
            <p>
              What you filed should have been published by now. Come back tomorrow. If it stays so, keep the file and
              give it to your works council or whoever you trust, with a word of when you filed.
            </p>
          </Notice>
        )}
        <p className="small">
          A file that shows{published ? ', years from now and without asking this house,' : ', with the public ledger,'}{' '}
          that something of this size was filed{published ? ' by that day' : ' on that day'}. Keep it only if you may
          need to prove that: a file on this device is evidence on this device. It shows whoever reads it nothing of
          what you wrote, unless you hand over the words too.
        </p>
        {looked.kind !== 'looking' && (
          <div className="cluster">
            <SaveText
              text={proofOfFiling(filed, receipt, published?.proof ?? null)}
              name="proof-of-filing.json"
              label="Keep the proof as a file"
            />
            {!published && (
              <Button
                type="button"
                tone="quiet"
                small
                onClick={() => {
                  setLooked({ kind: 'looking' });
                  setTurn(turn + 1);
                }}
              >
                Look in the ledger again
              </Button>
            )}
          </div>
        )}
      </div>
    </details>
  );
}

const words: Readonly<Record<Exclude<Looked['kind'], 'published'>, string>> = {
  looking: 'Looking through the public ledger …',
  waits: 'Not in the public ledger yet: it comes with the next publication. The file gets its place there afterwards.',
  missing: 'Not in the public ledger.',
  'not-read': 'The public ledger could not be read just now, so the file comes without its place there.',
};
