import { acceptedPetitions } from '~/features/published/petitions/open-petitions.server';
import type { Settings } from '~/platform/settings';
import type { IdentifiedDatabase } from '~db/identified-client';
import { planEdition, planFirstEdition, type EditionPlan } from './plan-edition.server';
import {
  activePeople,
  countEnrolled,
  lastRegisterId,
  registerStates,
  replacementWaits,
  type RegisterState,
} from './register-state.server';
import type { RandomBelow } from './shuffle';

/** Share of the places at which a new register opens. */
const fullShare = 0.9;

/** Everything that step 1 of a publication is to do to registers. */
export interface PublicationPlan {
  /** Active people. */
  readonly rosterSize: number;
  /** The register to which what opens now is pinned. */
  readonly newest: number;
  /** Replacements wait and no register opens for them, as nothing was to be pinned. */
  readonly replacementsLeftOut: boolean;
  readonly editions: readonly EditionPlan[];
  /** Registers to which nothing open is pinned, and of which a newer one exists. */
  readonly retiring: readonly number[];
}

/**
 * Plans step 1 of a publication. Changes nothing.
 * @param db one snapshot: registers must not be compared with a later roster
 * @param day the publication's
 */
export async function planPublication(
  db: IdentifiedDatabase,
  { settings, day, random }: { settings: Settings; day: string; random: RandomBelow },
): Promise<PublicationPlan> {
  const states = await registerStates(db, day);
  const last = states.at(-1) ?? null;
  const waits = last !== null && (await replacementWaits(db, last.id));
  const opens = await registerOpens(db, settings, last, waits);
  const context = { rosterSize: await activePeople(db), minimum: settings.minimum, random };
  const used = states.filter((state) => state.pinned || (state === last && !opens));
  const editions: EditionPlan[] = [];
  for (const state of used) {
    const plan = await planEdition(db, state, context);
    if (plan) editions.push(plan);
  }
  const newest = opens ? (await lastRegisterId(db)) + 1 : (last?.id ?? 0);
  if (opens) editions.push(await planFirstEdition(db, { id: newest, depth: settings.registerDepth }, context));
  return {
    rosterSize: context.rosterSize,
    newest,
    replacementsLeftOut: waits && !opens,
    editions,
    retiring: states.filter((state) => !used.includes(state)).map((state) => state.id),
  };
}

/**
 * Whether a register opens (protocol 2): there is none yet; or something must be pinned and replacements wait; or 90 % of
 * the places are given out and a fresh one would have more room.
 */
export async function registerOpens(
  db: IdentifiedDatabase,
  settings: Settings,
  newest: RegisterState | null,
  waits: boolean,
): Promise<boolean> {
  if (!newest) return true;
  if (waits && (await acceptedPetitions(db)) > 0) return true;
  if (newest.nextLeaf < fullShare * 2 ** newest.depth) return false;
  return (await countEnrolled(db)) < fullShare * 2 ** settings.registerDepth;
}
