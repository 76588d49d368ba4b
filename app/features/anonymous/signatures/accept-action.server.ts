import { asGroupRoot, asNullifier, fromBytes32, toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { VerificationPoolError, type VerificationPool } from '~/crypto/semaphore/verification-pool';
import type { NoteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { parseAction, type Action } from './action.schema';
import { BatchesFullError, inBatches } from './in-batches';
import { keepActions, type KeepOutcome, type VerifiedAction } from './keep-actions.server';
import { SignatureError } from './signature-error';
import { statementNumbers } from './statement-numbers';
import { canSignWith, signingGrounds, type GroundsKey, type SigningGrounds } from './signing-grounds.queries.server';

export interface AcceptDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation' | 'minimum'>;
  readonly verification: Pick<VerificationPool, 'verify'>;
  /** Key that signature receipts are signed with. */
  readonly receipts: NoteSigner;
}

export interface Accepted {
  /** A signed note (`crypto/tlog/signature-receipt`): the same act gets the same one for ever. */
  readonly receipt: string;
  /** How many acts of this key stand on the petition by now. */
  readonly acts: number;
}

/**
 * Takes a signature or a withdrawal from somebody unknown, checking in the order of protocol 4. What is accepted waits
 * in `anonymous` without a time, and counts at the next publication (or at the first with the critical mass reached).
 *
 * @param input attacker-controlled JSON
 * @throws SignatureError
 */
export async function acceptAction(deps: AcceptDeps, input: unknown): Promise<Accepted> {
  const action = parseAction(input);
  const desk = deskOf(deps.db);
  const grounds = await unlessFull(desk.grounds({ petition: action.petition, edition: action.edition }));
  const statement = checkGrounds(action, grounds, deps);
  await verify(deps.verification, statement);
  const outcome = await unlessFull(
    desk.keep({
      petitionId: action.petition,
      nullifier: toBytes32(action.nullifier),
      n: action.n,
      action: action.action,
      registerId: action.register,
      edition: action.edition,
      proof: proofBytes(statement),
    }),
  );
  if (outcome.kind === 'closed') throw new SignatureError('petition-not-open');
  if (outcome.kind === 'stale') throw new SignatureError('stale-action', outcome.acts);
  const receipt = signReceipt(
    {
      organisation: deps.settings.organisation,
      petitionId: action.petition,
      nullifier: statement.nullifier,
      action: action.action,
      n: action.n,
    },
    deps.receipts,
  );
  return { receipt, acts: outcome.acts };
}

/**
 * What the proof must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws SignatureError for whatever is wrong before the proof is looked at
 */
function checkGrounds(action: Action, grounds: SigningGrounds | null, deps: AcceptDeps): ParsedProof {
  if (!grounds) throw new SignatureError('unknown-petition');
  const now = deps.clock.now();
  // On its closing day a petition is open; the publication that closes it may come late.
  if (grounds.state !== 'open' || dayOf(now) > grounds.closesDay) throw new SignatureError('petition-not-open');
  if (action.register !== grounds.registerId) throw new SignatureError('wrong-register');
  if (action.depth !== grounds.depth) throw new SignatureError('wrong-depth');
  // Somebody who is no member can produce group root 0.
  if (action.root === 0n) throw new SignatureError('zero-root');
  // A leaver may withdraw, with any edition that the key stood in; signing needs one that is in force.
  const accepted = action.action === 'withdraw' || canSignWith(action.edition, grounds.newest, now);
  if (!accepted || !grounds.groupRoot) throw new SignatureError('stale-edition');
  // Whoever signed in so small a crowd could be guessed; whoever stands in one already may still withdraw.
  if (action.action === 'sign' && grounds.live < deps.settings.minimum) throw new SignatureError('crowd-too-small');
  if (action.root !== fromBytes32(grounds.groupRoot)) throw new SignatureError('wrong-root');
  return {
    depth: action.depth,
    root: asGroupRoot(action.root),
    nullifier: asNullifier(action.nullifier),
    ...statementNumbers({
      organisation: deps.settings.organisation,
      petitionId: grounds.petitionId,
      textDigest: grounds.textDigest,
      action: action.action,
      n: action.n,
    }),
    points: action.points,
  };
}

/** Points on the curve and in the subgroup, then the proof. */
async function verify(verification: AcceptDeps['verification'], statement: ParsedProof): Promise<void> {
  let outcome;
  try {
    outcome = await verification.verify(statement);
  } catch (error) {
    if (error instanceof VerificationPoolError) throw new SignatureError('busy', null, { cause: error });
    throw error;
  }
  if (outcome !== 'valid') throw new SignatureError('invalid-proof');
}

/** The eight coordinates as they are stored: 32 bytes each, in the order of the wire. */
function proofBytes({ points }: ParsedProof): Uint8Array {
  return Buffer.concat(points.map(toBytes32));
}

interface Desk {
  readonly grounds: (key: GroundsKey) => Promise<SigningGrounds | null>;
  readonly keep: (action: VerifiedAction) => Promise<KeepOutcome>;
}

/** More would wait longer than a browser does. */
const limits = { most: 256, waiting: 4000 };

/** One desk for each database client: the acts of all requests of a process are read and kept together. */
const desks = new WeakMap<AnonymousDatabase, Desk>();

function deskOf(db: AnonymousDatabase): Desk {
  const desk = desks.get(db) ?? {
    grounds: inBatches((keys: readonly GroundsKey[]) => signingGrounds(db, keys), limits),
    keep: inBatches((actions: readonly VerifiedAction[]) => keepActions(db, actions), limits),
  };
  desks.set(db, desk);
  return desk;
}

async function unlessFull<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BatchesFullError) throw new SignatureError('busy', null, { cause: error });
    throw error;
  }
}
