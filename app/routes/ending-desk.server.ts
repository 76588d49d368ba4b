import type { Actor } from '~/features/identified/desks/desk';
import {
  answerOwnMerge,
  proposeOwnMerge,
  retireOwnPetition,
} from '~/features/identified/organizing/end-own-petition.server';
import { answerSchema, proposeSchema, retireSchema } from '~/features/published/petitions/ending';
import type { Clock } from '~/platform/clock';
import type { IdentifiedDatabase } from '~db/identified-client';
import { refusalOf } from './petition-refusals';

type Form = Readonly<Record<string, FormDataEntryValue>>;
type Deps = { readonly db: IdentifiedDatabase; readonly clock: Clock; readonly publicUrl: string };
type Own = { readonly actor: Actor; readonly petitionId: string };

/** What became of a form of the page on which a petition is ended: `done`, or what its form shows again. */
export type EndingOutcome =
  | { readonly done: true }
  | { readonly done: false; status: number; form: string; problem: string | null; words: string; looked: boolean };

/** Does what one of the page's forms asks for. */
export async function endAsAsked(deps: Deps, own: Own, form: Form): Promise<EndingOutcome> {
  const act = form['act'];
  const of = act === 'agree' || act === 'decline' ? text(form['petition']) : act === 'propose' ? 'propose' : 'retire';
  const words = text(act === 'propose' ? form['address'] : form['reason']);
  const again = (problem: string | null, status = 400, looked = false): EndingOutcome => {
    return { done: false, status, form: of, problem, words, looked };
  };
  try {
    if (act === 'agree' || act === 'decline') {
      const parsed = answerSchema.safeParse(form);
      if (!parsed.success) return again(parsed.error.issues[0]?.message ?? '');
      const { petition: petitionId } = parsed.data;
      const reason = parsed.data.act === 'agree' ? parsed.data.reason : '';
      const { actor, petitionId: intoId } = own;
      await answerOwnMerge(deps, { actor, petitionId, intoId, agrees: act === 'agree', reason });
      return { done: true };
    }
    if (act === 'propose') {
      const chosen = text(form['into']);
      const parsed = proposeSchema.safeParse({ into: chosen === '' ? words : chosen });
      if (!parsed.success) return again(parsed.error.issues[0]?.message ?? '');
      await proposeOwnMerge(deps, { ...own, intoId: parsed.data.into });
      return { done: true };
    }
    const parsed = retireSchema.safeParse(form);
    if (!parsed.success) return again(parsed.error.issues[0]?.message ?? '');
    if (act !== 'retire') return again(null, 200, true);
    await retireOwnPetition(deps, { ...own, reason: parsed.data.reason });
    return { done: true };
  } catch (error) {
    const { status, message } = refusalOf(error);
    return again(message, status);
  }
}

function text(value: FormDataEntryValue | undefined): string {
  return typeof value === 'string' ? value.slice(0, 5_000) : '';
}
