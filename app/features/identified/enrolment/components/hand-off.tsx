import { Smartphone } from 'lucide-react';
import { useState } from 'react';
import { Button } from '~/ui/button';
import { Notice } from '~/ui/notice';
import { QrCode } from '~/ui/qr-code';
import { askForTicket, EnrolmentRefusal } from '../enrol-in-browser';
import type { EnrolmentReason } from '../enrolment';
import { refusalWords } from '../enrolment-words';

/** Shows the code with which a phone enrols: the words are made there and never exist on this device (protocol 3). */
export function HandOff({ reason, publicUrl }: { reason: EnrolmentReason; publicUrl: string }) {
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  async function show() {
    setProblem(null);
    try {
      setAddress(`${publicUrl}/enrol#${await askForTicket(reason)}`);
    } catch (error) {
      if (!(error instanceof EnrolmentRefusal)) throw error;
      setProblem(refusalWords[error.code]);
    }
  }

  return (
    <div className="stack">
      {problem && <Notice tone="error">{problem}</Notice>}
      {address && (
        <>
          <p role="status">
            Point your phone’s camera at the code, within ten minutes. It works once. Reload this page when the phone
            says that it is done.
          </p>
          <QrCode text={address} label="Code that lets your phone enrol a key in your name" />
          <details>
            <summary>The same as an address, to type</summary>
            <code className="hand-off__address">{address}</code>
          </details>
        </>
      )}
      <div>
        <Button
          type="button"
          tone={address ? 'secondary' : 'primary'}
          icon={<Smartphone aria-hidden="true" />}
          onClick={() => void show()}
        >
          {address ? 'Show a new code' : 'Enrol on my phone'}
        </Button>
      </div>
    </div>
  );
}
