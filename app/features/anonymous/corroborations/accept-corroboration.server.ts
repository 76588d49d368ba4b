import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { corroborationMessage, corroborationScope } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import { lastCorroborationDay } from '~/features/published/summaries/choices';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { claimProblem, proofBytes, statementOf, verifyClaim } from '../membership/check-claim.server';
import { desks } from '../membership/desks.server';
import { statementNumbers } from '../membership/statement-numbers';
import { BatchesFullError } from '../signatures/in-batches';
import { CorroborationError } from './corroboration-error';
import { corroborationGrounds, type CorroborationGrounds } from './corroboration-grounds.queries.server';
import { parseCorroboration, type CorroborationAct } from './corroboration.schema';
import { keepCorroborations } from './keep-corroborations.server';

export interface CorroborateDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation' | 'minimum'>;
  readonly verification: Pick<VerificationPool, 'verify'>;
}

const deskOf = desks(corroborationGrounds, keepCorroborations);

/**
 * Takes what somebody unknown says of a summary, checking in the order of protocol 4. What is accepted waits in
 * `anonymous` without a time, and counts at the first publication at which enough keys chose the same.
 *
 * @param input attacker-controlled JSON
 * @returns how many acts of this key stand on the summary by now
 * @throws CorroborationError
 */
export async function acceptCorroboration(deps: CorroborateDeps, input: unknown): Promise<{ readonly acts: number }> {
  const act = parseCorroboration(input);
  const desk = deskOf(deps.db);
  const grounds = await unlessFull(desk.grounds({ summary: act.summary, edition: act.edition }));
  const statement = checkGrounds(act, grounds, deps);
  const verified = await verifyClaim(deps.verification, statement);
  if (verified !== 'valid') throw new CorroborationError(verified === 'busy' ? 'busy' : 'invalid-proof');
  const { summary, n, choice, register, edition } = act;
  const nullifier = toBytes32(act.nullifier);
  const kept = await unlessFull(
    desk.keep({ summary, nullifier, n, choice, register, edition, proof: proofBytes(act) }),
  );
  if (kept.kind === 'stale') throw new CorroborationError('stale-action', kept.acts);
  return { acts: kept.acts };
}

/**
 * What the proof must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws CorroborationError for whatever is wrong before the proof is looked at
 */
function checkGrounds(
  act: CorroborationAct,
  grounds: CorroborationGrounds | null,
  { clock, settings }: CorroborateDeps,
): ParsedProof {
  if (!grounds) throw new CorroborationError('unknown-summary');
  const now = clock.now();
  if (dayOf(now) > lastCorroborationDay(grounds.day)) throw new CorroborationError('summary-closed');
  const { organisation, minimum } = settings;
  const problem = claimProblem(act, grounds, { now, minimum });
  if (problem) throw new CorroborationError(problem);
  const { summary, textDigest } = grounds;
  const { choice, n } = act;
  const key = `summary ${organisation} ${summary} ${toHex(textDigest)} ${choice} ${n}`;
  const numbers = statementNumbers(key, () => ({
    scope: corroborationScope(organisation, summary),
    message: corroborationMessage(textDigest, choice, n),
  }));
  return statementOf(act, numbers);
}

async function unlessFull<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BatchesFullError) throw new CorroborationError('busy', null, { cause: error });
    throw error;
  }
}
