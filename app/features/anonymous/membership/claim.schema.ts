import { z } from 'zod';
import { BASE_FIELD_ORDER, FieldError, parseCanonical } from '~/crypto/semaphore/field';
import type { ProofPoints } from '~/crypto/semaphore/proof';

/** PostgreSQL's `integer`. */
const maxInteger = 2_147_483_647;
const positive = z.int().min(1).max(maxInteger);
/** The spelling is checked by `parseCanonical`; here only that nothing long is read at all. */
const decimal = z.string().min(1).max(78);

/** A key may act this often on one thing: every act may stay public for ever, and no list may grow without end. */
export const maxActs = 1000;

/** How often the key has acted before, as it is posted. */
export const actNumber = z
  .int()
  .min(0)
  .max(maxActs - 1);

/** The part of a posted body that claims membership: what every anonymous act has (protocol 4). */
export const claimFields = {
  register: positive,
  edition: positive,
  depth: z.int().min(1).max(32),
  root: decimal,
  nullifier: decimal,
  points: z.array(decimal).length(8),
} as const;

/** That some key on an edition of a register says something, and its proof. Its form was checked, and nothing else. */
export interface MembershipClaim {
  readonly register: number;
  readonly edition: number;
  readonly depth: number;
  /** May be 0 here. */
  readonly root: bigint;
  readonly nullifier: bigint;
  readonly points: ProofPoints<bigint>;
}

type ClaimBody = z.output<z.ZodObject<typeof claimFields>>;

/**
 * Canonical decimals below their field (protocol 4, the first check). Other spellings of one number would verify as well,
 * and would count as another nullifier.
 * @returns null where one is not
 */
export function readClaim({ register, edition, depth, root, nullifier, points }: ClaimBody): MembershipClaim | null {
  try {
    return {
      register,
      edition,
      depth,
      root: parseCanonical(root),
      nullifier: parseCanonical(nullifier),
      points: points.map((text) => parseCanonical(text, BASE_FIELD_ORDER)) as unknown as ProofPoints<bigint>,
    };
  } catch (error) {
    if (error instanceof FieldError) return null;
    throw error;
  }
}
