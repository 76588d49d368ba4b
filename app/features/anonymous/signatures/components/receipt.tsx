import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink } from '~/ui/button';

/** A signature receipt: to read, and to keep as a file only if one wants to. */
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
        Where your key is kept on this device, so is the receipt, locked with it: “My key” checks by itself that it is
        counted, and throws it away when you say so. A receipt file is evidence for whoever finds it.
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
