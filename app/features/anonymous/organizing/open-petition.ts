import { z } from 'zod';
import { fileDigest, toHex } from '~/crypto/hash';
import { openingDigest, organizerKey, organizerSponsorSecret, type Opening } from '~/crypto/organizing';
import { identityFromEntropy, type SemaphoreIdentity } from '~/crypto/semaphore/key';
import type { WireProof } from '~/crypto/semaphore/proof';
import { openingMessage, openingScope, type Message, type Scope } from '~/crypto/semaphore/statement';
import type { MerklePath } from '~/crypto/semaphore/tree';
import type { SubmittedPetition } from '~/features/published/petitions/petition.schema';
import type { PetitionTerms } from '~/features/published/petitions/petition-terms';
import type { FieldName } from '~/features/published/programmes/programme-fields';
import type { Standing } from '../concerns/stand-on-register';
import { postAct, SubmitError } from '../membership/post-act';
import type { OpeningBody } from './opening.schema';

export type OpeningStage = 'register' | 'proof' | 'sending';

/** A petition as it is checked before it is sent: already parsed by `petitionSchema`, its terms by `termsStep`. */
export interface PetitionToOpen {
  readonly text: SubmittedPetition;
  readonly terms: PetitionTerms;
  readonly programme: string | null;
  readonly field: FieldName | null;
}

/** Whoever starts it: a key on the register, of which nothing is sent but a proof, and the petition's own words. */
export interface OpeningPerson {
  readonly entropy: Uint8Array;
  /** Hex of the identity commitment. */
  readonly commitment: string;
}

export interface OpeningTools {
  readonly organisation: string;
  /** 'YYYY-MM-DD' (UTC). */
  readonly today: () => string;
  readonly standOn: (day: string, commitment: string) => Promise<Standing>;
  readonly prove: (input: {
    identity: SemaphoreIdentity;
    path: MerklePath;
    scope: Scope;
    message: Message;
  }) => Promise<WireProof>;
  readonly onStage: (stage: OpeningStage) => void;
}

/** `keeps-changing`: day or register changed each time that the device had finished. */
export class OpenPetitionError extends Error {
  override readonly name = 'OpenPetitionError';
  readonly code = 'keeps-changing';
}

const attempts = 3;
/** After these everything is done anew: another day, another edition. */
const again: ReadonlySet<string> = new Set(['wrong-day', 'stale-edition']);
/** There is one slot a day. */
const slot = 0;

const taken = z.strictObject({});

/**
 * Proves and sends a petition of somebody unknown (protocol 16). Where it is not known whether it arrived it may be sent again
 * with the same words: it stands once.
 *
 * @param words entropy of the organizer's words, made for this petition alone
 * @throws OpenPetitionError; SubmitError (the server's code, or `connection-lost`), PageClockError, StandingError,
 *   RegisterReadError, TreeError, and what the prover throws
 */
export async function openPetition(
  petition: PetitionToOpen,
  words: Uint8Array,
  person: OpeningPerson,
  tools: OpeningTools,
): Promise<void> {
  const opening = await openingOf(petition, words);
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const body = await prove(opening, person, tools);
    tools.onStage('sending');
    try {
      await postAct('/unseen/petitions', body, taken);
      return;
    } catch (error) {
      if (!(error instanceof SubmitError) || !again.has(error.code)) throw error;
    }
  }
  throw new OpenPetitionError('It kept changing');
}

/** What is sent of a petition and its words. */
export async function openingOf(
  { text, terms, programme, field }: PetitionToOpen,
  words: Uint8Array,
): Promise<Opening & { readonly field: FieldName | null }> {
  const secret = new TextEncoder().encode(organizerSponsorSecret(words));
  const sponsorLink = terms.sponsorsWanted > 0 ? await fileDigest(secret) : null;
  return { key: organizerKey(words).publicKey, ...text, ...terms, programme, field, sponsorLink };
}

async function prove(
  opening: Opening & { readonly field: FieldName | null },
  person: OpeningPerson,
  tools: OpeningTools,
): Promise<OpeningBody> {
  const day = tools.today();
  tools.onStage('register');
  const { register, edition, path } = await tools.standOn(day, person.commitment);
  tools.onStage('proof');
  const { depth, root, nullifier, points } = await tools.prove({
    identity: identityFromEntropy(person.entropy),
    path,
    scope: openingScope(tools.organisation, day, slot),
    message: openingMessage(openingDigest(tools.organisation, opening)),
  });
  const { key, demands, sponsorLink, ...rest } = opening;
  return {
    ...{ v: 1, key: toHex(key), ...rest, demands: [...demands], sponsorLink: sponsorLink && toHex(sponsorLink) },
    ...{ day, slot, register, edition, depth, root, nullifier, points: [...points] },
  };
}
