import canonicalize from 'canonicalize';
import { leafHash } from './merkle';

/** JSON that survives canonicalisation unchanged: whole numbers only, no `undefined`. */
export type EntryValue =
  string | number | boolean | null | readonly EntryValue[] | { readonly [key: string]: EntryValue };

/** One entry of the ledger: its kind (protocol 6) and what belongs to it. */
export type Entry = { readonly v: 1; readonly kind: string } & { readonly [key: string]: EntryValue };

/** Longest entry: the length prefix in a tile of entries has 16 bits (C2SP tlog-tiles). */
export const MAX_ENTRY_BYTES = 65_535;

const MAX_DEPTH = 16;

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
 * @throws EntryError `not-an-entry`, `not-json` (fractions, numbers beyond 2^53, half surrogate pairs, dates, bigints,
 *   undefined, deeper than 16), `too-long`
 */
export function encodeEntry(entry: Entry): Uint8Array {
  checkEntry(entry);
  const text = canonicalize(entry);
  if (text === undefined) throw new EntryError('not-json', 'Not JSON');
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
  const entry = checkEntry(parse(bytes));
  const again = encodeEntry(entry);
  if (again.length !== bytes.length || again.some((byte, index) => byte !== bytes[index])) {
    throw new EntryError('not-canonical', 'The entry is not in canonical form');
  }
  return entry;
}

/** The RFC 6962 leaf of an entry: `SHA-256(0x00 || bytes)`. */
export function entryLeaf(bytes: Uint8Array): Uint8Array {
  return leafHash(bytes);
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    throw new EntryError('not-json', 'Not JSON');
  }
}

function checkEntry(value: unknown): Entry {
  checkValue(value, 0);
  const { v, kind } = isRecord(value) ? value : {};
  if (v !== 1 || typeof kind !== 'string' || !/^[a-z]+(?:-[a-z]+)*$/.test(kind)) {
    throw new EntryError('not-an-entry', 'An entry has v 1 and a kind');
  }
  return value as Entry;
}

function checkValue(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new EntryError('not-json', 'An entry is not that deep');
  if (value === null || typeof value === 'boolean' || Number.isSafeInteger(value)) return;
  if (typeof value === 'string') {
    checkText(value);
  } else if (Array.isArray(value)) {
    // A loop, as forEach would pass over holes, which JSON writes as null.
    for (let index = 0; index < value.length; index += 1) checkValue(value[index], depth + 1);
  } else if (isRecord(value)) {
    for (const [key, inner] of Object.entries(value)) {
      checkText(key);
      checkValue(inner, depth + 1);
    }
  } else {
    throw new EntryError('not-json', 'An entry holds what JSON cannot say exactly');
  }
}

function checkText(text: string): void {
  if (/\p{Surrogate}/u.test(text)) throw new EntryError('not-json', 'A text is not well-formed Unicode');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
