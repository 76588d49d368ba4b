import { toHex } from '~/crypto/hash';
import { toBytes32 } from '~/crypto/semaphore/field';
import type { ParsedProof } from '~/crypto/semaphore/proof';
import { choiceMessage, choiceScope, unitMessage } from '~/crypto/semaphore/statement';
import type { VerificationPool } from '~/crypto/semaphore/verification-pool';
import { takesBack } from '~/features/published/choices/choice';
import { dayOf, type Clock } from '~/platform/clock';
import type { Settings } from '~/platform/settings';
import type { AnonymousDatabase } from '~db/anonymous-client';
import { claimProblem, proofBytes, statementOf, verifyClaim } from '../membership/check-claim.server';
import { desks } from '../membership/desks.server';
import { statementNumbers } from '../membership/statement-numbers';
import { BatchesFullError } from '../signatures/in-batches';
import { toDisclosedUnit, unitProblem } from '../units/check-unit';
import type { DisclosedUnit } from '../units/keep-units.server';
import { ChoiceError } from './choice-error';
import { choiceGrounds, type ChoiceGrounds } from './choice-grounds.queries.server';
import { keepChoices } from './keep-choices.server';
import { parseChoice, type PostedChoice } from './posted-choice.schema';

export interface ChooseDeps {
  readonly db: AnonymousDatabase;
  readonly clock: Clock;
  readonly settings: Pick<Settings, 'organisation' | 'minimum'>;
  readonly verification: Pick<VerificationPool, 'verify'>;
}

const deskOf = desks(choiceGrounds, keepChoices);

/**
 * Takes what somebody unknown chooses on an answer, a pledge or a question, checking in the order of protocol 11. What is
 * accepted waits in `anonymous` without a time; a disclosed unit waits there until its cell may be shown.
 *
 * @param input attacker-controlled JSON
 * @returns how many acts of this key stand on it by now
 * @throws ChoiceError
 */
export async function acceptChoice(deps: ChooseDeps, input: unknown): Promise<{ readonly acts: number }> {
  const act = parseChoice(input);
  const desk = deskOf(deps.db);
  const { kind, id, revision, n, choice, register, edition } = act;
  const grounds = await unlessFull(desk.grounds({ kind, id, edition, unit: act.unit?.path ?? null }));
  const { statements, unit } = checkGrounds(act, grounds, deps);
  for (const statement of statements) {
    const verified = await verifyClaim(deps.verification, statement);
    if (verified !== 'valid') throw new ChoiceError(verified === 'busy' ? 'busy' : 'invalid-proof');
  }
  const nullifier = toBytes32(act.nullifier);
  const kept = await unlessFull(
    desk.keep({
      ...{ kind, id, nullifier, n, choice, revision, register, edition, proof: proofBytes(act), unit },
      minimum: deps.settings.minimum,
    }),
  );
  switch (kept.kind) {
    case 'kept':
      return { acts: kept.acts };
    case 'stale':
      throw new ChoiceError('stale-action', kept.acts);
    case 'other-unit':
      throw new ChoiceError('unit-disclosed');
    case 'unit-full':
      throw new ChoiceError('unit-not-offered');
  }
}

interface Checked {
  /** What must be proved: the choice, and where one is disclosed the unit. */
  readonly statements: readonly ParsedProof[];
  readonly unit: DisclosedUnit | null;
}

/**
 * What the proofs must prove, from what the server knows: neither scope nor message is ever taken from the request.
 * @throws ChoiceError for whatever is wrong before the proofs are looked at
 */
function checkGrounds(act: PostedChoice, grounds: ChoiceGrounds | null, { clock, settings }: ChooseDeps): Checked {
  if (!grounds) throw new ChoiceError('unknown-subject');
  const now = clock.now();
  if (dayOf(now) > grounds.untilDay) throw new ChoiceError('choice-closed');
  if (act.revision !== grounds.revision) throw new ChoiceError('text-changed');
  const { organisation, minimum } = settings;
  const problem = claimProblem(act, grounds, { now, minimum, takesBack: act.choice === takesBack });
  const isZero = act.unit?.root === 0n && problem !== 'wrong-register' && problem !== 'wrong-depth';
  if (isZero) throw new ChoiceError('zero-root');
  if (problem) throw new ChoiceError(problem);
  const { kind, id, choice, n } = act;
  const { textDigest } = grounds;
  const about = `${kind} ${organisation} ${id} ${toHex(textDigest)}`;
  const scope = () => choiceScope(organisation, kind, id);
  const numbers = statementNumbers(`choice ${about} ${choice} ${n}`, () => ({
    scope: scope(),
    message: choiceMessage(textDigest, choice, n),
  }));
  const statement = statementOf(act, numbers);
  if (!act.unit) return { statements: [statement], unit: null };
  const { path, root, points } = act.unit;
  const wrong = unitProblem(act.unit, grounds, minimum);
  if (wrong) throw new ChoiceError(wrong);
  const unitNumbers = statementNumbers(`unit ${about} ${path}`, () => ({
    scope: scope(),
    message: unitMessage(textDigest, path),
  }));
  // The same nullifier: whoever is in the unit must be the one who chooses.
  const inUnit = statementOf({ ...act, root, points }, unitNumbers);
  return { statements: [statement, inUnit], unit: toDisclosedUnit(act.unit, grounds) };
}

async function unlessFull<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof BatchesFullError) throw new ChoiceError('busy', null, { cause: error });
    throw error;
  }
}
