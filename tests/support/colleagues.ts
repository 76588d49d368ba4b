import { randomBytes } from 'node:crypto';
import { asc } from 'drizzle-orm';
import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { enrolment, person } from '~db/schema/identified';
import type { JourneyHouse } from './journey-house';

/** Somebody on the roster with a key of their own. */
export interface Colleague {
  readonly personNumber: string;
  /** Work address. */
  readonly email: string;
  readonly entropy: Uint8Array;
  /** Hex of the identity commitment. */
  readonly commitment: string;
}

/** Enrols keys for the last people on the roster, who hold no role. They are on the register after the next publication. */
export async function enrolColleagues({ database, now }: JourneyHouse, howMany: number): Promise<Colleague[]> {
  const people = await database.identified.select().from(person).orderBy(asc(person.personNumber));
  const colleagues = people.slice(-howMany).map(({ personNumber, email }) => {
    const entropy = randomBytes(16);
    const { commitment } = identityFromEntropy(entropy);
    const bytes = toBytes32(commitment);
    return { personNumber, email, entropy, commitment: toHex(bytes), bytes };
  });
  await database.identified.insert(enrolment).values(
    colleagues.map(({ personNumber, bytes }) => ({
      personNumber,
      generation: 1,
      identityCommitment: bytes,
      reason: 'first' as const,
      day: now().toISOString().slice(0, 10),
    })),
  );
  return colleagues.map(({ personNumber, email, entropy, commitment }) => ({
    personNumber,
    email,
    entropy,
    commitment,
  }));
}

/** One of several, counted from 0. @throws RangeError where there are fewer */
export function nth<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) throw new RangeError(`there is no number ${String(index)} among ${String(list.length)}`);
  return found;
}
