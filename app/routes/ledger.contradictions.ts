import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { takeContradiction } from '~/features/published/witnesses/keep-contradiction.server';
import { ledgerContradictions } from '~/features/published/witnesses/witnesses.queries.server';
import { publishedWing } from './guards.server';
import { takeNote } from './ledger-note.server';
import { publicAnswer } from './public-answer.server';

/** Every checkpoint that the ledger signed and was never in (protocol 6). */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const contradictions = await ledgerContradictions(publishedWing(context).db);
  return publicAnswer(request, JSON.stringify({ v: 1, contradictions }), 'application/json');
}

/** A checkpoint that contradicts the ledger, as text, from whoever has one. */
export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return takeNote(request, context, async (deps, note) => {
    await takeContradiction(deps, note);
    return { kept: true };
  });
}
