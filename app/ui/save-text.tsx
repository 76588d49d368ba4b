import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ButtonLink } from './button';

interface SaveTextProps {
  readonly text: string;
  /** Of the file. */
  readonly name: string;
  readonly label: string;
  /** JSON, unless told otherwise. */
  readonly type?: 'application/json' | 'text/plain';
}

/** A link that keeps a text as a file on this device. */
export function SaveText({ text, name, label, type = 'application/json' }: SaveTextProps) {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([text], { type }));
    setAddress(made);
    return () => {
      URL.revokeObjectURL(made);
    };
  }, [text, type]);
  if (!address) return null;
  return (
    <div>
      <ButtonLink to={address} download={name} tone="secondary" small icon={<Download aria-hidden="true" />}>
        {label}
      </ButtonLink>
    </div>
  );
}
