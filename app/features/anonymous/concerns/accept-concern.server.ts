import { toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { concernMessage, concernScope, reduce } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import { currentSettings } from '~/features/published/settings/current-settings.server';
import { addDays, dayOf, hour, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { claimProblem, statementOf, verifyClaim } from '../membership/check-claim.server';
import { ConcernError } from './concern-error';
import { concernGrounds, type ConcernGrounds } from './concern-grounds.queries.server';
import type { MissingChunks } from './conversation.schema';
import { filingDigest, manifestDigest } from '~/crypto/filing';
import { keepConcern, missingOfConcern } from './keep-concern.server';
import { parseRaising, type Raising } from './raise-concern.schema';

export interface RaiseDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly verification: Pick<VerificationPool, 'verify'>;
}

/** How long into the next day a concern of the last one is taken: somebody may have been proving at midnight. */
const yesterdayAccepted = hour;

/**
 * Takes the manifest of a concern from somebody unknown, checking in the order of protocol 7. It exists for nobody until
 * its last chunk has arrived. Proof, nullifier and salt are dropped here: the slot is kept without a reference to the
 * concern, the salt goes into the filing's digest.
 *
 * The same manifest again gets the same answer, on whatever day and with whatever proof: so an upload can go on.
 *
 * @param input attacker-controlled JSON
 * @returns the chunks that have not arrived
 * @throws ConcernError
 */
export async function acceptConcern(deps: RaiseDeps, input: unknown): Promise<MissingChunks> {
  const raising = parseRaising(input);
  const known = await missingOfConcern(deps.db, raising);
  if (known) return known;
  const now = deps.clock.now();
  if (!isOpenDay(raising.day, now)) throw new ConcernError('wrong-day');
  const { programme } = raising.manifest;
  const grounds = await concernGrounds(deps.db, { day: raising.day, programme, edition: raising.claim.edition });
  const digest = manifestDigest(deps.settings.organisation, raising.manifestText);
  const verified = await verifyClaim(deps.verification, checkGrounds(raising, grounds, digest, deps));
  if (verified !== 'valid') throw new ConcernError(verified === 'busy' ? 'busy' : 'invalid-proof');
  const { acknowledgeDays, concernAnswerDays, concernRetentionDays } = await currentSettings(deps.db, deps.settings);
  const today = dayOf(now);
  return keepConcern(deps.db, {
    raising,
    nullifier: toBytes32(raising.claim.nullifier),
    filing: filingDigest(raising.salt, digest),
    days: {
      day: today,
      lastDay: today,
      acknowledgeBy: addDays(today, acknowledgeDays),
      answerBy: addDays(today, concernAnswerDays),
      deletedOn: addDays(today, concernRetentionDays),
    },
  });
}

/** Days whose slots can be used: today, and yesterday until 01:00 UTC. */
export function openDays(now: Date): readonly string[] {
  return [...new Set([dayOf(now), dayOf(new Date(now.getTime() - yesterdayAccepted))])];
}

const isOpenDay = (day: string, now: Date) => openDays(now).includes(day);

/**
 * What the proof must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws ConcernError for whatever is wrong before the proof is looked at
 */
function checkGrounds(
  { claim, day, slot }: Raising,
  grounds: ConcernGrounds,
  digest: Uint8Array,
  { settings, clock }: RaiseDeps,
): ParsedProof {
  if (!grounds.programmeKnown) throw new ConcernError('unknown-programme');
  if (!grounds.handlers) throw new ConcernError('no-handlers');
  const problem = claimProblem(claim, grounds, { now: clock.now(), minimum: settings.minimum });
  if (problem) throw new ConcernError(problem);
  return statementOf(claim, {
    scope: reduce(concernScope(settings.organisation, day, slot)),
    message: reduce(concernMessage(digest)),
  });
}
