import type { ActionFunctionArgs } from '@remix-run/node';
import { takeCosignatures } from '~/features/published/witnesses/take-cosignatures.server';
import { takeNote } from './ledger-note.server';

/** What witnesses hand in (protocol 6): a checkpoint with their line below it, as text. */
export function action({ request, context }: ActionFunctionArgs): Promise<Response> {
  return takeNote(request, context, takeCosignatures);
}

/** Cosignatures are read with the checkpoint that they stand under. */
export function loader(): Response {
  return Response.json({ error: 'method-not-allowed' }, { status: 405, headers: { allow: 'POST' } });
}
