import { z } from 'zod';
import { BASE_FIELD_ORDER, FieldError, parseCanonical } from '~/crypto/semaphore/field';
import type { ProofPoints } from '~/crypto/semaphore/proof';
import type { SignatureAction } from '~/crypto/semaphore/statement';
import { SignatureError } from './signature-error';

/** A key may act this often on one petition: every act stays public for ever, and no list may grow without end. */
export const maxActs = 1000;

/** PostgreSQL's `integer`. */
const maxInteger = 2_147_483_647;
const positive = z.int().min(1).max(maxInteger);
/** The spelling is checked by `parseCanonical`; here only that nothing long is read at all. */
const decimal = z.string().min(1).max(78);

/** What `/unseen/signatures` reads (protocol 4). Strict: a key more is refused, so that nothing rides along. */
const actionBody = z.strictObject({
  v: z.literal(1),
  petition: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  register: positive,
  edition: positive,
  action: z.enum(['sign', 'withdraw']),
  n: z
    .int()
    .min(0)
    .max(maxActs - 1),
  depth: z.int().min(1).max(32),
  root: decimal,
  nullifier: decimal,
  points: z.array(decimal).length(8),
});

/** An act whose form was checked, and nothing else. */
export interface Action {
  readonly petition: string;
  readonly register: number;
  readonly edition: number;
  readonly action: SignatureAction;
  /** Number of earlier acts of this nullifier on this petition. */
  readonly n: number;
  readonly depth: number;
  /** May be 0 here. */
  readonly root: bigint;
  readonly nullifier: bigint;
  readonly points: ProofPoints<bigint>;
}

/**
 * Sizes and canonical decimals below their field (protocol 4, the first check). Other spellings of one number would
 * verify as well, and would count as another nullifier.
 * @param input attacker-controlled JSON
 * @throws SignatureError `malformed`
 */
export function parseAction(input: unknown): Action {
  const body = actionBody.safeParse(input);
  if (!body.success) throw new SignatureError('malformed');
  const { petition, register, edition, action, n, depth, root, nullifier, points } = body.data;
  try {
    return {
      petition,
      register,
      edition,
      action,
      n,
      depth,
      root: parseCanonical(root),
      nullifier: parseCanonical(nullifier),
      points: points.map((text) => parseCanonical(text, BASE_FIELD_ORDER)) as unknown as ProofPoints<bigint>,
    };
  } catch (error) {
    if (error instanceof FieldError) throw new SignatureError('malformed', null, { cause: error });
    throw error;
  }
}
