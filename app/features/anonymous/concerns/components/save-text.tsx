import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink } from '~/ui/button';

/** A link that keeps a text as a file on this device. */
export function SaveText({ text, name, label }: { text: string; name: string; label: string }) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [text]);
  if (!address) return null;
  return (
    <div>
      <ButtonLink to={address} download={name} tone="secondary" small icon={<Download aria-hidden="true" />}>
        {label}
      </ButtonLink>
    </div>
  );
}
