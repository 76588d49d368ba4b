import { toHex } from '~/crypto/hash';
import { filingDigest } from './filing';
import { manifestDigest } from './manifest';
import type { Receipt } from './receipt';

/**
 * What shows later that a concern was filed on a day (protocol 6 and 7): a file for the device. Alone it shows that
 * something of these sizes was filed; what it said is shown only with the receipt words.
 * @param day 'YYYY-MM-DD', when it was filed @param manifest text of its first manifest
 */
export function proofOfFiling(
  { organisation, day, manifest }: { readonly organisation: string; readonly day: string; readonly manifest: string },
  receipt: Pick<Receipt, 'salt'>,
): string {
  const proof = {
    what: 'Proof that a concern was filed',
    v: 1,
    organisation,
    day,
    salt: toHex(receipt.salt),
    manifest,
    digest: toHex(filingDigest(receipt.salt, manifestDigest(organisation, manifest))),
    howToCheck: [
      'H(label, fields …) is SHA-256 over each, preceded by its length as 32 bits, big endian; text is UTF-8.',
      'digest = H("concern-filing/v1", salt, H("concern-manifest/v1", organisation, manifest)).',
      'The public ledger has one entry of kind "concerns-filed" at a publication on or after that day; its list holds this digest.',
      'The manifest lists the SHA-256 of every piece of ciphertext. The receipt words decrypt them; without the words this file does not show what was said.',
    ],
  };
  return `${JSON.stringify(proof, null, 2)}\n`;
}
