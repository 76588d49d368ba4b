import { Printer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { CheckWords } from '~/ui/check-words';
import { CopyableWords } from '~/ui/copyable-words';
import { Notice } from '~/ui/notice';
import { QrCode } from '~/ui/qr-code';

interface ReceiptWordsProps {
  readonly words: readonly string[];
  /** What they are for, in a paragraph. */
  readonly lead: string;
  /** What they are, for screen readers: "Your receipt words". */
  readonly label: string;
  /** What whoever gets hold of them can do. */
  readonly warning: string;
  /** Address of the page that they open, without the fragment. */
  readonly address: string;
  readonly onKept: () => void;
}

/** Twelve words that were made for one thing, a concern or a petition: to write down, print or take to the phone, and then to show that they were kept. */
export function ReceiptWords({ words, lead, label, warning, address, onKept }: ReceiptWordsProps) {
  const [checking, setChecking] = useState(false);
  if (checking) {
    return (
      <CheckWords
        words={words}
        onRight={onKept}
        onBack={() => {
          setChecking(false);
        }}
      />
    );
  }
  return (
    <div className="stack">
      <p>{lead}</p>
      <div className="receipt-words">
        <CopyableWords words={words} label={label} />
      </div>
      <div className="cluster">
        <Button
          type="button"
          tone="secondary"
          small
          icon={<Printer aria-hidden="true" />}
          onClick={() => {
            window.print();
          }}
        >
          Print the words
        </Button>
        <span className="small soft">Not on a company printer: printers remember.</span>
      </div>
      <details className="receipt">
        <summary>Take them to my phone</summary>
        <div className="stack">
          <Notice tone="warn" title="This code is your words">
            <p>{warning}</p>
          </Notice>
          <QrCode text={`${address}#${words.join('-')}`} label={`${label} as a code`} />
        </div>
      </details>
      <div>
        <Button
          type="button"
          onClick={() => {
            setChecking(true);
          }}
        >
          I have kept them
        </Button>
      </div>
    </div>
  );
}
