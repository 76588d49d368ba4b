import { z } from 'zod';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { pathOf, placeOf, readEdition, readRegister } from '~/features/published/registers/read-register';
import { postAct, SubmitError } from '../membership/post-act';
import type { ActingPerson, ActingTools } from '../signatures/act-on-petition';
import { ActingError } from '../signatures/acting-error';
import { leastOf, pathInUnit, type UnitToDisclose } from '../units/path-in-unit';
import { publishedChoice } from './choice-of-this-key';
import type { Choosable } from './choosable';

export type ChoosingTools = Omit<ActingTools, 'receiptKey' | 'receipts'>;

export interface Wish<C extends string> {
  readonly choice: C;
  /** How often the key has chosen, when known from `chosen-before`. */
  readonly acts?: number | null;
  readonly unit?: UnitToDisclose | null;
}

/** How it ended. `acts` counts the acts of this key on this thing. */
export type ChoosingResult<C extends string> =
  | { readonly kind: 'done'; readonly choice: C; readonly acts: number }
  /** This key chose before: choosing again replaces that, so it is asked first. `counted`: what is published of it. */
  | { readonly kind: 'chosen-before'; readonly acts: number; readonly counted: C | null }
  | { readonly kind: 'nothing-to-take-back' };

/** How often a proof is made anew because the edition changed meanwhile. */
const staleEditions = 2;

const accepted = z.object({ acts: z.int().min(1) });

/**
 * Chooses on something unseen (protocol 11). What the key chose before is looked up in public data; what waits unpublished
 * the server says only to whoever proved to be that key.
 *
 * @throws ActingError, SubmitError, RegisterReadError, TreeError, TypeError, and what the prover throws
 */
export async function choose<C extends string>(
  thing: Choosable<C>,
  person: ActingPerson,
  { choice, acts = null, unit = null }: Wish<C>,
  tools: ChoosingTools,
): Promise<ChoosingResult<C>> {
  if (acts === null) {
    tools.onStage('register');
    const known = await publishedChoice(person.entropy, tools.organisation, thing);
    if (known) return { kind: 'chosen-before', acts: known.acts, counted: known.choice };
  }
  // Who takes back has chosen: where nothing stands, the server says so instead of taking an act that says nothing.
  const n = acts ?? (choice === thing.takesBack ? 1 : 0);
  for (let tries = 0; ; tries += 1) {
    const body = await prove(thing, person, { choice, n, unit }, tools);
    tools.onStage('sending');
    try {
      const answer = await postAct(thing.postPath, body, accepted);
      return { kind: 'done', choice, acts: answer.acts };
    } catch (error) {
      if (!(error instanceof SubmitError)) throw error;
      if (error.code === 'stale-action' && error.acts !== null) return standing(error.acts);
      if (error.code !== 'stale-edition') throw error;
      if (tries >= staleEditions) throw new ActingError('edition-keeps-changing', error);
    }
  }
}

function standing(acts: number): ChoosingResult<never> {
  return acts === 0 ? { kind: 'nothing-to-take-back' } : { kind: 'chosen-before', acts, counted: null };
}

interface Act<C extends string> {
  readonly choice: C;
  readonly n: number;
  readonly unit: UnitToDisclose | null;
}

/** Makes what is posted: neither scope nor message, which the server computes for itself. */
async function prove<C extends string>(
  thing: Choosable<C>,
  person: ActingPerson,
  { choice, n, unit }: Act<C>,
  tools: ChoosingTools,
) {
  tools.onStage('register');
  const copy = await readRegister(await readEdition(thing.register, 'latest', tools.ledger));
  const place = placeOf(copy, person.commitment);
  if (place === null) throw new ActingError('not-on-register');
  const { minimum, live } = tools.crowd;
  if (copy.edition.live < leastOf(minimum, live)) throw new ActingError('smaller-crowd');
  const unitPath = unit && (await pathInUnit(copy, place, unit, minimum));
  tools.onStage('proof');
  const said = { identity: identityFromEntropy(person.entropy), scope: thing.scope(tools.organisation) };
  const proof = await tools.prove({ ...said, path: await pathOf(copy, place), message: thing.message(choice, n) });
  const { depth, root, nullifier, points } = proof;
  const { edition } = copy.edition;
  const body = { v: 1, ...thing.names, register: thing.register, edition, choice, n, depth, root, nullifier, points };
  if (!unit || !unitPath || !thing.unitMessage) return body;
  const inUnit = await tools.prove({ ...said, path: unitPath, message: thing.unitMessage(unit.path) });
  return { ...body, unit: { path: unit.path, root: inUnit.root, points: inUnit.points } };
}
