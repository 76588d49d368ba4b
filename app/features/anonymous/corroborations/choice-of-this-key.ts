import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { corroborationScope, type Corroboration } from '~/crypto/semaphore/statement';
import { choices } from '~/features/published/summaries/choices';
import { findRecord, readPublic } from '../membership/nullifier-file';

/** Records of `/summaries/:id/nullifiers`: 32 bytes nullifier, 2 bytes acts, 1 byte choice, 4 bytes edition. */
const recordBytes = 39;

/** What is published of a key on one summary: its last published act. */
export interface PublishedChoice {
  readonly choice: Corroboration;
  /** Number of that act, counted from 1. */
  readonly acts: number;
}

/**
 * What a key chose, found on this device in public data: the whole file is read, and which record is wanted is known here
 * only (protocol 1). What waits for its publication is not in it.
 * @throws TypeError where the file could not be read, or is none
 */
export async function publishedChoice(
  entropy: Uint8Array,
  organisation: string,
  summaryId: string,
): Promise<PublishedChoice | null> {
  const response = await readPublic(`/summaries/${summaryId}/nullifiers`);
  const file = new Uint8Array(await response.arrayBuffer());
  const nullifier = identityFromEntropy(entropy).nullifier(corroborationScope(organisation, summaryId));
  const record = findRecord(file, recordBytes, toBytes32(nullifier));
  if (!record) return null;
  const choice = choices[record.getUint8(2)];
  if (!choice) throw new TypeError('not a choice');
  return { choice, acts: record.getUint16(0) };
}
