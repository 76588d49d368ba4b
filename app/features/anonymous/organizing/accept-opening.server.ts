import { openingDigest } from '~/crypto/organizing';
import { toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { openingMessage, openingScope, reduce } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { openDays } from '../concerns/accept-concern.server';
import { claimProblem, statementOf, verifyClaim } from '../membership/check-claim.server';
import { keepOpening, openedWith } from './keep-opening.server';
import { OpeningError } from './opening-error';
import { openingGrounds, type OpeningGrounds } from './opening-grounds.queries.server';
import { parseOpening, type ReadOpening } from './opening.schema';

export interface OpeningDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation' | 'minimum'>;
  readonly verification: Pick<VerificationPool, 'verify'>;
}

/**
 * Takes a petition from somebody unknown, checking in the order of protocol 16. Proof and nullifier are dropped here: the slot
 * is kept without a reference to the petition. It waits in `anonymous` without a time, for the next publication, which hands
 * it to the moderators. The same again gets the same answer, on whatever day and with whatever proof.
 *
 * @param input attacker-controlled JSON
 * @throws OpeningError
 */
export async function acceptOpening(deps: OpeningDeps, input: unknown): Promise<void> {
  const read = parseOpening(input, deps.settings);
  const { opening, day, claim } = read;
  const known = await openedWith(deps.db, opening);
  if (known === 'same') return;
  if (known === 'other') throw new OpeningError('key-used');
  if (!openDays(deps.clock.now()).includes(day)) throw new OpeningError('wrong-day');
  const { programme, askedUnit: unit } = opening;
  const grounds = await openingGrounds(deps.db, { day, programme, unit, edition: claim.edition });
  const verified = await verifyClaim(deps.verification, checkGrounds(read, grounds, deps));
  if (verified !== 'valid') throw new OpeningError(verified === 'busy' ? 'busy' : 'invalid-proof');
  const { organisation } = deps.settings;
  await keepOpening(deps.db, { organisation, opening, day, nullifier: toBytes32(claim.nullifier) });
}

/**
 * What the proof must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws OpeningError for whatever is wrong before the proof is looked at
 */
function checkGrounds(
  { opening, day, slot, claim }: ReadOpening,
  grounds: OpeningGrounds,
  { clock, settings: { organisation, minimum } }: OpeningDeps,
): ParsedProof {
  if (!grounds.programmeKnown) throw new OpeningError('unknown-programme');
  if (!grounds.unitKnown) throw new OpeningError('unknown-unit');
  const problem = claimProblem(claim, grounds, { now: clock.now(), minimum });
  if (problem) throw new OpeningError(problem);
  return statementOf(claim, {
    scope: reduce(openingScope(organisation, day, slot)),
    message: reduce(openingMessage(openingDigest(organisation, opening))),
  });
}
