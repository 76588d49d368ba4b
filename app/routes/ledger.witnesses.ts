import type { LoaderFunctionArgs } from '@remix-run/node';
import { ledgerWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { publishedWing } from './guards.server';
import { openToAll } from './ledger-note.server';

/** Who cosigns the ledger, and who did (protocol 6). */
export async function loader({ context }: LoaderFunctionArgs): Promise<Response> {
  const all = await ledgerWitnesses(publishedWing(context).db);
  const witnesses = all.map(({ name, key, runBy, addedDay, removedDay }) => ({
    ...{ name, key, runBy },
    added: addedDay,
    removed: removedDay,
  }));
  return Response.json({ v: 1, witnesses }, { headers: { ...openToAll, 'cache-control': 'no-cache' } });
}
