import canonicalize from 'canonicalize';

/** JSON that survives canonicalisation unchanged: whole numbers only, no `undefined`. */
export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

const MAX_DEPTH = 16;

/** What has no canonical spelling, or is spelt otherwise. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError';
  constructor(
    readonly code: 'not-json' | 'not-canonical',
    message: string,
  ) {
    super(message);
  }
}

/**
 * The one spelling of a value: RFC 8785 JSON (protocol 0).
 * @throws CanonicalJsonError `not-json` (fractions, numbers beyond 2^53, half surrogate pairs, dates, bigints, undefined,
 *   deeper than 16)
 */
export function encodeCanonicalJson(value: unknown): string {
  checkValue(value, 0);
  const text = canonicalize(value);
  if (text === undefined) throw new CanonicalJsonError('not-json', 'Not JSON');
  return text;
}

/**
 * Reads JSON that has to be in its one spelling.
 * @param text attacker-controlled; its length is NOT limited here
 * @throws CanonicalJsonError as `encodeCanonicalJson`, and `not-canonical` for any other spelling of the same value
 */
export function decodeCanonicalJson(text: string): JsonValue {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new CanonicalJsonError('not-json', 'Not JSON');
  }
  if (encodeCanonicalJson(value) !== text) {
    throw new CanonicalJsonError('not-canonical', 'The JSON is not in canonical form');
  }
  return value as JsonValue;
}

/** A plain object, as JSON makes them. */
export function isJsonObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function checkValue(value: unknown, depth: number): void {
  if (depth > MAX_DEPTH) throw new CanonicalJsonError('not-json', 'JSON is not that deep here');
  if (value === null || typeof value === 'boolean' || Number.isSafeInteger(value)) return;
  if (typeof value === 'string') {
    checkText(value);
  } else if (Array.isArray(value)) {
    // A loop, as forEach would pass over holes, which JSON writes as null.
    for (let index = 0; index < value.length; index += 1) checkValue(value[index], depth + 1);
  } else if (isJsonObject(value)) {
    for (const [key, inner] of Object.entries(value)) {
      checkText(key);
      checkValue(inner, depth + 1);
    }
  } else {
    throw new CanonicalJsonError('not-json', 'There is something that JSON cannot say exactly');
  }
}

function checkText(text: string): void {
  if (/\p{Surrogate}/u.test(text)) throw new CanonicalJsonError('not-json', 'A text is not well-formed Unicode');
}
