import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { findRecord, readPublic } from '../membership/nullifier-file';
import type { Choosable } from './choosable';

/** Records of a file of nullifiers with choices: 32 bytes nullifier, 2 bytes acts, 1 byte choice, 4 bytes edition. */
const recordBytes = 39;

/** What is published of a key on one thing: its last published act. */
export interface PublishedChoice<C extends string> {
  readonly choice: C;
  /** Number of that act, counted from 1. */
  readonly acts: number;
}

/**
 * What a key chose, found on this device in public data: the whole file is read, and which record is wanted is known here
 * only (protocol 1). What waits for its publication is not in it.
 * @throws TypeError where the file could not be read, or is none
 */
export async function publishedChoice<C extends string>(
  entropy: Uint8Array,
  organisation: string,
  { nullifiersPath, scope, choices }: Pick<Choosable<C>, 'nullifiersPath' | 'scope' | 'choices'>,
): Promise<PublishedChoice<C> | null> {
  const response = await readPublic(nullifiersPath);
  const file = new Uint8Array(await response.arrayBuffer());
  const nullifier = identityFromEntropy(entropy).nullifier(scope(organisation));
  const record = findRecord(file, recordBytes, toBytes32(nullifier));
  if (!record) return null;
  const choice = choices[record.getUint8(2)];
  if (choice === undefined) throw new TypeError('not a choice');
  return { choice, acts: record.getUint16(0) };
}
