import { randomBytes } from 'node:crypto';
import { eq, max } from 'drizzle-orm';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { petitionScope } from '~/crypto/semaphore/statement';
import { keepActions } from '~/features/anonymous/signatures/keep-actions.server';
import { demoCompany } from '~/platform/environment';
import { edition, petition } from '~db/schema/published';
import type { Colleague } from './colleagues';
import type { JourneyHouse } from './journey-house';

const proofLength = 256;

/**
 * Lets colleagues sign in the background of a journey that is not about signing: their acts wait as if their proofs had
 * been verified, and count at the next publication. Proofs take seconds, and none is looked at again.
 */
export async function othersSign(
  { database }: JourneyHouse,
  petitionId: string,
  signers: readonly Colleague[],
): Promise<void> {
  const [row] = await database.published.select().from(petition).where(eq(petition.id, petitionId));
  if (row?.registerId == null) throw new Error('this petition has not opened');
  const { registerId } = row;
  const [newest] = await database.published
    .select({ number: max(edition.number) })
    .from(edition)
    .where(eq(edition.registerId, registerId));
  const scope = petitionScope(demoCompany.organisation, petitionId);
  const outcomes = await keepActions(
    database.anonymous,
    signers.map(({ entropy }) => ({
      petitionId,
      nullifier: toBytes32(identityFromEntropy(entropy).nullifier(scope)),
      n: 0,
      action: 'sign' as const,
      registerId,
      edition: newest?.number ?? 1,
      proof: randomBytes(proofLength),
      ...{ unit: null, minimum: 0 },
    })),
  );
  if (outcomes.some(({ kind }) => kind !== 'kept')) throw new Error('a signature was not taken');
}
