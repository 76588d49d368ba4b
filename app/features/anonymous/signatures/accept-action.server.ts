import { toHex } from '~/crypto/hash';
import { asNullifier, toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { petitionScope, signMessage, unitMessage } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import type { NoteSigner } from '~/crypto/tlog/note';
import { signReceipt } from '~/crypto/tlog/signature-receipt';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { claimProblem, proofBytes, statementOf, verifyClaim } from '../membership/check-claim.server';
import { statementNumbers } from '../membership/statement-numbers';
import { toDisclosedUnit, unitProblem } from '../units/check-unit';
import type { DisclosedUnit } from '../units/keep-units.server';
import { parseAction, type Action } from './action.schema';
import { BatchesFullError, inBatches } from './in-batches';
import { keepActions, type KeepOutcome, type VerifiedAction } from './keep-actions.server';
import { SignatureError } from './signature-error';
import { signingGrounds, type GroundsKey, type SigningGrounds } from './signing-grounds.queries.server';

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
  const { petition, edition } = action;
  const grounds = await unlessFull(desk.grounds({ petition, edition, unit: action.unit?.path ?? null }));
  const { statements, unit } = checkGrounds(action, grounds, deps);
  for (const statement of statements) {
    const verified = await verifyClaim(deps.verification, statement);
    if (verified !== 'valid') throw new SignatureError(verified === 'busy' ? 'busy' : 'invalid-proof');
  }
  const outcome = await unlessFull(
    desk.keep({
      petitionId: petition,
      nullifier: toBytes32(action.nullifier),
      n: action.n,
      action: action.action,
      registerId: action.register,
      edition,
      proof: proofBytes(action),
      unit,
      minimum: deps.settings.minimum,
    }),
  );
  if (outcome.kind === 'closed') throw new SignatureError('petition-not-open');
  if (outcome.kind === 'other-unit') throw new SignatureError('unit-disclosed');
  if (outcome.kind === 'unit-full') throw new SignatureError('unit-not-offered');
  if (outcome.kind === 'stale') throw new SignatureError('stale-action', outcome.acts);
  const receipt = signReceipt(
    {
      organisation: deps.settings.organisation,
      petitionId: petition,
      nullifier: asNullifier(action.nullifier),
      action: action.action,
      n: action.n,
    },
    deps.receipts,
  );
  return { receipt, acts: outcome.acts };
}

interface Checked {
  /** What must be proved: the act, and where one is disclosed the unit. */
  readonly statements: readonly ParsedProof[];
  readonly unit: DisclosedUnit | null;
}

/**
 * What the proofs must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws SignatureError for whatever is wrong before the proofs are looked at
 */
function checkGrounds(action: Action, grounds: SigningGrounds | null, deps: AcceptDeps): Checked {
  if (!grounds) throw new SignatureError('unknown-petition');
  const now = deps.clock.now();
  // On its closing day a petition is open; the publication that closes it may come late.
  if (grounds.state !== 'open' || dayOf(now) > grounds.closesDay) throw new SignatureError('petition-not-open');
  const { minimum, organisation } = deps.settings;
  // A leaver may withdraw, with any edition that the key stood in; signing needs one that is in force.
  const problem = claimProblem(action, grounds, { now, minimum, takesBack: action.action === 'withdraw' });
  const isZero = action.unit?.root === 0n && problem !== 'wrong-register' && problem !== 'wrong-depth';
  if (isZero) throw new SignatureError('zero-root');
  if (problem) throw new SignatureError(problem);
  const { petitionId, textDigest } = grounds;
  const { action: act, n } = action;
  const key = `petition ${organisation} ${petitionId} ${toHex(textDigest)} ${act} ${n}`;
  const numbers = statementNumbers(key, () => ({
    scope: petitionScope(organisation, petitionId),
    message: signMessage(textDigest, act, n),
  }));
  const statement = statementOf(action, numbers);
  if (!action.unit) return { statements: [statement], unit: null };
  const wrong = unitProblem(action.unit, grounds, minimum);
  if (wrong) throw new SignatureError(wrong);
  const { path, root, points } = action.unit;
  const unitNumbers = statementNumbers(`unit ${key} ${path}`, () => ({
    scope: petitionScope(organisation, petitionId),
    message: unitMessage(textDigest, path),
  }));
  // The same nullifier: whoever is in the unit must be the one who signs.
  const inUnit = statementOf({ ...action, root, points }, unitNumbers);
  return { statements: [statement, inUnit], unit: toDisclosedUnit(action.unit, grounds) };
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
