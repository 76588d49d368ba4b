import type { LoaderFunctionArgs } from '@remix-run/node';
import { publishedRanges } from '~/features/published/petitions/published-ranges.queries.server';
import { publishedWing } from './guards.server';
import { publicAnswer, publicHeaders } from './public-answer.server';

/** Where a petition's acts stand in the ledger (protocol 4). Whoever looks for one of them reads all, of every petition. */
export async function loader({ params, request, context }: LoaderFunctionArgs): Promise<Response> {
  const petition = params['id'] ?? '';
  const ranges = await publishedRanges(publishedWing(context).db, petition);
  if (!ranges) {
    return Response.json({ error: 'unknown-petition' }, { status: 404, headers: { ...publicHeaders, 'cache-control': 'no-store' } }); // prettier-ignore
  }
  return publicAnswer(request, JSON.stringify({ v: 1, petition, ranges }), 'application/json');
}
