import { toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { questionMessage, questionScope, reduce } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import { publicStates } from '~/features/published/petitions/petition';
import { askableStates, questionTextDigest } from '~/features/published/questions/question';
import type { Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { openDays } from '../concerns/accept-concern.server';
import { claimProblem, statementOf, verifyClaim } from '../membership/check-claim.server';
import { AskingError } from './asking-error';
import { askingGrounds, type AskingGrounds } from './asking-grounds.queries.server';
import { parseAsking, type Asking } from './asking.schema';
import { keepQuestion } from './keep-question.server';

export interface AskingDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation' | 'minimum'>;
  readonly verification: Pick<VerificationPool, 'verify'>;
}

/**
 * Takes a question from somebody unknown, checking in the order of protocol 12. Proof and nullifier are dropped here: the
 * slot is kept without a reference to the question. It waits in `anonymous` without a time, for the next publication, which
 * shows it to moderators. The same again gets the same answer; that a text was asked before is told to nobody.
 *
 * @param input attacker-controlled JSON
 * @throws AskingError
 */
export async function acceptQuestion(deps: AskingDeps, input: unknown): Promise<void> {
  const asking = parseAsking(input);
  const { text, day, claim } = asking;
  if (!openDays(deps.clock.now()).includes(day)) throw new AskingError('wrong-day');
  const { petition, about } = text;
  const grounds = await askingGrounds(deps.db, { petition, about, day, edition: claim.edition });
  const verified = await verifyClaim(deps.verification, checkGrounds(asking, grounds, deps));
  if (verified !== 'valid') throw new AskingError(verified === 'busy' ? 'busy' : 'invalid-proof');
  await keepQuestion(deps.db, { text, day, nullifier: toBytes32(claim.nullifier) });
}

/**
 * What the proof must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws AskingError for whatever is wrong before the proof is looked at
 */
function checkGrounds(
  { text, day, slot, claim }: Asking,
  grounds: AskingGrounds,
  { clock, settings }: AskingDeps,
): ParsedProof {
  // A petition that waits for moderators, or was sent back or rejected, is none to whoever asks without being known.
  if (!publicStates.some((state) => state === grounds.state)) throw new AskingError('unknown-petition');
  if (!askableStates.some((state) => state === grounds.state)) throw new AskingError('petition-not-open');
  if (text.about === 'response' && !grounds.answered) throw new AskingError('no-response');
  const problem = claimProblem(claim, grounds, { now: clock.now(), minimum: settings.minimum });
  if (problem) throw new AskingError(problem);
  return statementOf(claim, {
    scope: reduce(questionScope(settings.organisation, day, slot)),
    message: reduce(questionMessage(questionTextDigest(text))),
  });
}
