import { randomBytes } from 'node:crypto';
import { and, desc, eq, inArray } from 'drizzle-orm';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { choiceScope, type Choice, type ChoiceKind } from '~/crypto/semaphore/statement';
import { keepChoices } from '~/features/anonymous/choices/keep-choices.server';
import { unitsAbove } from '~/features/published/registers/units-file';
import { demoCompany } from '~/platform/environment';
import { demoFloors } from '~/platform/settings';
import { editionUnit } from '~db/schema/published';
import { choiceSubject } from '~db/schema/published-choices';
import type { Colleague } from './colleagues';
import type { JourneyHouse } from './journey-house';

const proofLength = 256;

interface Chosen {
  readonly kind: ChoiceKind;
  readonly id: string;
  readonly choice: Choice;
  /** Path of the unit that they name. */
  readonly unit?: string;
}

/**
 * Lets colleagues choose in the background of a journey: their choices wait as if their proofs had been verified, and count
 * at the next publication. Proofs take seconds, and none is looked at again.
 */
export async function othersChoose(
  { database: { published, anonymous } }: JourneyHouse,
  { kind, id, choice, unit }: Chosen,
  colleagues: readonly Colleague[],
): Promise<void> {
  const [row] = await published
    .select()
    .from(choiceSubject)
    .where(and(eq(choiceSubject.kind, kind), eq(choiceSubject.id, id)));
  if (!row) throw new Error('there is no such thing to choose on');
  const units = await published
    .select()
    .from(editionUnit)
    .where(and(eq(editionUnit.registerId, row.registerId), inArray(editionUnit.unitPath, unitsAbove(unit ?? ''))))
    .orderBy(desc(editionUnit.edition));
  const edition = units[0]?.edition ?? 1;
  const room = units.flatMap((each) => (each.edition === edition ? [{ path: each.unitPath, live: each.live }] : []));
  const scope = choiceScope(demoCompany.organisation, kind, id);
  const outcomes = await keepChoices(
    anonymous,
    colleagues.map(({ entropy }) => ({
      ...{ kind, id, choice, n: 0, revision: row.revision, register: row.registerId, edition },
      nullifier: toBytes32(identityFromEntropy(entropy).nullifier(scope)),
      proof: randomBytes(proofLength),
      unit: unit === undefined ? null : { path: unit, proof: randomBytes(proofLength), room },
      minimum: demoFloors.minimum,
    })),
  );
  if (outcomes.some((outcome) => outcome.kind !== 'kept')) throw new Error('a choice was not taken');
}
