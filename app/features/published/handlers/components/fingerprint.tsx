import { classNames } from '~/ui/class-names';
import { fingerprintGroups } from '../fingerprint-groups';

interface FingerprintProps {
  readonly fingerprint: string;
  /** `large` where comparing it is the thing to do, `narrow` beside others. */
  readonly size?: 'large' | 'narrow';
}

/** A fingerprint in eight groups, to be read out and compared. */
export function Fingerprint({ fingerprint, size }: FingerprintProps) {
  return (
    <code className={classNames('fingerprint', size && `fingerprint--${size}`)} translate="no">
      {fingerprintGroups(fingerprint).map((group, index) => (
        <span key={`${String(index)}:${group}`}>{group} </span>
      ))}
    </code>
  );
}
