import { fingerprintGroups } from '../fingerprint-groups';

/** A fingerprint in eight groups, to be read out and compared; `large` where that is the thing to do. */
export function Fingerprint({ fingerprint, large }: { fingerprint: string; large?: boolean }) {
  return (
    <code className={large ? 'fingerprint fingerprint--large' : 'fingerprint'} translate="no">
      {fingerprintGroups(fingerprint).map((group, index) => (
        <span key={`${String(index)}:${group}`}>{group} </span>
      ))}
    </code>
  );
}
