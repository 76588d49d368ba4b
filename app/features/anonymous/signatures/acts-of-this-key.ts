import { z } from 'zod';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { petitionScope } from '~/crypto/semaphore/statement';
import { findRecord, readPublic } from '../membership/nullifier-file';

/** A petition whose published nullifiers can be looked through. */
export interface SearchablePetition {
  readonly id: string;
  readonly title: string;
}

/** What a key did to one petition, as published: `signed` counts at present, `withdrawn` no longer does. */
export interface ActsOfKey {
  readonly petition: SearchablePetition;
  readonly state: 'signed' | 'withdrawn';
  readonly acts: number;
}

/** Records of `/petitions/:id/nullifiers`: 32 bytes nullifier, 2 bytes acts, 4 bytes edition; sorted by nullifier. */
const recordBytes = 38;

/**
 * What a key signed, found on this device in public data (protocol 1). The files of all petitions are read, never of one:
 * which of them matter is known here only.
 * @param onProgress share of the petitions read, 0 to 1
 * @throws TypeError where a file could not be read
 */
export async function actsOfThisKey(
  entropy: Uint8Array,
  organisation: string,
  onProgress: (share: number) => void,
): Promise<readonly ActsOfKey[]> {
  const identity = identityFromEntropy(entropy);
  const petitions = await openedPetitions();
  const found: ActsOfKey[] = [];
  for (const [index, petition] of petitions.entries()) {
    const nullifier = toBytes32(identity.nullifier(petitionScope(organisation, petition.id)));
    const acts = (await publishedActs(petition.id, nullifier))?.acts ?? 0;
    if (acts > 0) found.push({ petition, state: acts % 2 === 1 ? 'signed' : 'withdrawn', acts });
    onProgress((index + 1) / petitions.length);
  }
  return found;
}

/** What a petition's published nullifiers say of one of them. */
export interface PublishedActs {
  readonly acts: number;
  /** Edition of the petition's register that its last act was proved with. */
  readonly edition: number;
}

/**
 * What is published of a nullifier.
 * @returns null where it does not occur
 * @throws TypeError for a file that is not whole records
 */
export function findActs(file: Uint8Array, nullifier: Uint8Array): PublishedActs | null {
  const record = findRecord(file, recordBytes, nullifier);
  return record && { acts: record.getUint16(0), edition: record.getUint32(2) };
}

/**
 * What is published of one key on one petition. The whole file is read: which record is wanted is known here only.
 * @throws TypeError where the file could not be read
 */
export async function publishedActs(petitionId: string, nullifier: Uint8Array): Promise<PublishedActs | null> {
  return findActs(await nullifiersOf(petitionId), nullifier);
}

const petitionList = z.array(z.object({ id: z.string(), title: z.string() }));

async function openedPetitions(): Promise<readonly SearchablePetition[]> {
  const response = await readPublic('/petitions/opened');
  return petitionList.parse(await response.json());
}

async function nullifiersOf(petitionId: string): Promise<Uint8Array> {
  const response = await readPublic(`/petitions/${petitionId}/nullifiers`);
  return new Uint8Array(await response.arrayBuffer());
}
