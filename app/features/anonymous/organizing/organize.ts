import { z } from 'zod';
import { toHex } from '~/crypto/hash';
import { openedPetitionName, organizerActDigest, organizerKey, organizerSponsorSecret } from '~/crypto/organizing';
import type { SigningKey } from '~/crypto/signing-key';
import { signRequest } from '../concerns/signed-request';
import { askUnseen } from '../concerns/unseen-request';
import type { OrganizerActKind } from './organizer-acts';
import { ownPetitionAnswer, type OwnPetition } from './own-petition.schema';

/** All that the words of one petition stand for. It holds secrets: it stays on the device. */
export interface OrganizerWords {
  readonly signing: SigningKey;
  /** Name of the petition: it follows from the key. */
  readonly petition: string;
  /** What the link for its sponsors ends in. */
  readonly sponsorSecret: string;
}

/** @param entropy 16 bytes, the words themselves. @throws RangeError for another length */
export function organizerWords(organisation: string, entropy: Uint8Array): OrganizerWords {
  const signing = organizerKey(entropy);
  const petition = openedPetitionName(organisation, signing.publicKey);
  return { signing, petition, sponsorSecret: organizerSponsorSecret(entropy) };
}

const readPath = '/unseen/organizing/read';
const taken = z.strictObject({ next: z.int().min(1) });

interface Place {
  readonly organisation: string;
}

/**
 * Asks where the petition of these words stands. Null where there is none.
 * @param day 'YYYY-MM-DD', today
 * @throws UnseenError; `strange-answer` also for an answer about another petition
 */
export async function readOwnPetition(
  words: OrganizerWords,
  { organisation, day }: Place & { readonly day: string },
): Promise<OwnPetition | null> {
  const request = signRequest(words.signing, { organisation, path: readPath, request: { day } });
  const answer = await askUnseen(readPath, request, ownPetitionAnswer);
  return answer.state === 'nothing' ? null : answer;
}

/**
 * Signs an act and sends it (protocol 16). The petition is the one that follows from the words, whatever a server said.
 * @param said `number` is the one that the server named as next
 * @throws UnseenError the server's code; `connection-lost` where it may have arrived: the same again counts once
 */
export async function actAsOrganizer(
  { signing, petition }: OrganizerWords,
  { organisation }: Place,
  said: { readonly number: number; readonly act: OrganizerActKind; readonly body: string },
): Promise<void> {
  const digest = organizerActDigest(organisation, { petition, ...said });
  const signature = toHex(signing.sign(digest));
  await askUnseen('/unseen/organizing/acts', { v: 1, petition, ...said, signature }, taken);
}
