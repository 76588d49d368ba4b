import { randomBytes } from 'node:crypto';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { petitionScope } from '~/crypto/semaphore/statement';
import { keepActions } from '~/features/anonymous/signatures/keep-actions.server';
import { unitsAbove } from '~/features/published/registers/units-file';
import { demoCompany } from '~/platform/environment';
import { demoFloors } from '~/platform/settings';
import { editionUnit, petition } from '~db/schema/published';
import type { Colleague } from './colleagues';
import type { JourneyHouse } from './journey-house';

const proofLength = 256;

/** As `othersSign`, each naming a unit. @param unit its path, as the newest edition names it */
export async function othersSignIn(
  { database }: JourneyHouse,
  petitionId: string,
  unit: string,
  signers: readonly Colleague[],
): Promise<void> {
  const [row] = await database.published.select().from(petition).where(eq(petition.id, petitionId));
  if (row?.registerId == null) throw new Error('this petition has not opened');
  const { registerId } = row;
  const units = await database.published
    .select()
    .from(editionUnit)
    .where(and(eq(editionUnit.registerId, registerId), inArray(editionUnit.unitPath, unitsAbove(unit))))
    .orderBy(desc(editionUnit.edition));
  const edition = units[0]?.edition ?? 1;
  const room = units.flatMap((each) => (each.edition === edition ? [{ path: each.unitPath, live: each.live }] : []));
  const scope = petitionScope(demoCompany.organisation, petitionId);
  const outcomes = await keepActions(
    database.anonymous,
    signers.map(({ entropy }) => ({
      ...{ petitionId, n: 0, action: 'sign' as const, registerId, edition, minimum: demoFloors.minimum },
      nullifier: toBytes32(identityFromEntropy(entropy).nullifier(scope)),
      proof: randomBytes(proofLength),
      unit: { path: unit, proof: randomBytes(proofLength), room },
    })),
  );
  if (outcomes.some(({ kind }) => kind !== 'kept')) throw new Error('a signature was not taken');
}
