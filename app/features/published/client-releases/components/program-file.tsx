import { Download } from 'lucide-react';
import { ButtonLink } from '~/ui/button';
import { Facts } from '~/ui/facts';

interface ProgramFileProps {
  /** Of the file here, such as `/client-tools/audit.mjs`. */
  readonly path: string;
  /** Its SHA-256 in hex. */
  readonly digest: string;
}

/** A program to keep, with the digest to hold it to. */
export function ProgramFile({ path, digest }: ProgramFileProps) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return (
    <>
      {/* Asked for with its digest behind it, so that no cache gives an older one. */}
      <ButtonLink to={`${path}?${digest}`} download={name} tone="secondary" icon={<Download aria-hidden="true" />}>
        Save {name}
      </ButtonLink>
      <Facts
        stacked
        facts={[
          {
            term: 'SHA-256',
            detail: (
              <code className="digest" translate="no">
                {digest}
              </code>
            ),
          },
        ]}
      />
    </>
  );
}
