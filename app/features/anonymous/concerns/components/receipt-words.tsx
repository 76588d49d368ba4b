import { Printer } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { CheckWords } from '~/ui/check-words';
import { CopyableWords } from '~/ui/copyable-words';
import { Notice } from '~/ui/notice';
import { QrCode } from '~/ui/qr-code';

interface ReceiptWordsProps {
  readonly words: readonly string[];
  /** Address of "my concern", without the fragment. */
  readonly address: string;
  readonly onKept: () => void;
}

/** The twelve words of this concern: to write down, print or take to the phone, and then to show that they were kept. */
export function ReceiptWords({ words, address, onKept }: ReceiptWordsProps) {
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
      <p>
        With these words you come back, on any device: to read the answer, to write on, to show that you filed. They are
        not the words of your key. Nobody else has them, and nobody can give them to you again.
      </p>
      <div className="receipt-words">
        <CopyableWords words={words} label="Your receipt words" />
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
            <p>Whoever photographs it, or records this screen, can read the conversation and write in your place.</p>
          </Notice>
          <QrCode text={`${address}#${words.join('-')}`} label="Your receipt words as a code" />
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
