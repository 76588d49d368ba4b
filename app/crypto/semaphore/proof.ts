import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { toHex } from '../hash';
import {
  asGroupRoot,
  asNullifier,
  BASE_FIELD_ORDER,
  FieldError,
  parseCanonical,
  toBytes32,
  type GroupRoot,
  type Nullifier,
} from './field';
import { reduce, type Message, type Scope } from './statement';

/** Eight coordinates of a proof's three points, in the order of the stock library: A.x A.y B.x1 B.x0 B.y1 B.y0 C.x C.y. */
export type ProofPoints<T> = readonly [T, T, T, T, T, T, T, T];

/**
 * A membership proof as it is sent and stored: canonical decimals, scope and message already reduced, as the circuit sees
 * them. `SemaphoreProof` of the stock library has the same points under `points` and its scope and message not reduced.
 */
export interface WireProof {
  depth: number;
  root: string;
  nullifier: string;
  /** Reduced. */
  scope: string;
  /** Reduced. */
  message: string;
  points: ProofPoints<string>;
}

/** A membership proof whose form was checked, and nothing else. Survives `postMessage`. */
export interface ParsedProof {
  readonly depth: number;
  readonly root: GroupRoot;
  readonly nullifier: Nullifier;
  readonly scope: bigint;
  readonly message: bigint;
  readonly points: ProofPoints<bigint>;
}

/** Why a membership proof is refused, in the order of protocol 4. */
export type ProofErrorCode =
  | 'malformed'
  | 'not-canonical'
  | 'out-of-field'
  | 'wrong-depth'
  | 'zero-root'
  | 'unknown-root'
  | 'wrong-scope'
  | 'wrong-message'
  | 'off-curve'
  | 'off-subgroup'
  | 'invalid';

/** A refused membership proof. */
export class ProofError extends Error {
  override readonly name = 'ProofError';
  constructor(
    readonly code: ProofErrorCode,
    message: string,
  ) {
    super(message);
  }
}

const FIELDS = ['depth', 'root', 'nullifier', 'scope', 'message', 'points'];

/**
 * Checks the form of a membership proof: sizes and canonical decimals below the order of their field (public signals in
 * the scalar field, coordinates in the base field), depth, root not 0 (protocol 4, the first checks).
 *
 * NOT checked: everything that needs to know what was to be proved (`checkStatement`) or needs the curve (`Verifier`).
 *
 * @param input attacker-controlled JSON
 * @param depth of the register
 * @throws ProofError `malformed`, `not-canonical`, `out-of-field`, `wrong-depth`, `zero-root`
 */
export function parseProof(input: unknown, depth: number): ParsedProof {
  const wire = shapeOf(input);
  const [root, nullifier, scope, message] = [wire.root, wire.nullifier, wire.scope, wire.message].map((text) =>
    decimal(text),
  ) as [bigint, bigint, bigint, bigint];
  const points = wire.points.map((text) => decimal(text, BASE_FIELD_ORDER)) as unknown as ProofPoints<bigint>;
  if (wire.depth !== depth) throw new ProofError('wrong-depth', 'The proof was made in a tree of another depth');
  if (root === 0n) throw new ProofError('zero-root', 'Group root 0 proves no membership');
  return { depth, root: asGroupRoot(root), nullifier: asNullifier(nullifier), scope, message, points };
}

/** What a proof must say to count. Scope and message are computed by whoever checks, never taken from the proof. */
export interface ExpectedStatement {
  /** Group roots of the live editions of the one register that the scope is pinned to. */
  roots: Iterable<GroupRoot>;
  scope: Scope;
  message: Message;
}

/**
 * Checks that a proof speaks about this register, this scope and this message (protocol 4, after `parseProof` and before
 * the proof itself is verified).
 * @throws ProofError `unknown-root`, `wrong-scope`, `wrong-message`
 */
export function checkStatement(proof: ParsedProof, expected: ExpectedStatement): void {
  if (![...expected.roots].includes(proof.root)) {
    throw new ProofError('unknown-root', 'The group root is not one of a live edition');
  }
  if (proof.scope !== reduce(expected.scope)) throw new ProofError('wrong-scope', 'The proof has another scope');
  if (proof.message !== reduce(expected.message))
    throw new ProofError('wrong-message', 'The proof has another message');
}

/** SHA-256 of a proof's 256 bytes, in hex: what an entry of the ledger names (protocol 6). @param points eight decimals */
export function wireProofDigest(points: readonly string[]): string {
  return toHex(sha256(concatBytes(...points.map((point) => toBytes32(BigInt(point))))));
}

/** The canonical spelling of a proof: what `parseProof` reads. */
export function toWireProof(proof: ParsedProof): WireProof {
  return {
    depth: proof.depth,
    root: proof.root.toString(),
    nullifier: proof.nullifier.toString(),
    scope: proof.scope.toString(),
    message: proof.message.toString(),
    points: proof.points.map(String) as unknown as ProofPoints<string>,
  };
}

function shapeOf(input: unknown): WireProof {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    throw new ProofError('malformed', 'A proof is an object');
  }
  const fields = Object.keys(input);
  if (fields.length !== FIELDS.length || !FIELDS.every((field) => fields.includes(field))) {
    throw new ProofError('malformed', 'A proof has other fields');
  }
  const { depth, points, ...decimals } = input as Record<string, unknown>;
  const isText = (value: unknown) => typeof value === 'string';
  if (!Number.isInteger(depth) || !Object.values(decimals).every(isText)) {
    throw new ProofError('malformed', 'A field of the proof has another type');
  }
  if (!Array.isArray(points) || points.length !== 8 || !points.every(isText)) {
    throw new ProofError('malformed', 'A proof has eight coordinates');
  }
  return input as WireProof;
}

function decimal(text: string, order?: bigint): bigint {
  try {
    return parseCanonical(text, order);
  } catch (error) {
    if (!(error instanceof FieldError)) throw error;
    throw new ProofError(error.code === 'not-canonical' ? 'not-canonical' : 'out-of-field', error.message);
  }
}
