import { hybridIdentity, recipientOf } from '~/crypto/age/hybrid-key';
import { derive } from '~/crypto/derive';
import { signingKey, type SigningKey } from '~/crypto/signing-key';

const SIGNING = 'round-robin/concern-signing/v1';
const ENCRYPTION = 'round-robin/concern-age/v1';
const FILING = 'round-robin/concern-filing/v1';

/** All that the receipt words of one concern stand for (protocol 7). It holds secrets: it stays on the device. */
export interface Receipt {
  /** 16 bytes, the words themselves. */
  readonly entropy: Uint8Array;
  /** 32 bytes, public: the Ed25519 key under which the concern lives, and so its name. */
  readonly concern: Uint8Array;
  readonly signing: SigningKey;
  /** Secret: `AGE-SECRET-KEY-PQ-1…`. */
  readonly identity: string;
  /** Public: `age1pq1…`, to which everything for the reporter is encrypted. */
  readonly recipient: string;
  /** 32 bytes: without them nobody can tell which line of the ledger is this concern's. */
  readonly salt: Uint8Array;
}

/**
 * @param entropy 16 random bytes (`wordsToEntropy`), of words made for this one concern: that they are not those of a key
 *   is NOT checked, but the purposes differ, so neither would say anything about the other
 * @throws RangeError for another length
 */
export async function receiptOf(entropy: Uint8Array): Promise<Receipt> {
  const signing = signingKey(derive(entropy, SIGNING));
  const identity = hybridIdentity(derive(entropy, ENCRYPTION));
  return {
    entropy,
    concern: signing.publicKey,
    signing,
    identity,
    recipient: await recipientOf(identity),
    salt: derive(entropy, FILING),
  };
}
