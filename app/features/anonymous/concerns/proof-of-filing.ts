import { formatFilingProof, signFiling, type PublishedFiling } from '~/crypto/filing';
import type { Receipt } from './receipt';

/** What a concern's first message was, and when it was raised. */
export interface Filed {
  readonly organisation: string;
  /** 'YYYY-MM-DD' */
  readonly day: string;
  /** Text of its first manifest. */
  readonly manifest: string;
}

/**
 * What shows later that a concern was filed on a day (protocol 7): a file for the device. Alone it shows that something of
 * these sizes was filed; what it said is shown only with the receipt words.
 * @param published where the ledger has it, once it has
 */
export function proofOfFiling(
  filed: Filed,
  receipt: Pick<Receipt, 'salt' | 'signing'>,
  published: PublishedFiling | null = null,
): string {
  const proof = signFiling({ ...filed, salt: receipt.salt }, receipt.signing);
  return formatFilingProof({ ...proof, published }, published ? [...howToCheck, ...howToCheckLedger] : howToCheck);
}

const howToCheck = [
  'H(label, fields …) is SHA-256 over each, preceded by its length as 32 bits, big endian; text is UTF-8.',
  'digest = H("concern-filing/v1", salt, H("concern-manifest/v1", organisation, manifest)).',
  'signature is Ed25519 by the manifest’s "concern" over H("proof-of-filing/v1", organisation, digest).',
  'The public ledger has one entry of kind "concerns-filed" at a publication on or after that day; its list holds this digest.',
  'The manifest lists the SHA-256 of every piece of ciphertext. The receipt words decrypt them; without the words this file does not show what was said.',
];

const howToCheckLedger = [
  'entry is that entry, inclusion its place under a checkpoint of the ledger (C2SP tlog-proof): npm run audit -- ADDRESS --filing FILE',
];
