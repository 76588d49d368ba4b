import {
  CanonicalJsonError,
  decodeCanonicalJson,
  encodeCanonicalJson,
  isJsonObject,
  type JsonValue,
} from '../canonical-json';
import { leafHash } from './merkle';

export type EntryValue = JsonValue;

/** One entry of the ledger: its kind (protocol 6) and what belongs to it. */
export type Entry = { readonly v: 1; readonly kind: string } & { readonly [key: string]: EntryValue };

/** Longest entry: the length prefix in a tile of entries has 16 bits (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

/** What cannot be an entry. */
export class EntryError extends Error {
  override readonly name = 'EntryError';
  constructor(
    readonly code: 'not-an-entry' | 'not-json' | 'not-canonical' | 'too-long',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The bytes of an entry: RFC 8785 JSON in UTF-8 (protocol 6). They are stored and hashed as they are, never written anew.
 * @throws EntryError `not-an-entry`, `not-json` (what `encodeCanonicalJson` refuses), `too-long`
 */
export function encodeEntry(entry: Entry): Uint8Array {
  const text = asEntryError(() => encodeCanonicalJson(entry));
  checkEntry(entry);
  const bytes = new TextEncoder().encode(text);
  if (bytes.length > MAX_ENTRY_BYTES) throw new EntryError('too-long', 'An entry has at most 65,535 bytes');
  return bytes;
}

/**
 * Reads the bytes of an entry.
 * @param bytes attacker-controlled
 * @throws EntryError as `encodeEntry`, and `not-canonical` for any other spelling of the same entry
 */
export function decodeEntry(bytes: Uint8Array): Entry {
  if (bytes.length > MAX_ENTRY_BYTES) throw new EntryError('too-long', 'An entry has at most 65,535 bytes');
  const text = decodeUtf8(bytes);
  return checkEntry(asEntryError(() => decodeCanonicalJson(text)));
}

/** The RFC 6962 leaf of an entry: `SHA-256(0x00 || bytes)`. */
export function entryLeaf(bytes: Uint8Array): Uint8Array {
  return leafHash(bytes);
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new EntryError('not-json', 'Not UTF-8');
  }
}

function asEntryError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CanonicalJsonError) throw new EntryError(error.code, error.message);
    throw error;
  }
}

function checkEntry(value: unknown): Entry {
  const { v, kind } = isJsonObject(value) ? value : {};
  if (v !== 1 || typeof kind !== 'string' || !/^[a-z]+(?:-[a-z]+)*$/.test(kind)) {
    throw new EntryError('not-an-entry', 'An entry has v 1 and a kind');
  }
  return value as Entry;
}
