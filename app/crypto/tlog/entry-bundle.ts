import { concatBytes } from '@noble/hashes/utils.js';
import { MAX_ENTRY_BYTES } from './entry';
import { TILE_WIDTH } from './tile-path';

/** Bytes that are no bundle of entries, or entries that do not make one. */
export class EntryBundleError extends Error {
  override readonly name = 'EntryBundleError';
  readonly code = 'malformed';
}

/**
 * A bundle of entries (C2SP tlog-tiles): each as its length in two bytes, most significant first, and its bytes.
 * @throws EntryBundleError for more than 256 entries, or one over 65,535 bytes
 */
export function writeEntryBundle(entries: readonly Uint8Array[]): Uint8Array {
  if (entries.length > TILE_WIDTH) throw new EntryBundleError('A bundle has at most 256 entries');
  return concatBytes(
    ...entries.flatMap((entry) => {
      if (entry.length > MAX_ENTRY_BYTES) throw new EntryBundleError('An entry has at most 65,535 bytes');
      return [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry];
    }),
  );
}

/**
 * Takes a bundle apart; the entries are views of its bytes.
 * NOT checked: that these are the ledger's entries (compare their leaves), nor that each is one.
 * @param bytes attacker-controlled
 * @throws EntryBundleError unless it is 1 to 256 entries and nothing else
 */
export function readEntryBundle(bytes: Uint8Array): Uint8Array[] {
  const entries: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const [high, low] = [bytes[at], bytes[at + 1]];
    if (high === undefined || low === undefined) throw new EntryBundleError('A length is cut off');
    const end = at + 2 + 256 * high + low;
    if (end > bytes.length) throw new EntryBundleError('An entry is cut off');
    if (entries.length === TILE_WIDTH) throw new EntryBundleError('A bundle has at most 256 entries');
    entries.push(bytes.subarray(at + 2, end));
    at = end;
  }
  if (entries.length === 0) throw new EntryBundleError('A bundle has at least one entry');
  return entries;
}
