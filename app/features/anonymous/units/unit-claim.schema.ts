import { z } from 'zod';
import { BASE_FIELD_ORDER, FieldError, parseCanonical } from '~/crypto/semaphore/field';
import type { ProofPoints } from '~/crypto/semaphore/proof';
import { claimFields } from '../membership/claim.schema';

/** A path as units files spell it. Nothing that a database could not hold as text. */
const unitPath = z
  .string()
  .min(1)
  .max(1000)
  .refine((path) => !/[\p{Cc}\p{Cs}]/u.test(path));

/** A unit that is disclosed with an act, as it is posted. */
export const unitField = z.strictObject({ path: unitPath, root: claimFields.root, points: claimFields.points });

/** That the key of an act stands in a unit, too. Its form was checked, and nothing else. */
export interface UnitClaim {
  readonly path: string;
  /** May be 0 here. */
  readonly root: bigint;
  readonly points: ProofPoints<bigint>;
}

/** Canonical decimals below their field, as of any claim of membership. @returns null where one is not */
export function readUnitClaim({ path, root, points }: z.output<typeof unitField>): UnitClaim | null {
  try {
    return {
      path,
      root: parseCanonical(root),
      points: points.map((text) => parseCanonical(text, BASE_FIELD_ORDER)) as unknown as ProofPoints<bigint>,
    };
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}
