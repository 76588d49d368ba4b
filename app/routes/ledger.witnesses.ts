import type { LoaderFunctionArgs } from '@remix-run/node';
import { ledgerWitnesses } from '~/features/published/witnesses/witnesses.queries.server';
import { publishedWing } from './guards.server';
import { publicAnswer } from './public-answer.server';

/** Who cosigns the ledger, and who did (protocol 6). */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const all = await ledgerWitnesses(publishedWing(context).db);
  const witnesses = all.map(({ name, key, runBy, addedDay, removedDay }) => ({
    ...{ name, key, runBy },
    added: addedDay,
    removed: removedDay,
  }));
  return publicAnswer(request, JSON.stringify({ v: 1, witnesses }), 'application/json');
}
