import { createHash } from 'node:crypto';

/**
 * A UUID that is always the same for the same fields, on every host and in every feed, and says nothing of them or of when
 * it was made (version 8, RFC 9562 5.8).
 * @param fields what makes the thing one of its kind: the organisation, the kind, its name
 */
export function stableUuid(...fields: readonly (string | number)[]): string {
  const bytes = createHash('sha256')
    .update(JSON.stringify(['feed-id/v1', ...fields]))
    .digest()
    .subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** {@link stableUuid} as an IRI: what an Atom feed calls its parts. */
export function stableIri(...fields: readonly (string | number)[]): string {
  return `urn:uuid:${stableUuid(...fields)}`;
}
