import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink } from '~/ui/button';

/** A signature receipt: to read, and to keep only if one wants to. It is not stored anywhere. */
export function Receipt({ note, petitionId }: { note: string; petitionId: string }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([note], { type: 'text/plain' }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [note]);
  return (
    <details className="receipt">
      <summary>Your signature receipt</summary>
      <p className="small soft">
        Signed by the server: it proves that this key’s act was taken, without saying whose key it is. We keep no copy.
        A receipt file on this device is evidence on this device.
      </p>
      <pre className="receipt__note">{note}</pre>
      {address && (
        <ButtonLink
          to={address}
          download={`receipt-${petitionId}.txt`}
          tone="secondary"
          small
          icon={<Download aria-hidden="true" />}
        >
          Keep the receipt as a file
        </ButtonLink>
      )}
    </details>
  );
}
