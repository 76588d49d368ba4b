import { toBigInt } from '~/crypto/hash';
import { asGroupRoot, asNullifier } from '~/crypto/semaphore/field';
import { petitionScope, petitionTextDigest, reduce, signMessage, unitMessage } from '~/crypto/semaphore/statement';
import { SignatureError } from '~/features/anonymous/signatures/signature-error';
import { unitRoot, type ChoiceHouse } from './choice-house';
import { petitionText, type ActInput, type Body } from './signing-house';

/* Signatures that bring a unit, in a house whose units are made of nothing but numbers of keys. */

export interface UnitActInput extends ActInput {
  readonly unit: string;
  /** What the unit's proof is about where it is not what it should be about. */
  readonly provesUnit?: {
    readonly organisation?: string;
    readonly petition?: string;
    readonly person?: string;
    readonly path?: string;
    readonly background?: string;
    /** The message of a signature in place of a unit's. */
    readonly signs?: true;
  };
}

export type UnitBody = Body & { unit: { path: string; root: string; points: string[] } };

/** What is posted to `/unseen/signatures` where a unit is disclosed. */
export async function unitBody(house: ChoiceHouse, input: UnitActInput): Promise<UnitBody> {
  const { unit, provesUnit = {}, ...act } = input;
  const body = await house.body(act);
  const about = petitionTextDigest({ ...petitionText, background: provesUnit.background ?? '' });
  const proof = house.simulator.prove({
    depth: 17,
    root: asGroupRoot(unitRoot(Number(body['register']), Number(body['edition']), unit)),
    nullifier: asNullifier(toBigInt(house.nullifier(act.petition, provesUnit.person ?? act.person))),
    scope: reduce(
      petitionScope(provesUnit.organisation ?? house.settings.organisation, provesUnit.petition ?? act.petition),
    ),
    message: reduce(provesUnit.signs ? signMessage(about, 'sign', 0) : unitMessage(about, provesUnit.path ?? unit)),
  });
  return { ...body, unit: { path: unit, root: proof.root, points: [...proof.points] } };
}

/** Signs, and says what came of it: `accepted`, or the code of the refusal with how many acts stand. */
export async function outcomeOf(house: ChoiceHouse, body: unknown): Promise<string> {
  try {
    await house.post(body);
  } catch (error) {
    if (error instanceof SignatureError) return [error.code, error.acts].filter((part) => part !== null).join(' ');
    throw error;
  }
  return 'accepted';
}

export const crowd = (size: number, name = 'person'): string[] =>
  Array.from({ length: size }, (_, place) => `${name}${String(place)}`);
