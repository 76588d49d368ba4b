const group = 8;

/** A fingerprint as it is read out: eight groups of eight. @param fingerprint 64 hexadecimal characters */
export function fingerprintGroups(fingerprint: string): string[] {
  return Array.from({ length: Math.ceil(fingerprint.length / group) }, (_, index) =>
    fingerprint.slice(index * group, (index + 1) * group),
  );
}
