import { z } from 'zod';
import { identityFromEntropy } from '~/crypto/semaphore/key';
import { corroborationMessage, corroborationScope, type Corroboration } from '~/crypto/semaphore/statement';
import { pathOf, placeOf, readEdition, readRegister } from '~/features/published/registers/read-register';
import { summaryTextDigest } from '~/features/published/summaries/summary';
import { demoFloors } from '~/platform/settings';
import { postAct, SubmitError } from '../membership/post-act';
import { ActingError, type ActingPerson, type ActingTools } from '../signatures/act-on-petition';
import { publishedChoice } from './choice-of-this-key';

/** The summary as it stands on the screen: its digest is computed from this very text, never taken from a server. */
export interface SummaryOnScreen {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  /** The one register that the summary is pinned to. */
  readonly register: number;
}

export type CorroborationTools = Omit<ActingTools, 'receiptKey'>;

/** How it ended. `acts` counts the acts of this key on this summary. */
export type CorroborationResult =
  | { readonly kind: 'done'; readonly choice: Corroboration; readonly acts: number }
  /** This key chose before: choosing again replaces that, so it is asked first. `counted`: what is published of it. */
  | { readonly kind: 'chosen-before'; readonly acts: number; readonly counted: Corroboration | null };

/** How often a proof is made anew because the edition changed meanwhile. */
const staleEditions = 2;

const accepted = z.object({ acts: z.int().min(1) });

/**
 * Says something of a summary (protocol 7). What the key chose before is looked up in public data; what waits unpublished
 * the server says only to whoever proved to be that key.
 *
 * @param acts how often the key has chosen, when known from `chosen-before`
 * @throws ActingError, SubmitError, RegisterReadError, TreeError, TypeError, and what the prover throws
 */
export async function corroborate(
  summary: SummaryOnScreen,
  person: ActingPerson,
  choice: Corroboration,
  tools: CorroborationTools,
  acts: number | null = null,
): Promise<CorroborationResult> {
  if (acts === null) {
    tools.onStage('register');
    const known = await publishedChoice(person.entropy, tools.organisation, summary.id);
    if (known) return { kind: 'chosen-before', acts: known.acts, counted: known.choice };
  }
  for (let tries = 0; ; tries += 1) {
    const body = await proveChoice(summary, person, { choice, n: acts ?? 0 }, tools);
    tools.onStage('sending');
    try {
      const answer = await postAct('/unseen/corroborations', body, accepted);
      return { kind: 'done', choice, acts: answer.acts };
    } catch (error) {
      if (!(error instanceof SubmitError)) throw error;
      if (error.code === 'stale-action' && error.acts !== null) {
        return { kind: 'chosen-before', acts: error.acts, counted: null };
      }
      if (error.code !== 'stale-edition') throw error;
      if (tries >= staleEditions) throw new ActingError('edition-keeps-changing', error);
    }
  }
}

async function proveChoice(
  summary: SummaryOnScreen,
  person: ActingPerson,
  { choice, n }: { readonly choice: Corroboration; readonly n: number },
  tools: CorroborationTools,
) {
  tools.onStage('register');
  const copy = await readRegister(await readEdition(summary.register, 'latest'));
  const place = placeOf(copy, person.commitment);
  if (place === null) throw new ActingError('not-on-register');
  // Whoever named the crowd also named the minimum: the floor is ours.
  const least = Math.max(tools.crowd.minimum, demoFloors.minimum, tools.crowd.live);
  if (copy.edition.live < least) throw new ActingError('smaller-crowd');
  tools.onStage('proof');
  const { depth, root, nullifier, points } = await tools.prove({
    identity: identityFromEntropy(person.entropy),
    path: await pathOf(copy, place),
    scope: corroborationScope(tools.organisation, summary.id),
    message: corroborationMessage(summaryTextDigest(summary), choice, n),
  });
  const { edition } = copy.edition;
  return { v: 1, summary: summary.id, register: summary.register, edition, choice, n, depth, root, nullifier, points };
}
