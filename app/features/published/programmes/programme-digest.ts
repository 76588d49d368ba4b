import { encodeCanonicalJson } from '~/crypto/canonical-json';
import { hashFields } from '~/crypto/hash';
import type { ProgrammeDocument } from './programme';

/**
 * What the ledger keeps of a revision: every word of it (protocol 6). 32 bytes, over the document's RFC 8785 JSON.
 * @throws CanonicalJsonError for what no schema lets through
 */
export function programmeDigest(
  organisation: string,
  id: string,
  revision: number,
  document: ProgrammeDocument,
): Uint8Array {
  return hashFields('programme/v1', organisation, id, revision, encodeCanonicalJson(document));
}
