import { toHex } from '~/crypto/hash';

const nullifierBytes = 32;

/**
 * What a public file of sorted records says of one nullifier, by binary search. Records begin with their nullifier.
 * @returns what stands behind it; null where it does not occur
 * @throws TypeError for a file that is not whole records
 */
export function findRecord(file: Uint8Array, recordBytes: number, nullifier: Uint8Array): DataView | null {
  if (file.length % recordBytes !== 0) throw new TypeError('not a file of nullifiers');
  const wanted = toHex(nullifier);
  let from = 0;
  let to = file.length / recordBytes;
  while (from < to) {
    const middle = (from + to) >>> 1;
    const start = middle * recordBytes;
    const end = start + nullifierBytes;
    const here = toHex(file.subarray(start, end));
    if (here === wanted) return new DataView(file.buffer, file.byteOffset + end, recordBytes - nullifierBytes);
    if (here < wanted) from = middle + 1;
    else to = middle;
  }
  return null;
}

/** Fetches public data, without cookie or referrer. @throws TypeError where it could not be read */
export async function readPublic(path: string): Promise<Response> {
  const response = await fetch(path, { credentials: 'omit', referrerPolicy: 'no-referrer' });
  if (!response.ok) throw new TypeError('the public data could not be read');
  return response;
}
