import type { LoaderFunctionArgs } from '@remix-run/node';
import { witnessedCheckpoint } from '~/features/published/ledger/ledger-files.queries.server';
import { publishedWing } from './guards.server';
import { publicAnswer, publicHeaders } from './public-answer.server';

/** The newest checkpoint (C2SP tlog-checkpoint), with every cosignature of it below. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const note = await witnessedCheckpoint(publishedWing(context).db);
  if (note !== null) return publicAnswer(request, note, 'text/plain; charset=utf-8');
  const headers = { ...publicHeaders, 'cache-control': 'no-store' };
  return new Response('Nothing has been published yet.\n', { status: 404, headers });
}
