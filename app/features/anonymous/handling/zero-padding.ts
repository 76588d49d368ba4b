/** JSON in UTF-8 with zeros after it, up to `size` bytes: ciphertext then says nothing of its length. @throws RangeError */
export function padJson(value: unknown, sizeFor: (bytes: number) => number): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(value));
  const padded = new Uint8Array(sizeFor(json.length));
  padded.set(json);
  return padded;
}

/** Reads what `padJson` made. @param padded attacker-controlled @returns undefined for anything else */
export function readPaddedJson(padded: Uint8Array): unknown {
  const end = padded.findLastIndex((byte) => byte !== 0) + 1;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(padded.subarray(0, end)));
  } catch {
    return undefined;
  }
}
