import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node';
import { takeContradiction } from '~/features/published/witnesses/keep-contradiction.server';
import { ledgerContradictions } from '~/features/published/witnesses/witnesses.queries.server';
import { publishedWing } from './guards.server';
import { openToAll, takeNote } from './ledger-note.server';

/** Every checkpoint that the ledger signed and was never in (protocol 6). */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const contradictions = await ledgerContradictions(publishedWing(context).db);
  return Response.json({ v: 1, contradictions }, { headers: { ...openToAll, 'cache-control': 'no-cache' } });
}

/** A checkpoint that contradicts the ledger, as text, from whoever has one. */
export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return takeNote(request, context, async (deps, note) => {
    await takeContradiction(deps, note);
    return { kept: true };
  });
}
